"""A pace that no hand exceeds: how many acts, and how many bytes of them, one member may send.

Counted in each process by itself. A pen that is never lifted sends some 6 KB a second.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowfilm.ledger import Refused

ACTS, ACTS_AT_ONCE = 30, 120  # a second, and at once after a pause
BYTES, BYTES_AT_ONCE = 64 * 1024, 1024 * 1024
REMEMBERED = 1000  # members; beyond, those who have rested are forgotten


@dataclass
class Allowance:
    """What one member may send now. It grows by the second, up to what may come at once."""

    at: float
    acts: float = ACTS_AT_ONCE
    bytes: float = BYTES_AT_ONCE
    held: bool = False

    def take(self, size: int, now: float) -> bool:
        """Whether one act of `size` bytes may pass.

        After one that may not, none may until there is enough for a second: what was sent right
        behind it, and builds on it, must not overtake it.
        """
        self._grow(now)
        acts, bytes_ = (ACTS, max(BYTES, size)) if self.held else (1, size)
        self.held = self.acts < acts or self.bytes < bytes_
        if not self.held:
            self.acts -= 1
            self.bytes -= size
        return not self.held

    def rested(self, now: float) -> bool:
        """Whether there is nothing to remember."""
        self._grow(now)
        return self.acts == ACTS_AT_ONCE and self.bytes == BYTES_AT_ONCE

    def _grow(self, now: float) -> None:
        passed, self.at = now - self.at, now
        self.acts = min(ACTS_AT_ONCE, self.acts + passed * ACTS)
        self.bytes = min(BYTES_AT_ONCE, self.bytes + passed * BYTES)


class Pace:
    """Everybody's allowance, over all the lines they have to this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.allowances: dict[UUID, Allowance] = {}
        self.turn = threading.Lock()

    def keep(self, member: UUID, size: int) -> None:
        """Count one act of a member. Raises Refused when it comes too fast."""
        with self.turn:
            now = self.clock()
            if len(self.allowances) >= REMEMBERED:
                self._forget(now)
            allowance = self.allowances.setdefault(member, Allowance(now))
            may = allowance.take(size, now)
        if not may:
            raise Refused("too-fast", _("That came faster than a hand can work. Send it again."))

    def _forget(self, now: float) -> None:
        for member, allowance in list(self.allowances.items()):
            if allowance.rested(now):
                del self.allowances[member]


pace = Pace()
