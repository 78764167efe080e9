"""Who has to act next on each shot and cut of a film, asked for all of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from slowfilm.approvals.models import ChangeRequest
from slowfilm.approvals.performers import Performer
from slowfilm.approvals.roles import Standing
from slowfilm.approvals.subjects import Subject
from slowfilm.approvals.words import words_of
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import Role


@dataclass(frozen=True)
class Awaited:
    """A role that has to approve, and the members who may; or a performer, of their own."""

    role: Role
    members: Sequence[Member]
    performer: Performer | None = None


@dataclass(frozen=True)
class Progress:
    """How far an approval has come: whom it waits for, and what they asked for instead."""

    digest: str
    awaited: list[Awaited] = field(default_factory=list)
    requests: list[ChangeRequest] = field(default_factory=list)
    approved: bool = False


def progress_of(film: Film, subjects: Iterable[Subject]) -> dict[UUID, Progress]:
    """Of each that is unlocked and has something put forward, by the shot's or cut's id."""
    open_ = [each for each in subjects if each.part and each.whole.locked_at is None]
    if not open_:
        return {}
    words = words_of(film.id, open_)
    return {
        each.whole.id: _progress(words.digest(each), words.standings(each), words.members)
        for each in open_
    }


def _progress(digest: str, found: list[Standing], members: Sequence[Member]) -> Progress:
    return Progress(
        digest,
        awaited=[
            Awaited(each.role, [one for one in members if each.said_by(one)], each.performer)
            for each in found
            if each.awaited
        ],
        requests=[each.request for each in found if each.request is not None],
        approved=all(each.holds for each in found),
    )
