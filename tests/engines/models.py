"""Running an engine that has a model, and counting what its modules do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.base import Engine, Input, Request, Result
from slowfilm.media.names import MASTER

FRAMES = 12


def asking(*inputs: Input, **more: Any) -> Request:
    """Half a second at 24, 96 × 64."""
    told = {"prompt": "A street in the rain.", "width": 96, "height": 64, "seed": 3}
    return Request(**told | {"rate": Fraction(24), "frames": FRAMES, "inputs": inputs} | more)


def made(
    engine: Engine,
    request: Request,
    folder: Path,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
    preview: Any = None,
) -> Result:
    """A draft in a new folder."""
    folder.mkdir(parents=True)
    return engine.generate(request, folder / MASTER, progress, cancelled, preview)


def seen(result: Result) -> NDArray[np.uint16]:
    """Every frame of the master, 10 bits, (n, h, w, 3)."""
    with av.open(str(result.master)) as file:
        return np.stack([f.to_ndarray(format="gbrp10le") for f in file.decode(video=0)])


@contextmanager
def counted(*modules: Any) -> Iterator[list[int]]:
    """How often each module computes meanwhile."""
    counts = [0] * len(modules)

    def count(number: int) -> Callable[..., None]:
        def one(module: Any, told: Any) -> None:
            counts[number] += 1

        return one

    hooks = [each.register_forward_pre_hook(count(n)) for n, each in enumerate(modules)]
    try:
        yield counts
    finally:
        for hook in hooks:
            hook.remove()


@contextmanager
def spied(thing: Any, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """What a method is called with meanwhile, by position; it still does what it does."""
    truly, calls = getattr(thing, name), []

    def spy(*told: Any, **more: Any) -> Any:
        calls.append((*told, *more.values()))
        return truly(*told, **more)

    setattr(thing, name, spy)
    try:
        yield calls
    finally:
        delattr(thing, name)
