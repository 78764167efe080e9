"""That nothing of what is guarded is in what is made: scrambled, it makes the same bits."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from slowfilm.media import abstraction, looks, masks
from slowfilm.media.derive import task as task_of
from slowfilm.media.guards import Dab, Guard, Key
from slowfilm.media.master import MasterWriter
from slowfilm.media.room_tone import MARGIN, toned
from slowfilm.media.surroundings import Surroundings

WIDTH, HEIGHT, FRAMES = 256, 144, 5
FACE = Guard(of="face", keys=(Key(left=0.3, top=0.3, width=0.1, height=0.2),
                              Key(frame=4, left=0.4, top=0.3, width=0.1, height=0.2)))  # fmt: skip
PLACE = Guard(of="place", dabs=(Dab(radius=0.08, points=((0.75, 0.4), (0.8, 0.7))),))
GUARDS = [FACE, PLACE]
Pixels = NDArray[np.uint8]
Alter = Callable[[Pixels, NDArray[np.bool_]], Pixels]


def _picture(index: int = 0) -> Pixels:
    """A picture with detail everywhere, that moves."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    made = np.stack([x + 9 * index, 2 * y + 5 * index, (x * y) // 40], axis=2) % 200
    return (made + np.random.default_rng(index).integers(0, 40, made.shape)).astype(np.uint8)


def _scrambled(picture: Pixels, guard: NDArray[np.bool_]) -> Pixels:
    made = picture.copy()
    made[guard] = np.random.default_rng(7).integers(0, 256, (int(guard.sum()), 3))
    return made


def _mask(frame: int) -> NDArray[np.bool_]:
    made = [masks.mask(guard, frame, WIDTH, HEIGHT) for guard in GUARDS]
    return np.logical_or.reduce(made)


def _sound(scrambled: bool) -> NDArray[np.float32]:
    rng = np.random.default_rng(3)
    made = rng.normal(0, 0.01, (2, 48000 * FRAMES // 5)).astype(np.float32)
    if scrambled:
        made[:, 19200:28800] = rng.uniform(-1, 1, (2, 9600))
    return made


def _clip(path: Path, *, scrambled: bool) -> Path:
    """A clip without loss, in which only what is guarded differs."""
    with MasterWriter(path, width=WIDTH, height=HEIGHT, rate=Fraction(5), sound=True) as writer:
        for index in range(FRAMES):
            picture = _picture(index)
            writer.frame(_scrambled(picture, _mask(index)) if scrambled else picture)
        writer.sound(_sound(scrambled))
    return path


def _abstracted(path: Path, folder: Path, look: str = "curtain") -> bytes:
    folder.mkdir()
    guards = [guard.model_dump(mode="json") for guard in GUARDS]
    request = {"path": str(path), "folder": str(folder), "guards": guards,
               "spans": [[0.45, 0.55]], "look": look, "seed": 4}  # fmt: skip
    made = task_of("abstract")(json.loads(json.dumps(request)), lambda share: None)
    return (folder / made["name"]).read_bytes()


@pytest.mark.slow
def test_a_clip_scrambled_where_it_is_guarded_gives_the_same_file(tmp_path: Path) -> None:
    told, other = (
        _abstracted(_clip(tmp_path / f"{name}.avi", scrambled=name == "b"), tmp_path / name)
        for name in "ab"
    )
    assert told == other


@pytest.mark.parametrize("look", looks.LOOKS)
def test_a_still_scrambled_where_it_is_guarded_gives_the_same_file(
    tmp_path: Path, look: str
) -> None:
    made = []
    for name, change in (("a", lambda picture, guard: picture), ("b", _scrambled)):
        path = tmp_path / f"{name}.png"
        Image.fromarray(change(_picture(), _mask(0))).save(path)
        made.append(_abstracted(path, tmp_path / name, look))
    assert made[0] == made[1]


def test_a_blur_of_the_original_would_be_found() -> None:
    """The same question, put to a blur and to a mosaic."""
    guard = _mask(0)

    def blurred(picture: Pixels) -> Pixels:
        soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 12))
        return np.where(guard[..., None], soft, picture)

    def mosaic(picture: Pixels) -> Pixels:
        few = cv2.resize(picture, (16, 9), interpolation=cv2.INTER_AREA)
        whole = np.asarray(cv2.resize(few, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST))
        return np.where(guard[..., None], whole, picture)

    for hide in (blurred, mosaic):
        assert (hide(_picture()) != hide(_scrambled(_picture(), guard))).any()


def _made(guards: list[Guard], look: looks.Look = "curtain") -> abstraction.Abstraction:
    around = Surroundings(WIDTH, HEIGHT)
    for index in range(FRAMES):
        around.add(_picture(index), _mask(index), 255)
    return abstraction.Abstraction(guards, around, (WIDTH, HEIGHT), look=look, seed=2)


def test_a_field_is_still_while_the_picture_moves() -> None:
    lit, guard = _made([PLACE]), masks.mask(PLACE, 0, WIDTH, HEIGHT)
    first, *others = (lit.frame(_picture(index), index)[guard] for index in range(FRAMES))
    assert all((other == first).all() for other in others)


def test_a_field_goes_where_its_guard_goes() -> None:
    lit = _made([FACE])
    first, last = (lit.frame(_picture(1), index).astype(int) for index in (0, 4))
    way = round(0.1 * WIDTH)
    x, y = round(0.35 * WIDTH), round(0.4 * HEIGHT)
    before = first[y - 8 : y + 8, x - 8 : x + 8]
    after = last[y - 8 : y + 8, x + way - 8 : x + way + 8]
    assert np.abs(before.mean((0, 1)) - after.mean((0, 1))).max() < 2


def test_a_guard_that_leaves_the_picture_is_no_fault() -> None:
    keys = [
        Key(frame=at, left=to, top=0.3, width=0.2, height=0.3) for at, to in ((0, 0.8), (4, 1.5))
    ]
    away = Guard(of="body", keys=tuple(keys))
    lit = _made([away])
    assert (lit.frame(_picture(4), 4) == _picture(4)).all()
    assert (lit.frame(_picture(0), 0) != _picture(0)).any()


def test_what_is_far_from_every_guard_stays_as_it_is() -> None:
    picture = np.zeros((600, 900, 3), np.uint8) + np.uint8(90)
    guard = Guard(of="face", keys=(Key(left=0.1, top=0.2, width=0.05, height=0.1),))
    made = abstraction.still(picture, [guard], look="haze", seed=1)
    assert (made[:, 450:] == picture[:, 450:]).all()
    assert (made != picture).any()


@pytest.mark.parametrize("look", looks.LOOKS)
def test_colours_come_from_outside(look: looks.Look) -> None:
    """A red house under a blue sky leaves no red."""
    picture = np.zeros((180, 320, 3), np.uint8) + np.array([40, 70, 130], np.uint8)
    picture[60:120, 100:220] = (220, 20, 10)
    guard = Guard(of="place", keys=(Key(left=0.3, top=0.3, width=0.4, height=0.4),))
    made = abstraction.still(picture, [guard], look=look, seed=1).astype(int)
    assert (made[..., 0] <= made[..., 2] + 2).all()


def test_where_everything_is_guarded_no_pixel_is_known() -> None:
    whole = [Guard(of="place")]
    one = abstraction.still(_picture(0), whole, look="water", seed=5)
    other = abstraction.still(_picture(3), whole, look="water", seed=5)
    assert (one == other).all()
    assert one.std() > 4


def test_nothing_bands() -> None:
    """Along a row of a dark picture no code stands for long."""
    picture = np.zeros((300, 500, 3), np.uint8) + np.uint8(30)
    made = abstraction.still(picture, [Guard(of="place")], look="haze", seed=1)[..., 1]
    same = (np.diff(made.astype(int), axis=1) == 0).astype(int)
    longest = 0
    for row in same:
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        longest = max(longest, int((edges[1::2] - edges[::2]).max(initial=0)))
    assert longest < 24


def test_room_tone_is_as_loud_and_as_dark_as_the_room() -> None:
    rng = np.random.default_rng(1)
    kernel = np.exp(-np.arange(200) / 30)
    room = np.stack([np.convolve(rng.normal(0, 1e-3, 144000), kernel, "same") for _ in "lr"])
    spoken = room.astype(np.float32)
    spoken[:, 60000:84000] += np.sin(np.arange(24000) * 0.05).astype(np.float32) * 0.5
    made = toned(spoken, [(1.25, 1.75)], 3)
    inside, outside = made[:, 62000:82000], room[:, 5000:50000]
    assert 0.7 < inside.std() / outside.std() < 1.3
    dark = np.diff(outside).std() / outside.std()
    assert 0.7 * dark < np.diff(inside).std() / inside.std() < 1.3 * dark
    before = round((1.25 - MARGIN) * 48000)
    assert (made[:, : before - 12000] == spoken[:, : before - 12000]).all()
