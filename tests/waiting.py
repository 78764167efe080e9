"""Waiting until something holds, with a deadline; or for a moment in which it must not."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
OFTEN = 0.03  # seconds between two looks
Pause = Callable[[float], object]  # lets so many seconds pass


def until(holds: Callable[[], T], seconds: float = 30, pause: Pause = time.sleep) -> T:
    """What `holds` answers as soon as that is true. Fails after so many seconds."""
    limit = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < limit, f"it did not come to be within {seconds:g} s"
        pause(OFTEN)
    return answer


async def soon(holds: Callable[[], T], seconds: float = 30) -> T:
    """The same beside an event loop."""
    limit = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < limit, f"it did not come to be within {seconds:g} s"
        await asyncio.sleep(OFTEN)
    return answer


def never(holds: Callable[[], object], seconds: float, pause: Pause = time.sleep) -> None:
    """Fails if it comes to hold within so short a time. Rather wait for what must come after it."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        assert not holds(), "it came to be"
        pause(OFTEN)
    assert not holds(), "it came to be"
