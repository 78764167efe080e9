"""The engines of this installation: which are switched on, and each of them, made once."""

from dataclasses import replace
from inspect import signature
from pathlib import Path
from threading import Lock
from typing import Any

from slowfilm.engines.base import (
    Abandons,
    Cancelling,
    Capabilities,
    Engine,
    Guesses,
    Lacks,
    Leaving,
    Memory,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
)
from slowfilm.engines.layout import Layout
from slowfilm.engines.settings import EngineSettings, switched_on

_made: dict[str, tuple[EngineSettings, "Installed"]] = {}
_making = Lock()


def names() -> tuple[str, ...]:
    """Name the engines that are switched on here, in their order."""
    return tuple(switched_on())


def engine(name: str) -> "Installed":
    """Return the engine of that name, the same one each time so that it can stay warm.

    Raises LookupError for an engine that is not switched on here.
    """
    settings = switched_on()[name]
    with _making:
        had = _made.get(name)
        if had is None or had[0] != settings:
            had = _made[name] = (settings, Installed(settings))
    return had[1]


def time_limit(name: str) -> float:
    """Seconds one draft of this engine may take. Raises LookupError."""
    return switched_on()[name].time_limit


def stall_limit(name: str) -> float:
    """Seconds after which an engine without progress is taken to hang. Raises LookupError."""
    return switched_on()[name].stall_limit


class Installed:
    """An engine under the name, the title and with the sizes that it has here."""

    def __init__(self, settings: EngineSettings) -> None:
        self._inner: Engine = settings.create()(**settings.options)
        self._takes = signature(self._inner.generate).parameters.keys()
        can = self._inner.capabilities()
        self._can = replace(
            can,
            name=settings.name,
            title=settings.title or can.title,
            sizes=settings.sizes or can.sizes,
            layout=isinstance(self._inner, Guesses),
        )

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes here."""
        return self._can

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        size = {"width": request.width, "height": request.height}
        problems = self._inner.check(request)
        offered = tuple(size.values()) in self._can.sizes
        if offered or any(problem.code == "size-not-offered" for problem in problems):
            return problems
        return [Problem("size-not-offered", size), *problems]

    def guess(self, request: Request) -> Layout:
        """Guess where everything stands. Raises LookupError for an engine that places nothing."""
        if not isinstance(self._inner, Guesses):
            raise LookupError(self._can.name)
        return self._inner.guess(request)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
        memory: Memory | None = None,
        leaving: Leaving | None = None,
    ) -> Result:
        """Write the master; see `Engine`, which says what is given to which."""
        extras: dict[str, Any] = {"memory": memory, "leaving": leaving}
        more = {name: extra for name, extra in extras.items() if name in self._takes}
        return self._inner.generate(request, target, progress, cancelled, preview, **more)

    def lacks(self) -> Problem | None:
        """What it lacks to work in this process; None if nothing is known."""
        return self._inner.lacks() if isinstance(self._inner, Lacks) else None

    def abandon(self, memory: Memory) -> None:
        """Let it stop what it has begun elsewhere for a draft that nobody waits for."""
        if isinstance(self._inner, Abandons):
            self._inner.abandon(memory)
