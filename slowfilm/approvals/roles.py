"""Where each role stands that has to approve: what it said last, and whether it is its turn."""

from collections.abc import Iterable
from dataclasses import dataclass

from slowfilm.approvals.models import Approval, ChangeRequest
from slowfilm.films.models import Policy
from slowfilm.films.roles import Role


@dataclass(frozen=True)
class Standing:
    """One role's, about exactly one digest."""

    role: Role
    approval: Approval | None  # of this digest; it may have lapsed
    request: ChangeRequest | None  # which counts, of this digest or an earlier one
    turn: bool
    digest: str

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
    policy: Policy, digest: str, approvals: Iterable[Approval], requests: Iterable[ChangeRequest]
) -> list[Standing]:
    """Of all roles that the policy asks, in its order, from what stands of one shot."""
    given = {each.role: each for each in approvals if each.digest == digest}
    wanted = {each.role: each for each in requests if each.counts}
    found: list[Standing] = []
    for name in policy.approving:
        turn = not policy.in_order or all(each.holds for each in found)
        found.append(Standing(Role(name), given.get(name), wanted.get(name), turn, digest))
    return found
