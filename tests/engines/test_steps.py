"""The way gone, counted from the feet of a walker of whom only the body is followed."""

import numpy as np
import pytest

from slowfilm.engines.composite.steps import Steps

HEIGHT, PACE, STRIDE = 200.0, 24, 60.0  # pixels; pictures a step takes; pixels a step is long


@pytest.mark.parametrize("way", [1, -1])
def test_who_walks_on_the_spot_goes_as_far_as_their_steps(way: int) -> None:
    """Each foot in turn stays where it is in the world while the body goes on over it."""
    steps, chance = Steps(), np.random.default_rng(1)
    for index in range(6 * PACE):
        body = index * STRIDE / PACE
        feet = [foot(body, index + shift) for shift in (0, PACE)]
        seen = np.array([[way * (x - body) + 100, y] for x, y in feet], np.float32)
        steps.add(100.0, seen + chance.normal(0, 0.5, (2, 2)).astype(np.float32), HEIGHT)
    assert steps.gone == pytest.approx(way * 6 * STRIDE, rel=0.15)


def foot(body: float, index: int) -> tuple[float, float]:
    """Where a foot is in the world: down for one step, up and forward for the next."""
    share = index % (2 * PACE) / PACE
    if share < 1:
        return body - STRIDE * (share - 0.5), 300.0
    return body + STRIDE * (share - 1.5), 300.0 - 12 * float(np.sin(np.pi * (share - 1)))


def test_who_stands_goes_nowhere() -> None:
    steps, chance = Steps(), np.random.default_rng(2)
    for _ in range(100):
        feet = np.array([[95, 300], [105, 300]]) + chance.normal(0, 1, (2, 2))
        steps.add(100 + float(chance.normal(0, 1)), feet.astype(np.float32), HEIGHT)
    assert steps.gone == 0
