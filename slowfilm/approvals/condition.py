"""One condition of the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowfilm.approvals.models import Approval, ChangeRequest, NeverAnswer


@dataclass(frozen=True)
class Condition:
    """Whether it holds, as a sentence. `who` may help; `until` is a date to wait for."""

    code: str
    holds: bool
    sentence: str
    who: Sequence[str] = ()
    until: datetime | None = None
    role: str = ""
    answering: Sequence[UUID] = ()  # the members who may say it, as that role
    details: Sequence[str] = ()  # sentences that say it closer
    mend: str = ""  # the path of the page where it is mended
    own: str = ""  # the path of the page on which a performer looks at their own
    approval: Approval | None = None
    request: ChangeRequest | None = None  # for changes, which stands
    turn: bool = True  # whether the roles before it have approved, where they are in order
    never: str = ""
    answers: Sequence[NeverAnswer] = ()

    def own_of(self, member: UUID) -> bool:
        """Whether it is a member's word on their own performance, and nobody else's."""
        return bool(self.own) and member in self.answering

    @property
    def whole(self) -> str:
        """The sentence with those that say it closer."""
        return " ".join([self.sentence, *self.details])
