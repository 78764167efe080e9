"""The engines of this installation: which are switched on, and each of them, made once."""

from dataclasses import replace
from pathlib import Path
from threading import Lock

from slowfilm.engines.base import (
    Cancelling,
    Capabilities,
    Engine,
    Guesses,
    Needing,
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
        found = self._inner.check(request)
        offered = tuple(size.values()) in self._can.sizes
        if offered or any(each.code == "size-not-offered" for each in found):
            return found
        return [Problem("size-not-offered", size), *found]

    def missing(self) -> str:
        """Why it can't work on this machine; empty where it can, or says nothing of it."""
        return self._inner.missing() if isinstance(self._inner, Needing) else ""

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
    ) -> Result:
        """Write the master; see `Engine.generate`."""
        return self._inner.generate(request, target, progress, cancelled, preview)
