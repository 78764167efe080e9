"""How the camera moves over a still: slowly, with a reason, and never in steps of a pixel.

A view is what the camera sees of a picture, in the picture's own measure: centre `x`, `y` in
0..1 and `reach`, the share of the widest possible view that is seen (1 all of it, less closer).
"""

import math
from dataclasses import dataclass

import numpy as np

Direction = tuple[float, float]
Size = tuple[int, int]
Box = tuple[float, float, float, float]

# Closest and widest reach, and drift in frame widths a second, by what the picture is there for.
_MANNERS: dict[str, tuple[float, float, float]] = {
    "subject": (0.76, 0.86, 0.008),
    "place": (0.90, 1.00, 0.020),
    "motion": (0.84, 0.96, 0.024),
}
_TALL = 0.6  # how far a tall subject's closest reach is drawn back to the whole width
_HEADROOM = 0.1  # of what cannot be seen of a tall subject, the share that is left above


@dataclass(frozen=True, slots=True)
class View:
    """What is seen of a picture at one moment."""

    x: float
    y: float
    reach: float


WHOLE = View(0.5, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Move:
    """From one view to another and, where a still must be met on the way, through the whole."""

    start: View
    end: View
    whole_at: float | None = None

    def kept(self, size: Size, aspect: float) -> "Move":
        """Return the same move with both ends inside a picture of `size`.

        What lies between is then inside too, so the camera is never stopped by an edge.
        """
        return Move(_kept(self.start, size, aspect), _kept(self.end, size, aspect), self.whole_at)

    def view(self, time: float) -> View:
        """Return the view at `time`, 0 the passage's first frame and 1 its last."""
        if self.whole_at is None:
            return _between(self.start, self.end, _eased(time))
        if time <= self.whole_at:
            way = 1 - time / self.whole_at if self.whole_at else 0.0
            return _between(WHOLE, self.start, _eased_in(way))
        return _between(WHOLE, self.end, _eased_in((time - self.whole_at) / (1 - self.whole_at)))


def _eased(time: float) -> float:
    """Half steady drift, half ease: at rest nowhere, hurried nowhere."""
    return 0.5 * time + 0.5 * time * time * (3 - 2 * time)


def _eased_in(time: float) -> float:
    return time * time * (2 - time)


def _between(start: View, end: View, share: float) -> View:
    """Blend two views; reach by its ratio, so that a push-in keeps one speed to the eye."""
    reach = start.reach * (end.reach / start.reach) ** share
    return View(
        start.x + (end.x - start.x) * share,
        start.y + (end.y - start.y) * share,
        reach,
    )


def choose(
    role: str,
    seconds: float,
    interest: Direction,
    lead: Direction | None,
    chance: list[int],
    height_seen: float = 1.0,
) -> Move:
    """Choose a move for a picture seen for `seconds`.

    `interest` is where the picture holds most detail (0..1), `lead` a direction the camera
    references ask for (length 1), `chance` the seed and the picture's place in the row;
    `height_seen` is how much of the picture's height the widest view takes in.
    """
    close, wide, drift = _MANNERS.get(role, _MANNERS["place"])
    x, y = 0.5 + 0.6 * (interest[0] - 0.5), 0.5 + 0.6 * (interest[1] - 0.5)
    if role == "subject" and height_seen < 1:
        # A frame less tall than the portrait must not cut off its head: near the upper edge, and
        # no closer than it has to be.
        close, wide = close + (1 - close) * _TALL, 1.0
        y = height_seen / 2 + _HEADROOM * (1 - height_seen)
    draw = np.random.default_rng(chance)
    angle = draw.uniform(-0.35, 0.35) + (math.pi if draw.random() < 0.5 else 0.0)
    across, down = lead or (math.cos(angle), math.sin(angle))
    inward = role == "subject" or draw.random() < 0.6
    travel = min(drift * seconds, 0.12)
    gentle = wide * (close / wide) ** min(1.0, seconds / 5)
    near = View(x + across * travel / 2, y + down * travel / 2, gentle)
    far = View(x - across * travel / 2, y - down * travel / 2, wide)
    if inward:
        return Move(far, near)
    # Drawing back, the eye still travels the way the camera references ask for.
    return Move(View(far.x, far.y, near.reach), View(near.x, near.y, far.reach))


def through(seconds: float, whole_at: float, chance: list[int]) -> Move:
    """Choose a move that shows the whole still at `whole_at` (0..1) and is a little closer else."""
    draw = np.random.default_rng(chance)
    reach = 1 - min(0.012 * seconds, 0.06)
    spread = (1 - reach) / 2
    aim = View(0.5 + draw.uniform(-spread, spread), 0.5 + draw.uniform(-spread, spread), reach)
    return Move(aim, aim, whole_at)


def box(view: View, size: Size, aspect: float) -> Box:
    """Turn a view into left, top, right, bottom in pixels of a picture of `size`."""
    width, height = size
    seen_w, seen_h = _seen(view, size, aspect)
    left = min(max(view.x * width - seen_w / 2, 0.0), width - seen_w)
    top = min(max(view.y * height - seen_h / 2, 0.0), height - seen_h)
    return left, top, left + seen_w, top + seen_h


def height_seen(size: Size, aspect: float) -> float:
    """The share of a picture's height that the widest possible view takes in."""
    return _seen(WHOLE, size, aspect)[1] / size[1]


def _seen(view: View, size: Size, aspect: float) -> tuple[float, float]:
    full = min(float(size[0]), size[1] * aspect)
    return full * view.reach, full / aspect * view.reach


def _kept(view: View, size: Size, aspect: float) -> View:
    left, top, right, bottom = box(view, size, aspect)
    return View((left + right) / 2 / size[0], (top + bottom) / 2 / size[1], view.reach)
