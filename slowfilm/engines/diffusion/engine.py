"""What every engine that runs a model answers; a kind says what it can do, and draws."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from slowfilm.engines.base import (
    Cancelling,
    Capabilities,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
)
from slowfilm.engines.diffusion import weights
from slowfilm.engines.diffusion.options import sizes
from slowfilm.engines.diffusion.warm import Warm
from slowfilm.engines.limits import problems
from slowfilm.engines.measures import Steps, next_length


class Measured(Protocol):
    """The options of a kind, as far as they say what is made: `longest` is in frames."""

    @property
    def model(self) -> str: ...
    @property
    def makes(self) -> tuple[str, ...] | list[str]: ...
    @property
    def longest(self) -> int: ...
    @property
    def measures(self) -> Steps: ...


O = TypeVar("O", bound=Measured)  # noqa: E741


class ModelEngine(Generic[O]):
    """An engine whose pipeline is loaded with its first draft."""

    can: ClassVar[Capabilities]

    def __init__(self, options: O, warm: Warm) -> None:
        self.options, self.warm = options, warm

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return replace(self.can, sizes=sizes(self.options.makes) or self.can.sizes)

    def lacks(self) -> Problem | None:
        """What stands against loading its weights here; None if nothing does."""
        return weights.lack(self.options.model, self.warm.parts)

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        faults = [*problems(request, self.capabilities()), *self.besides(request)]
        reported = any(fault.code in ("too-long", "rate-not-offered") for fault in faults)
        if not reported and not self._is_made(request.frames):
            most = float(self.options.longest / request.rate)
            faults.append(Problem("too-long", {"frames": request.frames, "seconds": f"{most:.2f}"}))
        return faults

    def besides(self, request: Request) -> Iterator[Problem]:
        """What else a kind has against a request."""
        yield from ()

    def _is_made(self, frames: int) -> bool:
        """Whether so many frames, or the next number that the model makes, are made."""
        try:
            next_length(frames, self.options.measures)
        except ValueError:
            return False
        return True

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Write the master; see `Engine.generate`."""
        if faults := self.check(request):
            raise ValueError(", ".join(problem.code for problem in faults))
        return self.draw(request, target, progress, cancelled, preview)

    def draw(self, request: Request, *callbacks: Any) -> Result:
        """Write the master of a request that was checked; a worker loads here what draws."""
        raise NotImplementedError


def one_plate(request: Request) -> Iterator[Problem]:
    """Against a second plate."""
    if sum(item.role == "plate" for item in request.inputs) > 1:
        yield Problem("more-than-one-plate")
