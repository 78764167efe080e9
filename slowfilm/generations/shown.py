"""What the brief page and the queue show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.clearance.answer import clearance
from slowfilm.clearance.providers import name_of
from slowfilm.engines.base import Capabilities, Problem, Treatment
from slowfilm.films.models import Film, Member
from slowfilm.generations.forms import CitationForm, LineForm
from slowfilm.generations.models import Generation
from slowfilm.generations.sentences import of_failure, of_problem
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import NO_ROOM, waiting_for_room
from slowfilm.references.models import Character, Line, Reference
from slowfilm.references.roles import ROLES

ENDED_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A generation in the queue. `expected` is when it should be done, as far as one can tell."""

    generation: Generation
    who: str
    expected: datetime | None
    failure: str
    waits: str  # what for, if not for a worker
    sent_to: str = ""  # the provider its references leave for, as who asked confirmed

    @property
    def job(self) -> Job:
        """Its state."""
        return self.generation.job

    @property
    def percent(self) -> int:
        """How far it is."""
        return round(self.job.progress * 100)


def queue(film: Film) -> dict[str, list[Row]]:
    """What waits and runs, the oldest first; what has ended, the latest first."""
    all_ = Generation.objects.filter(film=film).select_related(
        "job", "brief", "shot__scene", "draft__shot__scene"
    )
    open_ = all_.filter(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
    ended = all_.exclude(job__in=Job.objects.open()).order_by("-job__ended_at")[:ENDED_SHOWN]
    names = _names(film)
    return {
        "running": [_row(generation, names) for generation in open_.order_by("asked_at")],
        "ended": [_row(generation, names) for generation in ended],
    }


def rows(film: Film, generations: Iterable[Generation]) -> list[Row]:
    """These generations as the queue shows them, in their order."""
    names = _names(film)
    return [_row(generation, names) for generation in generations]


def _row(generation: Generation, names: dict[str, str]) -> Row:
    job = generation.job
    failed = job.state == Job.State.FAILED
    return Row(
        generation=generation,
        who=names.get(generation.asked_by, ""),
        expected=_expected(job),
        failure=of_failure(job.error, job.facts) if failed else "",
        waits=waiting_for_room() if job.error == NO_ROOM and not job.ended else "",
        sent_to=name_of(generation.sent_to) if generation.sent_to else "",
    )


def _expected(job: Job) -> datetime | None:
    if job.state != Job.State.RUNNING or job.started_at is None or job.progress <= 0.02:
        return None
    spent = timezone.now() - job.started_at
    return timezone.now() + timedelta(seconds=spent.total_seconds() * (1 / job.progress - 1))


def _names(film: Film) -> dict[str, str]:
    members = Member.objects.filter(film=film).select_related("user")
    return {member.actor: str(member) for member in members}


def choices(film: Film, only: UUID | None = None) -> list[dict[str, Any]]:
    """The film's references as the brief's script needs them, with why one can't be picked."""
    references = Reference.objects.filter(film=film).exclude(kind="")
    if only is not None:
        references = references.filter(id=only)
    rows = list(references.order_by("kind", "name"))
    answer = clearance("generate", references=rows)
    return [
        {
            "id": str(row.id),
            "name": row.name,
            "kind": row.kind,
            "poster": poster(row),
            "seconds": row.seconds,
            "copy": copy_size(row),
            "proxy": _address(row, row.proxy_id),
            "waveform": _address(row, row.waveform_id),
            "about": _(", ").join(filter(None, [row.maker, row.year, row.place])),
            "why_not": " ".join(reason.sentence for reason in answer.of(row.id)),
            "forbids": answer.forbidden_in(row.id),
        }
        for row in rows
    ]


def characters(film: Film) -> list[dict[str, Any]]:
    """The film's characters with their references, as the brief's script needs them."""
    rows = Character.objects.filter(film=film).select_related("person")
    listing = []
    for row in rows.prefetch_related("material__reference"):
        material = list(row.material.all())
        count = len(material)
        posters = filter(None, (poster(link.reference) for link in material))
        listing.append(
            {
                "id": str(row.id),
                "title": row.title,
                "name": row.person.name,
                "about": ngettext("%(n)s reference", "%(n)s references", count) % {"n": count},
                "poster": next(posters, ""),
                "material": [
                    {"reference": str(link.reference_id), "role": link.role} for link in material
                ],
            }
        )
    return listing


def lines(film: Film) -> list[dict[str, Any]]:
    """What can be said in a brief."""
    return [
        {
            "id": str(line.id),
            "title": line.character.title,
            "words": line.words,
            "dialect": line.dialect,
            "translation": line.translation,
            "take": line.take_id is not None,
        }
        for line in Line.objects.filter(film=film)
        .exclude(words="")  # erased
        .select_related("character__person")
    ]


def poster(reference: Reference) -> str:
    """The address of its poster; empty for a sound."""
    return _address(reference, reference.poster_id)


def _address(reference: Reference, digest: str | None) -> str:
    return reverse("media", args=[reference.film_id, digest]) if digest else ""


def copy_size(reference: Reference) -> list[int] | None:
    """Width and height of what an engine is given of it, pixels; None for a sound."""
    copy = reference.facts.get("copies", {}).get("proxy", {})
    return [copy["width"], copy["height"]] if "width" in copy else None


def roles() -> dict[str, list[tuple[str, str]]]:
    """What a reference of each kind may be for."""
    return {kind: [(role.value, str(role.label)) for role in fit] for kind, fit in ROLES.items()}


@dataclass(frozen=True)
class Treated:
    """What an engine does with one kind of reference: the roles it uses, converts and ignores."""

    kind: str
    uses: str
    converts: str
    ignores: str


def treatments(can: Capabilities) -> Iterator[Treated]:
    """What an engine says it does with references."""
    for kind, fit in ROLES.items():
        listed: dict[Treatment, list[str]] = {"uses": [], "converts": [], "ignores": []}
        for role in fit:
            listed[can.treatment(kind, role.value)].append(str(role.label))  # type: ignore[arg-type]
        texts = {name: _(", ").join(labels) for name, labels in listed.items()}
        yield Treated(str(Reference.Kind(kind).label), **texts)


def engines_for_script(engines: dict[str, Capabilities]) -> dict[str, Any]:
    """Each engine's limits, and its treatment of each kind and role."""
    return {
        name: {
            "sizes": [f"{width}x{height}" for width, height in can.sizes],
            "rates": [str(rate) for rate in can.rates],
            "shortest": float(can.min_seconds),
            "longest": float(can.max_seconds),
            "limits": limits(can),
            "all": can.max_inputs,
            "needs": needed(can),
            "layout": can.layout,
            "levels": can.levels != "ignores",
            "labels": can.labels,
            "treats": {
                kind: {role.value: can.treatment(kind, role.value) for role in fit}  # type: ignore[arg-type]
                for kind, fit in ROLES.items()
            },
        }
        for name, can in engines.items()
    }


def limits(can: Capabilities) -> dict[str, int]:
    """How many of each kind an engine takes."""
    return {"picture": can.max_pictures, "video": can.max_videos, "sound": can.max_sounds}


def needed(can: Capabilities) -> list[dict[str, Any]]:
    """What an engine can't do without: the roles of which one must be there, and a sentence."""
    problems = (Problem("missing-input", {"roles": ", ".join(sorted(r))}) for r in can.requires)
    return [
        {"roles": sorted(roles), "sentence": of_problem(problem)[1]}
        for roles, problem in zip(can.requires, problems, strict=True)
    ]


def treatment_words() -> dict[str, str]:
    """What becomes of one citation."""
    return {
        "uses": _("The engine uses it."),
        "converts": _("The engine takes what it can from it."),
        "ignores": _("The engine ignores it in this role."),
    }


def typed(row: CitationForm | LineForm) -> dict[str, Any]:
    """A row as it was filled in, right or wrong, with what is wrong beside each field."""
    values = {name: row[name].value() for name in row.fields}
    plain = {name: "" if value is None else str(value) for name, value in values.items()}
    errors = {name: " ".join(map(str, messages)) for name, messages in row.errors.items()}
    return {**plain, "errors": errors}
