"""Masters composed into one: what needs no change is passed on as it is, the rest is drawn anew."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowfilm.media.edited import Picture, Shown, render
from slowfilm.media.errors import MediaError
from slowfilm.media.master import MasterWriter
from tests.media.barcode import draw, number, numbers
from tests.media.masters import Ffv1Writer, digest_of, opened

RATE, SIZE = Fraction(24), (160, 96)
Pictures = list[np.ndarray]


def master(
    path: Path, first: int, frames: int, size: tuple[int, int] = SIZE, writer: type = MasterWriter
) -> Iterator[Picture]:
    """Frames of a master that say `first` and on."""
    width, height = size
    with writer(path, width=width, height=height, rate=RATE, sound=False) as written:
        for index in range(first, first + frames):
            written.frame(draw(index, *size))
    digest = digest_of(path)
    return (Picture(path, digest, frame) for frame in range(frames))


def made(folder: Path, shown: list[Shown]) -> tuple[Pictures, list[int]]:
    """The pictures of the master that is rendered, and what those of its proxy say."""
    files = render(folder, shown, [], rate=RATE, size=SIZE)
    with opened(files["master"]) as written:
        return list(written.frames()), numbers(files["proxy"])


def says(picture: np.ndarray) -> int:
    return number((picture[..., 1] >> 2).astype(np.uint8))


def exact(index: int) -> np.ndarray:
    """As a writer makes it of 8 bits."""
    codes = draw(index, *SIZE).astype(np.uint16)
    return (codes << 2) | (codes >> 6)


def test_each_picture_is_passed_on_exactly_as_often_as_it_is_shown(tmp_path: Path) -> None:
    one = list(master(tmp_path / "one.avi", 0, 6))
    old = list(master(tmp_path / "old.mkv", 100, 4, writer=Ffv1Writer))
    order = [one[0], one[0], one[1], one[1], old[2], old[3], old[3], one[4], one[5], one[1]]
    shown, proxy = made(tmp_path, [Shown(each) for each in order])
    wanted = [0, 0, 1, 1, 102, 103, 103, 4, 5, 1]
    assert all(
        np.array_equal(picture, exact(each)) for picture, each in zip(shown, wanted, strict=True)
    )
    assert proxy == wanted


def test_what_is_mixed_or_darkened_leaves_its_sources_as_they_are(tmp_path: Path) -> None:
    one = list(master(tmp_path / "one.avi", 0, 3))
    other = list(master(tmp_path / "other.avi", 64, 3))
    mixed, dark = Shown(other[0], one[1], 0.25), Shown(other[0], light=0.5)
    shown, _ = made(tmp_path, [Shown(one[1]), mixed, mixed, dark, Shown(other[0]), Shown(other[1])])
    over, under = np.int32(exact(64)), np.int32(exact(1))
    for picture in shown[1:3]:
        assert np.abs(picture - np.rint(0.25 * over + 0.75 * under)).max() <= 1
    assert np.abs(shown[3] - np.rint(over / 2)).max() <= 1
    assert [says(shown[place]) for place in (0, 4, 5)] == [1, 64, 65]
    assert np.array_equal(shown[4], exact(64))


def test_another_size_is_fitted_between_bars_and_mixed_so(tmp_path: Path) -> None:
    whole = list(master(tmp_path / "whole.avi", 0, 4))
    square = list(master(tmp_path / "square.avi", 64, 4, (96, 96)))
    larger = list(master(tmp_path / "larger.avi", 128, 2, (320, 192)))
    shown, proxy = made(
        tmp_path,
        [Shown(square[1]), Shown(square[2], whole[0], 0.5), Shown(larger[1]), Shown(whole[3])],
    )
    bars = np.ones(SIZE[0], bool)
    bars[32:128] = False
    assert says(shown[0][:, 32:128]) == 65 and not shown[0][:, bars].any()
    assert np.abs(shown[1][:, bars] - np.rint(exact(0)[:, bars] / 2)).max() <= 1
    assert [says(each) for each in shown[2:]] == [129, 3] and proxy[2:] == [129, 3]


def test_a_changed_master_is_not_rendered(tmp_path: Path) -> None:
    (first, *_) = master(tmp_path / "one.avi", 0, 3)
    changed = Picture(first.path, "0" * 64, 0)
    with pytest.raises(MediaError, match="damaged"):
        render(tmp_path, [Shown(changed)], [], rate=RATE, size=SIZE)
