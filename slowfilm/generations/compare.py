"""Comparing: drafts of one brief with other seeds, on other engines, or each less one input.

What is queued is queued whole or not at all, and put side by side in one comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.films.roles import May
from slowfilm.generations import events
from slowfilm.generations.actions import GENERATE, new_seed, queue_variant
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Wanted, found
from slowfilm.generations.differences import ask_differences
from slowfilm.generations.models import Brief, Comparison, ComparisonCell, Generation
from slowfilm.generations.sending import Sending
from slowfilm.generations.sending_many import leaving_for, refuse_unconfirmed
from slowfilm.generations.variants import left_out, variant
from slowfilm.jobs.models import Job
from slowfilm.ledger import Act, Actor, Refused, action
from slowfilm.ledger.models import Entry

MOST = 16  # generations in one comparison, the first among them
RECENT = 20  # drafts of an engine by which the next one's time is guessed
Variant = dict[str, Any]


@action(events.Compare, May.MAKE, events.ComparisonMade)
def compare(this: Act, command: events.Compare) -> events.ComparisonMade:
    """Put generations of one shot side by side. The comparison's id is the command's."""
    ids = [cell.generation for cell in command.cells]
    _refuse_number(len(ids))
    by_id = Generation.objects.filter(film_id=this.film_id).in_bulk(ids)
    if len(set(ids)) != len(ids) or len(by_id) != len(ids):
        raise Refused("no-generation", _("There is no such generation in this film."))
    shots = {generation.shot_id for generation in by_id.values()}
    if len(shots) > 1:
        raise Refused("two-shots", _("Only drafts of one shot can be compared."))
    comparison = Comparison.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot_id=shots.pop(),
        kind=command.kind,
        asked_by=this.actor,
        asked_at=this.at,
    )
    ComparisonCell.objects.bulk_create(
        ComparisonCell(
            comparison=comparison, order=order, generation_id=cell.generation, without=cell.without
        )
        for order, cell in enumerate(command.cells)
    )
    ask_differences(ids[0])
    return events.ComparisonMade(shot=comparison.shot_id, kind=command.kind, cells=command.cells)


def compare_seeds(
    *,
    film_id: UUID,
    actor: Actor,
    command: UUID | None = None,
    generation: UUID,
    count: int,
    confirmed: str = "",
) -> Entry:
    """Queue the brief of a generation with so many new seeds, beside its own. Raises Refused.

    `confirmed` is the digest of what leaves for a provider, where something does: without it, or
    with another, Unconfirmed says what that is. So it is of the other ways to compare.
    """
    variants = other_seeds(count)
    return _compared(film_id, actor, command, generation, "seeds", variants, confirmed)


def other_seeds(count: int) -> list[Variant]:
    """A brief with so many new seeds. Raises Refused where they are too few or too many."""
    _refuse_number(1 + count)
    return [{"seed": new_seed()} for _number in range(count)]


def other_engines(engines: Sequence[str]) -> list[Variant]:
    """A brief on each of these engines."""
    return [{"engine": name} for name in dict.fromkeys(engines)]


def each_left_out(film_id: UUID, generation: UUID) -> list[Variant]:
    """A brief without each of its inputs that can be left out. Raises Refused without any."""
    against = left_out_faults(_base(film_id, generation).brief)
    variants: list[Variant] = [{"without": tag} for tag, why in against.items() if not why]
    if not variants and against:
        raise Refused("too-few", next(iter(against.values())))
    return variants


def leaving(film_id: UUID, generation: UUID, variants: Sequence[Variant]) -> list[Sending]:
    """What would leave for a comparison with these. Raises Refused where it could not be queued.

    Queues nothing. `digest_of` it is what is to be confirmed.
    """
    base = _base(film_id, generation)
    return [sending for sending in _leaving(base, _queued(base, variants)) if sending is not None]


def compare_engines(
    *,
    film_id: UUID,
    actor: Actor,
    command: UUID | None = None,
    generation: UUID,
    engines: Sequence[str],
    confirmed: str = "",
) -> Entry:
    """Queue the brief of a generation on other engines, beside its own. Raises Refused."""
    variants = other_engines(engines)
    return _compared(film_id, actor, command, generation, "engines", variants, confirmed)


def leave_one_out(
    *,
    film_id: UUID,
    actor: Actor,
    command: UUID | None = None,
    generation: UUID,
    confirmed: str = "",
) -> Entry:
    """Queue the brief of a generation without each of its inputs in turn. Raises Refused.

    Beside it, with the same seed. What can't be left out of a brief is not.
    """
    variants = each_left_out(film_id, generation)
    return _compared(film_id, actor, command, generation, "left-out", variants, confirmed)


def left_out_faults(brief: Brief) -> dict[str, str]:
    """Each input of a brief by its tag, and why it can't be left out; empty where it can."""
    spec = Wanted.of(brief)
    kinds = {
        reference_id: reference.kind
        for reference_id, reference in found(brief.film_id, spec).items()
    }
    sentences = {}
    for tag in brief.citations.values_list("tag", flat=True):
        against = faults(brief.film_id, left_out(spec, kinds, tag))
        sentences[tag] = against[0].sentence if against else ""
    return sentences


def _base(film_id: UUID, generation: UUID) -> Generation:
    rows = Generation.objects.select_related("brief", "job").filter(film_id=film_id)
    base = rows.filter(id=generation).first()
    if base is None:
        raise Refused("no-generation", _("There is no such generation in this film."))
    return base


def _compared(
    film_id: UUID,
    actor: Actor,
    command: UUID | None,
    generation: UUID,
    kind: events.ComparisonKind,
    variants: Sequence[Variant],
    confirmed: str,
) -> Entry:
    """Queue each variant and put them beside the generation, all in one transaction.

    Each one's command follows from the comparison's, so that what is sent twice is done once. A
    generation that came to nothing is queued anew, for there would be nothing to compare with.
    """
    command = command or uuid4()
    base = _base(film_id, generation)
    anew = _is_queued_anew(base)
    variants = _queued(base, variants)
    cells = [] if anew else [events.Compared(generation=base.id)]
    leaves = _leaving(base, variants)
    refuse_unconfirmed(leaves, confirmed)
    with transaction.atomic():
        for number, (fields, sent) in enumerate(zip(variants, leaves, strict=True)):
            entry = queue_variant(
                film_id=film_id,
                actor=actor,
                command=uuid5(command, str(number)),
                generation=base.id,
                confirmed=sent.digest if sent else "",
                **fields,
            )
            cells.append(
                events.Compared(generation=entry.command, without=fields.get("without", ""))
            )
        return compare(film_id=film_id, actor=actor, command=command, kind=kind, cells=cells)


def _is_queued_anew(base: Generation) -> bool:
    return base.draft_id is None and base.job.ended


def _queued(base: Generation, variants: Sequence[Variant]) -> Sequence[Variant]:
    """What is queued of a comparison with these variants. Raises Refused for their number."""
    _refuse_number(1 + len(variants))
    return [{}, *variants] if _is_queued_anew(base) else variants


def _leaving(base: Generation, variants: Sequence[Variant]) -> list[Sending | None]:
    """What leaves for each variant of a brief."""
    spec = Wanted.of(base.brief)
    kinds = {
        reference_id: reference.kind
        for reference_id, reference in found(base.film_id, spec).items()
    }
    return [leaving_for(base.film_id, variant(spec, kinds, **fields)) for fields in variants]


def _refuse_number(count: int) -> None:
    if count < 2:
        raise Refused("too-few", _("There is nothing to compare it with."))
    if count > MOST:
        about = {"count": count, "limit": MOST}
        sentence = _(
            "%(count)s drafts are too many for one comparison; there is room for %(limit)s."
        )
        raise Refused("too-many", sentence % about)


@dataclass(frozen=True, slots=True)
class Cost:
    """What queueing drafts costs in time: seconds a draft, None where nobody knows yet."""

    seconds: float | None
    waiting: int  # drafts that come before

    def sentence(self, count: int) -> str:
        """For so many drafts, in minutes."""
        if self.seconds is None:
            time = _("How long one takes is not known yet.")
        else:
            minutes = max(1, round(count * self.seconds / 60))
            time = ngettext("About %(n)s minute.", "About %(n)s minutes.", minutes) % {"n": minutes}
        if not self.waiting:
            return time
        waits = ngettext(
            "%(n)s draft waits before them.", "%(n)s drafts wait before them.", self.waiting
        )
        return f"{time} {waits % {'n': self.waiting}}"


def cost(brief: Brief, engine: str = "") -> Cost:
    """What one draft of a brief costs, by what the engine's last ones took for each pixel."""
    queue = engine or brief.engine
    done = Generation.objects.filter(
        job__queue=queue, job__state=Job.State.DONE, job__kind=GENERATE.name
    )
    rows = done.order_by("-job__ended_at").values_list(
        "job__started_at", "job__ended_at", "brief__frames", "brief__width", "brief__height"
    )[:RECENT]
    rates = [
        (ended - started).total_seconds() / (frames * width * height)
        for started, ended, frames, width, height in rows
        if started and ended
    ]
    pixels = brief.frames * brief.width * brief.height
    waiting = Job.objects.open().filter(queue=queue, kind=GENERATE.name).count()
    return Cost(median(rates) * pixels if rates else None, waiting)
