"""Models make only some sizes and lengths. An engine makes the next one and cuts it to the order.

Pure: sizes are (width, height) in pixels.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from slowfilm.engines.base import Size

SIZES = (
    (1280, 720),
    (1680, 720),
    (960, 720),
    (720, 720),
    (720, 960),
    (720, 1280),
    (1920, 1080),
    (640, 360),
)  # what an engine offers that draws every pixel itself
RATES = tuple(Fraction(rate) for rate in ("24", "24000/1001", "25", "30000/1001", "30"))


@dataclass(frozen=True, slots=True)
class Steps:
    """What a model makes: sides that are multiples of `side`; `every` × n + `rest` frames.

    Wan makes 4n + 1 frames, LTX 8n + 1, MiniMax H3 17n + 5. None is no limit.
    """

    side: int = 1
    every: int = 1
    rest: int = 0
    fewest: int = 1  # frames
    most: int | None = None  # frames
    pixels: int | None = None  # of one frame


@dataclass(frozen=True, slots=True)
class Fit:
    """What is made for an order, and how it is cut to it.

    `size` × `frames` is made; it is enlarged by `enlarged` (1 where the model reaches the order),
    then `left` and `top` pixels and all beyond the order go, and `trimmed` frames at the end.
    """

    size: Size
    frames: int
    enlarged: float
    left: int
    top: int
    trimmed: int
    order: Size

    def facts(self) -> dict[str, Any]:
        """What is to be said of it, in plain JSON; empty where exactly the order is made."""
        facts: dict[str, Any] = {}
        if self.size != self.order:
            facts["made_size"] = list(self.size)
        if self.enlarged != 1:
            facts["enlarged"] = round(self.enlarged, 3)
        if self.left or self.top:
            facts["cropped"] = [self.left, self.top]
        if self.trimmed:
            facts["made_frames"], facts["trimmed"] = self.frames, self.trimmed
        return facts


def fit(order: Size, frames: int, steps: Steps) -> Fit:
    """Plan the next valid size and length for an order.

    Raises ValueError where the model makes nothing so long, or nothing so small.
    """
    size = next_size(order, steps)
    enlarged = max(1.0, *(want / have for want, have in zip(order, size, strict=True)))
    grown = [round(side * enlarged) for side in size]
    length = next_length(frames, steps)
    return Fit(
        size=size,
        frames=length,
        enlarged=enlarged,
        left=max(0, (grown[0] - order[0]) // 2),
        top=max(0, (grown[1] - order[1]) // 2),
        trimmed=length - frames,
        order=order,
    )


def next_length(frames: int, steps: Steps) -> int:
    """The smallest length that is made and is no shorter. Raises ValueError if there is none."""
    target = max(frames, steps.fewest, 1)
    count = max(0, ceil((target - steps.rest) / steps.every))
    length = steps.every * count + steps.rest
    if length < 1:
        length += steps.every
    if steps.most is not None and length > steps.most:
        raise ValueError(f"{frames} frames: the longest is {steps.most}")
    return length


def next_size(order: Size, steps: Steps) -> Size:
    """The smallest size that is made and covers the order.

    Where that has too many pixels, the largest of about the order's shape; it is to be enlarged.
    Raises ValueError where not even one step fits.
    """
    width, height = (ceil(side / steps.side) * steps.side for side in order)
    if steps.pixels is None or width * height <= steps.pixels:
        return width, height
    shrunk = (steps.pixels / (order[0] * order[1])) ** 0.5
    width, height = (floor(side * shrunk / steps.side) * steps.side for side in order)
    if not width or not height:
        raise ValueError(f"{steps.pixels} pixels: less than one step of {steps.side}")
    return width, height
