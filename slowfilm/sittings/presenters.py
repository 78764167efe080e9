"""The record of a sitting as people read it: who was there, what was shown, said and decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils.translation import pgettext

from slowfilm.clearance.presenters import names_of
from slowfilm.films.models import Film, Member
from slowfilm.reviews.models import Note, Viewing
from slowfilm.shots.models import Draft
from slowfilm.sittings.ending import frames_shown
from slowfilm.sittings.models import (
    Sitting,
    SittingDecision,
    SittingGuest,
    SittingShown,
    SittingTask,
)
from slowfilm.timecode import parse_rate, timecode


@dataclass(frozen=True)
class Attendant:
    """A member who was there, or was invited and did not come."""

    member: Member
    part: str  # "" where not invited
    times: list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Looked:
    """What was shown of one draft: its spans, its digest, and who saw how much of that."""

    draft: Draft
    spans: list[str]
    seen: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Moment:
    """Something said or decided, with where in the picture and when in the sitting."""

    at: datetime
    ms: int
    kind: str
    who: str
    where: str
    words: str
    draft: Draft | None = None
    frame: int | None = None
    digest: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        if self.kind == "note":
            return pgettext("said of a frame", "Note")
        return str(SittingDecision.Kind(self.kind).label)


@dataclass(frozen=True)
class Kept:
    """The record of one sitting."""

    sitting: Sitting
    attendants: list[Attendant]
    looked: list[Looked]
    moments: list[Moment]
    tasks: list[SittingTask]
    presenters: list[str]


def record_of(sitting: Sitting) -> Kept:
    """All of it; of a sitting that is over."""
    assert sitting.ended_at is not None
    shown = frames_shown(sitting, sitting.ended_at)
    drafts = _drafts(sitting.film, set(shown))
    rows = SittingShown.objects.filter(sitting=sitting).select_related("member__user")
    presenters = [str(who) for who, _steps in groupby(row.member for row in rows)]
    return Kept(
        sitting,
        list(_attendants(sitting)),
        list(_looked(sitting, drafts, shown)),
        moments_of(sitting, drafts),
        list(sitting.tasks.select_related("member__user", "draft__shot__scene")),
        presenters,
    )


def _drafts(film: Film, ids: set[UUID]) -> dict[UUID, Draft]:
    drafts = Draft.objects.select_related("shot__scene").filter(film=film, id__in=ids)
    return {draft.id: draft for draft in drafts.order_by("shot__scene__number", "shot__number")}


def _attendants(sitting: Sitting) -> Iterator[Attendant]:
    times: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for presence in sitting.presences.all():
        times.setdefault(presence.member_id, []).append((presence.came_at, presence.left_at))
    parts = dict(SittingGuest.objects.filter(act=sitting.plan).values_list("member_id", "part"))
    ids = {*times, *parts}
    members = Member.objects.filter(id__in=ids).select_related("user").order_by("joined_at")
    for member in sorted(members, key=lambda attendant: attendant.id not in times):
        yield Attendant(member, parts.get(member.id, ""), times.get(member.id, []))


def _looked(
    sitting: Sitting, drafts: dict[UUID, Draft], shown: dict[UUID, list[tuple[int, int]]]
) -> Iterator[Looked]:
    assert sitting.ended_at is not None
    viewings = Viewing.objects.filter(draft__in=drafts, at=sitting.ended_at)
    viewings = viewings.select_related("member__user").order_by("order")
    for id_, draft in drafts.items():
        by_member: dict[str, list[str]] = {}
        for viewing in viewings:
            if viewing.draft_id == id_:
                by_member.setdefault(str(viewing.member), []).append(
                    _span(draft, viewing.first, viewing.last)
                )
        spans = [_span(draft, first, last) for first, last in shown[id_]]
        yield Looked(draft, spans, list(by_member.items()))


def _span(draft: Draft, first: int, last: int) -> str:
    rate = parse_rate(draft.rate)
    if last - first == 1:
        return timecode(first, rate)
    return f"{timecode(first, rate)} – {timecode(last - 1, rate)}"


def moments_of(sitting: Sitting, drafts: dict[UUID, Draft]) -> list[Moment]:
    """Notes that were written while it was held on what was shown, and its decisions, in time."""
    assert sitting.opened_at is not None
    moments = [*_notes(sitting, drafts), *_decisions(sitting)]
    return sorted(moments, key=lambda moment: moment.at)


def _notes(sitting: Sitting, drafts: dict[UUID, Draft]) -> Iterator[Moment]:
    during = Q(written_at__gte=sitting.opened_at, written_at__lte=sitting.ended_at)
    notes = list(Note.objects.filter(during, draft__in=drafts))
    names = names_of(sitting.film_id, {note.actor for note in notes})
    for note in notes:
        draft = drafts[note.draft_id]
        yield Moment(
            note.written_at,
            _ms(sitting, note.written_at),
            "note",
            names.get(note.actor, ""),
            f"{draft.name} {_span(draft, note.first, note.last)}",
            note.text,
            draft,
            note.first,
        )


def _decisions(sitting: Sitting) -> Iterator[Moment]:
    decisions = sitting.decisions.select_related(
        "member__user", "draft__shot__scene", "version__cut", "approval", "request"
    )
    for decision in decisions:
        yield Moment(
            decision.at,
            _ms(sitting, decision.at),
            decision.kind,
            str(decision.member),
            _where(decision),
            _words(decision),
            decision.draft,
            decision.frame,
            _digest(decision),
        )


def _where(decision: SittingDecision) -> str:
    if decision.draft is None:
        version = decision.version
        return f"{version.cut} {version.name}" if version else ""
    return decision.draft.name


def _digest(decision: SittingDecision) -> str:
    """What an approval or a request is bound to."""
    bound = decision.approval or decision.request
    return bound.digest if bound else ""


def _words(decision: SittingDecision) -> str:
    if decision.words:
        return decision.words
    if decision.request:
        return decision.request.reason
    return decision.approval.remark if decision.approval else ""


def _ms(sitting: Sitting, at: datetime) -> int:
    assert sitting.opened_at is not None
    return max(0, int((at - sitting.opened_at).total_seconds() * 1000))
