"""Who has to act next on each shot of a film, asked for all of them together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from slowfilm.approvals.digest import digests
from slowfilm.approvals.models import Approval, ChangeRequest
from slowfilm.approvals.roles import Standing, standings
from slowfilm.films.models import Film, Member, Policy
from slowfilm.films.roles import Role
from slowfilm.shots.models import Shot


@dataclass(frozen=True)
class Awaited:
    """A role that has to approve a shot, and the members who have it."""

    role: Role
    members: Sequence[Member]


@dataclass(frozen=True)
class Progress:
    """How far a shot's approval has come: whom it waits for, and what they asked for instead."""

    digest: str
    awaited: list[Awaited] = field(default_factory=list)
    requests: list[ChangeRequest] = field(default_factory=list)
    approved: bool = False


def progress_of(film: Film, shots: Sequence[Shot]) -> dict[UUID, Progress]:
    """Of each unlocked shot with a selected draft, by the shot's id; four questions for all."""
    open_ = [shot for shot in shots if shot.selected is not None and shot.locked_at is None]
    if not open_:
        return {}
    named = digests(shot.selected for shot in open_ if shot.selected is not None)
    policy = Policy.objects.get(film=film)
    members = list(Member.objects.present().select_related("user").filter(film=film))
    given, wanted = defaultdict(list), defaultdict(list)
    approvals = Approval.objects.filter(film=film, digest__in=named.values(), withdrawn_at=None)
    for approval in approvals.select_related("member"):
        given[approval.shot_id].append(approval)
    requests = ChangeRequest.objects.filter(film=film, closed_at=None)
    for request in requests.select_related("member__user", "draft"):
        wanted[request.shot_id].append(request)
    found = {}
    for shot in open_:
        digest = named[shot.selected_id]  # type: ignore[index]  # those without are left out
        each = standings(policy, digest, given[shot.id], wanted[shot.id])
        found[shot.id] = _progress(digest, each, members)
    return found


def _progress(digest: str, found: list[Standing], members: list[Member]) -> Progress:
    return Progress(
        digest,
        awaited=[
            Awaited(each.role, [member for member in members if each.role in member.roles])
            for each in found
            if each.awaited
        ],
        requests=[each.request for each in found if each.request is not None],
        approved=all(each.holds for each in found),
    )
