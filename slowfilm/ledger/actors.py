"""Who acts. An actor is the text that entries keep, and knows how to ask whether it may."""

from collections.abc import Callable
from uuid import UUID

Answer = Callable[[str | None], None]  # given a right, raises Refused where it is lacking


class Actor(str):
    """The site itself, or an engine: a machine does what its job says, and has every right.

    People's actors are films.authority.MemberActor.
    """

    __slots__ = ()

    def ask(self, film_id: UUID) -> Answer:
        """Send the question who this is on a film, within `prepared.together`.

        The answer is read afterwards. It is asked under the lock of the film's head, so nothing
        that it says can change before the act is recorded.
        """
        return lambda right: None


SYSTEM = Actor("system")


def engine(queue: str) -> Actor:
    """The worker that serves an engine's queue."""
    return Actor(f"engine:{queue}")
