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
    open_ = [subject for subject in subjects if subject.part and subject.whole.locked_at is None]
    if not open_:
        return {}
    words = words_of(film.id, open_)
    return {
        subject.whole.id: _progress(words.digest(subject), words.standings(subject), words.members)
        for subject in open_
    }


def _progress(digest: str, standings: list[Standing], members: Sequence[Member]) -> Progress:
    return Progress(
        digest,
        awaited=[
            Awaited(
                standing.role,
                [member for member in members if standing.said_by(member)],
                standing.performer,
            )
            for standing in standings
            if standing.awaited
        ],
        requests=[standing.request for standing in standings if standing.request is not None],
        approved=all(standing.holds for standing in standings),
    )
