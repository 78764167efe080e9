"""Where each role stands that has to approve: what it said last, and whether it is its turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from slowfilm.approvals.models import Approval, ChangeRequest
from slowfilm.approvals.performers import Performer
from slowfilm.films.models import Member, Policy
from slowfilm.films.roles import Role

Said = TypeVar("Said", Approval, ChangeRequest)


@dataclass(frozen=True)
class Standing:
    """One role's, about exactly one digest; a performer's own, where their performance is kept."""

    role: Role
    approval: Approval | None  # of this digest; it may have lapsed
    request: ChangeRequest | None  # which counts, of this digest or an earlier one
    turn: bool
    digest: str
    performer: Performer | None = None  # who alone may say it

    def said_by(self, member: Member) -> bool:
        """Whether a member may say it."""
        if member.removed_at is not None or self.role not in member.roles:
            return False
        return self.performer is None or self.performer.person.member_id == member.id

    @property
    def holds(self) -> bool:
        """Whether the role has approved, and nothing is asked for any more."""
        return self.approval is not None and self.approval.counts and self.request is None

    @property
    def wants_changes(self) -> bool:
        """Whether it asked for changes in exactly this, so that others have to act first."""
        return self.request is not None and self.request.digest == self.digest

    @property
    def awaited(self) -> bool:
        """Whether it is this role that everybody waits for."""
        return not self.holds and self.turn and not self.wants_changes


def standings(
    policy: Policy,
    digest: str,
    approvals: Iterable[Approval],
    requests: Iterable[ChangeRequest],
    performers: Sequence[Performer] = (),
) -> list[Standing]:
    """Of all roles that the policy asks, in its order, from what stands of one shot.

    Where performances are kept, "performer" is each of those performers, the policy's order or not.
    """
    current_approvals = [approval for approval in approvals if approval.digest == digest]
    open_requests = [request for request in requests if request.counts]
    rows: list[Standing] = []
    for role, performer in _asked(policy, performers):
        whose = role, performer
        turn = not policy.in_order or all(row.holds for row in rows)
        rows.append(
            Standing(
                role,
                _last(current_approvals, *whose),
                _last(open_requests, *whose),
                turn,
                digest,
                performer,
            )
        )
    return rows


def _asked(policy: Policy, performers: Sequence[Performer]) -> list[tuple[Role, Performer | None]]:
    named = list(policy.approving)
    if performers and Role.PERFORMER not in named:
        named.append(Role.PERFORMER)
    roles: list[tuple[Role, Performer | None]] = []
    for name in named:
        own = performers if name == Role.PERFORMER and performers else [None]
        roles += [(Role(name), performer) for performer in own]
    return roles


def _last(words: Sequence[Said], role: Role, performer: Performer | None) -> Said | None:
    """What was said last as that role: by that performer, if they alone may."""
    own = [
        word
        for word in words
        if word.role == role and (performer is None or word.member_id == performer.person.member_id)
    ]
    return own[-1] if own else None
