"""An engine that fails as its brief says: what models do when they fail. Never switched on here
but by tests, which name it as `kind`.
"""

import time
from dataclasses import replace
from pathlib import Path

from slowfilm.engines.about import About
from slowfilm.engines.animatic import CAPABILITIES
from slowfilm.engines.base import (
    Cancelled,
    Cancelling,
    Capabilities,
    Failed,
    Memory,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
)
from slowfilm.engines.failures import finite
from slowfilm.engines.limits import problems


class Faulty:
    """The first word of the prompt is what it fails of."""

    def __init__(self, device: str, revenue: str, lacking: bool) -> None:
        self.device, self.revenue, self.lacking = device, revenue, lacking

    def capabilities(self) -> Capabilities:
        """As the animatic's; with a clause on revenue it needs a permission."""
        about = About(revenue=self.revenue, permission=bool(self.revenue))
        return replace(CAPABILITIES, about=about)

    def lacks(self) -> Problem | None:
        """Its weights, if it is to lack any."""
        return Problem("no-weights") if self.lacking else None

    def check(self, request: Request) -> list[Problem]:
        """As the animatic does."""
        return problems(request, CAPABILITIES)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
        memory: Memory | None = None,
    ) -> Result:
        """Fail."""
        import numpy as np

        match request.prompt.split()[0]:
            case "memory":
                np.empty((1 << 50,), np.uint8)
            case "card":
                raise _out_of_card_memory()
            case "numbers":
                finite(np.array([[0.1, np.nan]], np.float32))
            case "weights":
                raise Failed("no-weights", name="wan")
            case "library":
                import no_such_library_at_all  # type: ignore[import-not-found]  # noqa: F401
            case "refusal":
                raise Failed("refused")
            case "keeps" if memory is not None:
                kept = memory.recall()
                memory.keep({"attempts": kept.get("attempts", 0) + 1})
                raise Failed("refused", **memory.recall())
            case "slow":
                while not cancelled():
                    time.sleep(0.05)
                raise Cancelled
        raise KeyError("a fault of ours")


def _out_of_card_memory() -> Exception:
    """As torch raises it: known by name, since torch need not be installed."""
    kind = type("OutOfMemoryError", (RuntimeError,), {"__module__": "torch"})
    made: Exception = kind("CUDA out of memory. Tried to allocate 20.00 MiB.")
    return made


def create(device: str = "cpu", revenue: str = "", lacking: bool = False) -> Faulty:
    """Return the engine."""
    return Faulty(device, revenue, lacking)
