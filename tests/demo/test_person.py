"""The drawn man of the demo film: he walks, he listens, and his wall stands still."""

from itertools import islice

import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.demo import scenery as street
from slowfilm.demo.scenery import broadcast

Pixels = NDArray[np.float64]


def shown(name: str, *numbers: int) -> list[Pixels]:
    """Some frames of a clip, without its grain."""
    wanted = islice(street.clip(name), max(numbers) + 1)
    kept = [frame.astype(float) for n, frame in enumerate(wanted) if n in numbers]
    rows, columns = (length // 4 * 4 for length in kept[0].shape[:2])
    return [
        frame[:rows, :columns].reshape(rows // 4, 4, columns // 4, 4, 3).mean(axis=(1, 3))
        for frame in kept
    ]


def place(frame: Pixels) -> tuple[float, int]:
    """Across where what is not wall stands, and the row of its foot, in blocks of 4 pixels."""
    wall = np.median(frame, axis=1, keepdims=True)
    there = np.abs(frame - wall).max(axis=2) > 25
    rows, columns = np.nonzero(there)
    return float(columns.mean()), int(rows.max())


@pytest.mark.slow
def test_he_of_1998_walks_to_the_right_and_is_drawn_twelve_times_a_second() -> None:
    first, same, later = shown("self-1998", 0, 1, 40)
    assert np.abs(first - same).max() < 6, "two frames show one drawing, and other grain"
    (x, foot), (later_x, later_foot) = place(first), place(later)
    assert later_x > x + 15
    assert foot < later_foot < later.shape[0] - 2, "he comes nearer, and his feet stay in sight"


@pytest.mark.slow
def test_he_of_today_turns_his_head_and_nothing_else() -> None:
    first, later = shown("self-now", 0, 100)
    change = np.abs(first - later).max(axis=2)
    assert change[:40].max() > 60
    assert change[80:].max() < 6


@pytest.mark.slow
def test_the_broadcast_goes_from_night_to_day() -> None:
    cut = round(broadcast.CUT * 24)
    night, day = shown("broadcast-1997", cut - 1, cut + 1)
    assert day.mean() > 1.25 * night.mean()


def test_the_two_voices_murmur_for_as_long_as_a_line_and_lie_apart() -> None:
    high = []
    for name in ("line-1998", "line-now"):
        made = street.sound(name)
        assert 1.5 < made.shape[1] / 48000 < 2.2
        power = np.square(np.abs(np.fft.rfft(made[0], 2 * made.shape[1])))
        alike = np.fft.irfft(power)[48000 // 260 : 48000 // 75]  # with itself, so much later
        high.append(48000 / (48000 // 260 + int(np.argmax(alike))))
    assert high[0] > 1.4 * high[1]
