"""How two masters differ: a number that can be worked out by hand, and a map that shows where."""

import hashlib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowfilm.media.difference import WHITE, difference, sample
from slowfilm.media.errors import MediaError
from slowfilm.media.master import MasterWriter


def master(
    path: Path, *changed: int, by: int = 0, size: tuple[int, int] = (64, 36)
) -> tuple[Path, str]:
    """24 grey frames; the left half of those numbered is brighter by so many of 1023."""
    width, height = size
    with MasterWriter(path, width=width, height=height, rate=Fraction(24), sound=False) as out:
        for number in range(24):
            rgb = np.full((height, width, 3), 300, np.uint16)
            if number in changed:
                rgb[:, : width // 2] += by
            out.frame(rgb)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_mean_over_pixels_channels_and_frames(tmp_path: Path) -> None:
    one = master(tmp_path / "a.avi")
    other = master(tmp_path / "b.avi", *range(24), by=102)
    found = difference(one, other, 24)
    assert found.distance == pytest.approx(102 / 1023 / 2, rel=1e-5)
    assert found.picture.shape == (36, 64)
    bright = round(102 / 1023 / WHITE * 255)
    assert set(np.unique(found.picture[:, :30])) == {bright}
    assert set(np.unique(found.picture[:, 34:])) == {0}


def test_equal_ones_do_not_differ_and_one_changed_frame_does(tmp_path: Path) -> None:
    one = master(tmp_path / "a.avi")
    assert difference(one, master(tmp_path / "b.avi"), 24).distance == 0
    seen = sample(24)[3]
    found = difference(one, master(tmp_path / "c.avi", seen, by=240), 24)
    assert found.distance == pytest.approx(240 / 1023 / 2 / 12, rel=1e-5)


def test_frames_are_sampled_evenly_and_each_once() -> None:
    assert sample(5) == [0, 1, 2, 3, 4]
    assert sample(24) == list(range(1, 24, 2))
    assert len(sample(360)) == 12 and max(sample(360)) < 360


def test_other_sizes_damage_and_a_wish_to_stop(tmp_path: Path) -> None:
    one = master(tmp_path / "a.avi")
    other = master(tmp_path / "b.avi", size=(32, 18))
    for second, stop, code in (
        (other, False, "unreadable"),
        ((one[0], "0" * 64), False, "damaged"),
        (one, True, "cancelled"),
    ):
        with pytest.raises(MediaError) as error:
            difference(one, second, 24, lambda stop=stop: stop)  # type: ignore[misc]
        assert error.value.code == code
