"""Every open connection of this process, greeted or not: whether it may stay, in which roles."""

import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from slowfilm.films.attendance import standing
from slowfilm.films.roles import RIGHTS, May
from slowfilm.room.fan_out import Seat
from slowfilm.room.record import in_thread

LOOK = 1.0  # seconds between two looks
SILENCE = 30.0  # seconds in which a new connection says something
SIGNED_OUT, REMOVED, SILENT = 4401, 4403, 4408  # close codes


class Attendance:
    """Asks the database every second, and hears at once what a film's entries say.

    `close` ends a connection with a code.
    """

    def __init__(self, close: Callable[[Seat, int], Awaitable[None]]) -> None:
        self.close = close
        self.came: dict[Seat, float] = {}  # when

    def arrive(self, seat: Seat, roles: list[str]) -> None:
        """Take note of a connection whose owner is known now."""
        seat.roles = roles
        self.came[seat] = time.monotonic()

    def forget(self, seat: Seat) -> None:
        """It has ended."""
        self.came.pop(seat, None)

    async def look(self) -> None:
        """Ask how all stand, and end what may not go on."""
        seats = list(self.came)
        if not seats:
            return
        stand = await in_thread(standing, {(seat.member, seat.came_by) for seat in seats})
        now = time.monotonic()
        for seat in seats:
            if seat.gone:
                continue
            state = stand.get((seat.member, seat.came_by))
            if state is None:
                await self.close(seat, REMOVED)
            elif not state.signed_in:
                await self.close(seat, SIGNED_OUT)
            elif not seat.spoke and self.came.get(seat, now) < now - SILENCE:
                await self.close(seat, SILENT)
            else:
                seat.roles = state.roles

    async def heard(self, film_id: UUID, verb: str, fact: dict[str, Any]) -> None:
        """Take in an entry about members."""
        for seat in [seat for seat in self.came if seat.film_id == film_id]:
            if str(seat.member) != fact["member"]:
                continue
            if verb == "member-removed":
                await self.close(seat, REMOVED)
            elif verb == "roles-changed":
                seat.roles = fact["roles"]


def may(seat: Seat, right: May) -> bool:
    """Whether the roles of a connection's owner carry a right."""
    return not RIGHTS[right].isdisjoint(seat.roles)
