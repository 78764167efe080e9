"""What the pages of comparisons show: what may be compared, and a sheet of what was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from slowfilm import engines
from slowfilm.engines.base import Capabilities
from slowfilm.films.models import Film
from slowfilm.generations import shown
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Wanted, found, tags
from slowfilm.generations.compare import MOST, cost, left_out_faults
from slowfilm.generations.differences import DIFFERENCE
from slowfilm.generations.inputs import treatment_names
from slowfilm.generations.models import Brief, Comparison, ComparisonCell, Generation
from slowfilm.generations.sentences import of_failure
from slowfilm.generations.variants import variant
from slowfilm.jobs.models import Job
from slowfilm.references.models import Reference
from slowfilm.references.roles import Role

TITLES = {
    Comparison.Kind.SEEDS: gettext_lazy("Seeds"),
    Comparison.Kind.ENGINES: gettext_lazy("Engines"),
    Comparison.Kind.LEFT_OUT: gettext_lazy("Without each input"),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """An input of a brief: its tag, the reference, what it is for, and why it must be there."""

    tag: str
    reference: Reference
    role: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Another engine: what stands against the brief there, and what it takes no notice of."""

    name: str
    title: str
    against: list[str]
    unlike: list[str]  # what it only converts, or ignores
    cost: str


def cited(brief: Brief, against: Mapping[str, str] | None = None) -> list[Cited]:
    """What a brief cites, in order; `against` says of each tag why it can't be left out."""
    rows, reasons = brief.citations.select_related("reference"), against or {}
    return [Cited(e.tag, e.reference, role(e.role), reasons.get(e.tag, "")) for e in rows]


def role(name: str) -> str:
    """A role as pages call it."""
    return str(Role(name).label) if name in Role.values else name


def asking(brief: Brief) -> dict[str, Any]:
    """What the page says before anything is queued."""
    inputs = cited(brief, left_out_faults(brief))
    count = sum(not item.against for item in inputs)
    return {
        "cited": inputs,
        "most_seeds": MOST - 1,
        "can_leave_out": 0 < count < MOST,
        "cost_of_four": cost(brief).sentence(4),
        "cost_of_leaving_out": cost(brief).sentence(count),
        "others": list(others(brief)),
        "chance": chance(brief.engine),
    }


def chance(engine: str) -> bool:
    """Whether an engine never gives the same twice, so that a difference may be chance."""
    try:
        return engines.engine(engine).capabilities().determinism == "none"
    except LookupError:
        return False


def others(brief: Brief) -> Iterator[Other]:
    """Every other engine that is switched on."""
    spec = Wanted.of(brief)
    references = found(brief.film_id, spec)
    kinds = {reference_id: reference.kind for reference_id, reference in references.items()}
    for name in engines.names():
        if name == brief.engine:
            continue
        can = engines.engine(name).capabilities()
        variation = variant(spec, kinds, engine=name)
        against = [fault.sentence for fault in faults(brief.film_id, variation)]
        price = cost(brief, name).sentence(1)
        yield Other(name, can.title, against, list(_unlike(variation, kinds, can)), price)


def _unlike(spec: Wanted, kinds: dict[Any, str], can: Capabilities) -> Iterator[str]:
    names = treatment_names()
    named = tags(kinds[citation.reference] for citation in spec.citations)
    for tag, citation in zip(named, spec.citations, strict=True):
        treatment = can.treatment(kinds[citation.reference], citation.role)  # type: ignore[arg-type]
        if treatment != "uses":
            became = names["converted" if treatment == "converts" else "ignored"]
            about = {"tag": tag, "role": role(citation.role), "became": became}
            yield _("@%(tag)s, %(role)s: %(became)s") % about
    if spec.lines and can.lines == "ignores":
        yield _("Lines: %(became)s") % {"became": names["ignored"]}


@dataclass(frozen=True, slots=True)
class Cell:
    """One draft on a sheet, or what has become of it so far. `about` says what is other in it."""

    cell: ComparisonCell
    row: shown.Row
    about: str
    without: Reference | None
    selected: bool
    pending: bool
    apart: str  # how much it differs from the whole one
    failure: str  # why the difference is not there

    @property
    def generation(self) -> Generation:
        """Its run."""
        return self.row.generation


def sheet(comparison: Comparison) -> dict[str, Any]:
    """Everything on a comparison's page."""
    cells = list(_cells(comparison))
    first = cells[0].generation.brief
    return {
        "comparison": comparison,
        "shot": comparison.shot,
        "title": str(TITLES[Comparison.Kind(comparison.kind)]),
        "cells": cells,
        "pending": any(cell.pending for cell in cells),
        "text": first.text,
        "chance": comparison.kind == Comparison.Kind.LEFT_OUT and chance(first.engine),
    }


def _cells(comparison: Comparison) -> Iterator[Cell]:
    rows = list(
        comparison.cells.select_related(
            "generation__job", "generation__brief", "generation__draft", "generation__shot__scene"
        )
    )
    cards = shown.rows(comparison.film, [row.generation for row in rows])
    whole = {citation.tag: citation.reference for citation in cited(rows[0].generation.brief)}
    failures = _failures(rows)
    for cell, row in zip(rows, cards, strict=True):
        draft = cell.generation.draft_id
        why = failures.get(cell.generation_id, "")
        compared = comparison.kind == Comparison.Kind.LEFT_OUT and cell.order > 0
        coming = compared and bool(draft and rows[0].generation.draft_id)
        yield Cell(
            cell=cell,
            row=row,
            about=_about(comparison, cell),
            without=whole.get(cell.without),
            selected=draft is not None and draft == comparison.shot.selected_id,
            pending=not row.job.ended or (coming and cell.distance is None and not why),
            apart=_apart(cell.distance),
            failure=why,
        )


def _failures(rows: list[ComparisonCell]) -> dict[Any, str]:
    failed = Job.objects.filter(
        kind=DIFFERENCE.name,
        subject__in=[row.generation_id for row in rows],
        state__in=[Job.State.FAILED, Job.State.CANCELLED],
    )
    return {job.subject: of_failure(job.error or "broken", job.facts) for job in failed}


def _about(comparison: Comparison, cell: ComparisonCell) -> str:
    brief = cell.generation.brief
    match comparison.kind:
        case Comparison.Kind.SEEDS:
            return _("Seed %(seed)s") % {"seed": brief.seed}
        case Comparison.Kind.ENGINES:
            return brief.engine
    if not cell.without:
        return _("With everything")
    return _("Without @%(tag)s") % {"tag": cell.without}


def _apart(distance: float | None) -> str:
    """A difference in words: thousandths matter little to the eye, hundredths much."""
    if distance is None:
        return ""
    if distance == 0:
        return _("No difference at all")
    percent = distance * 100
    if percent < 0.01:
        return _("Differs by less than 0.01 %")
    return _("Differs by %(percent)s %%") % {"percent": f"{percent:.2f}"}


def earlier(film: Film, generation: Generation) -> list[tuple[Comparison, str]]:
    """The comparisons of a shot, the latest first, each with what it is of."""
    rows = Comparison.objects.filter(film=film, shot=generation.shot_id).order_by("-asked_at")[:20]
    listing = []
    for row in rows:
        count = row.cells.count()
        drafts = ngettext("%(n)s draft", "%(n)s drafts", count) % {"n": count}
        listing.append((row, f"{TITLES[Comparison.Kind(row.kind)]} · {drafts}"))
    return listing
