"""One condition of the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    details: Sequence[str] = ()  # sentences that say it closer
    mend: str = ""  # the path of the page where it is mended
    approval: Approval | None = None
    request: ChangeRequest | None = None  # for changes, which stands
    turn: bool = True  # whether the roles before it have approved, where they are in order
    never: str = ""
    answers: Sequence[NeverAnswer] = ()

    @property
    def whole(self) -> str:
        """The sentence with those that say it closer."""
        return " ".join([self.sentence, *self.details])
