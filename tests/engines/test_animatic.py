"""What the animatic shows and sounds like."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.engines.animatic import sound
from slowfilm.engines.animatic.camera import Move, View, box, choose, height_seen
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.animatic.lead import direction
from slowfilm.engines.animatic.picture import Picture
from slowfilm.engines.base import Line, Request
from slowfilm.engines.shared import light
from slowfilm.engines.shared.loudness import CEILING, levelled, limited, loudness
from tests.engines import material
from tests.engines.material import cited, clip, picture, scene, tone

UNMARKED = slice(0, 300)  # rows above the burnt-in mark, of 360
asking = partial(material.asking, frames=96)


def some(request: Request, *wanted: int) -> Iterator[NDArray[np.uint16]]:
    film = Film(request)
    for index, frame in enumerate(film.frames()):
        if index in wanted:
            yield frame
        if index == max(wanted):
            break
    film.close()


def widened(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    wide = pixels.astype(np.uint16)
    return (wide << 2 | wide >> 6).astype(np.uint16)


@pytest.mark.slow
def test_first_last_and_key_frames_are_shown_code_for_code(tmp_path: Path) -> None:
    first, key, last = (scene(640, 360, seed) for seed in (1, 2, 3))
    one = picture(tmp_path / "1.png", first)
    other = picture(tmp_path / "3.png", last)
    request = asking(
        cited(1, "picture", "first-frame", one),
        cited(2, "picture", "place", picture(tmp_path / "p.png", scene(900, 700, 5))),
        cited(3, "picture", "style", picture(tmp_path / "s.png", scene(64, 36, 6))),
        cited(4, "picture", "last-frame", other),
        cited(5, "picture", "keyframe", picture(tmp_path / "2.png", key), frame=50),
    )
    shown = list(some(request, 0, 50, 95))
    for frame, meant in zip(shown, (first, key, last), strict=True):
        assert np.array_equal(frame[UNMARKED], widened(meant)[UNMARKED])


def test_a_still_of_another_shape_is_met_whole(tmp_path: Path) -> None:
    upright = np.full((600, 300, 3), 200, np.uint8)
    still = cited(1, "picture", "first-frame", picture(tmp_path / "a.png", upright))
    (frame,) = some(asking(still), 0)
    bright = frame[180, :, 0] > 500
    assert bright.sum() == 180  # 360 high, so 180 wide, with nothing cut away
    assert bright[230:410].all()


@pytest.mark.slow
def test_every_frame_is_marked_in_its_lower_left(tmp_path: Path) -> None:
    grey = picture(tmp_path / "a.png", np.full((400, 700, 3), 120, np.uint8))
    for request in (asking(cited(1, "picture", "place", grey)), asking()):
        (frame,) = some(request, 3)
        corner, opposite = frame[330:, :200, 1], frame[330:, 440:, 1]
        assert np.ptp(corner.astype(int)) > 300
        assert np.ptp(opposite.astype(int)) < 60


@pytest.mark.slow
def test_the_camera_moves_by_fractions_of_a_pixel_and_never_jumps(tmp_path: Path) -> None:
    """A soft spot followed through the shot goes on every frame, evenly."""
    y, x = np.mgrid[0:500, 0:900]
    spot = 60 + 150 * np.exp(-((x - 450) ** 2 + (y - 250) ** 2) / (2 * 30**2))
    still = picture(tmp_path / "a.png", np.repeat(spot[..., None], 3, 2).astype(np.uint8))
    film = Film(asking(cited(1, "picture", "place", still)))
    places, columns = [], np.arange(640)
    for frame in film.frames():
        row = np.clip(frame[:300, :, 1].astype(float).sum(axis=0) - 300 * 330, 0, None)
        places.append(float((row * columns).sum() / row.sum()))
    film.close()
    steps = np.diff(places)
    assert np.all(np.sign(steps) == np.sign(steps[0]))
    assert np.abs(steps).max() < 1.5
    assert np.abs(np.diff(steps)).max() < 0.04


@pytest.mark.slow
def test_a_clip_is_cut_in_at_right_speed_from_its_span(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 5, size=(640, 360), drift=4)
    request = asking(cited(1, "video", "motion", path, span=(0.5, 4.5)))
    wide = scene(640 + 4 * 120, 360, seed=9)[UNMARKED].astype(float).mean(axis=(0, 2))
    for index, frame in zip((0, 24, 95), some(request, 0, 24, 95), strict=True):
        seen = frame[UNMARKED].astype(float).mean(axis=(0, 2)) / 4
        misses = [np.abs(wide[left : left + 640] - seen).mean() for left in range(480)]
        assert int(np.argmin(misses)) == 4 * (12 + index)


@pytest.mark.parametrize("drift", [3, -3])
def test_a_camera_clip_leads_the_way_it_was_panned(tmp_path: Path, drift: int) -> None:
    path = clip(tmp_path / "a.mp4", 3, drift=drift)
    led = direction(cited(1, "video", "camera", path))
    assert led is not None
    assert led[0] * np.sign(drift) > 0.95
    move = choose("place", 4, (0.5, 0.5), led, [1, 0])
    assert (move.end.x - move.start.x) * drift > 0


@pytest.mark.parametrize("size", [(512, 512), (400, 600), (480, 360), (1080, 1920)])
@pytest.mark.parametrize("aspect", [16 / 9, 21 / 9])
def test_a_portrait_keeps_its_head(size: tuple[int, int], aspect: float) -> None:
    """Whatever draws the eye further down: the upper quarter is seen, all the time."""
    for chance in range(8):
        seen = height_seen(size, aspect)
        assert seen < 1
        move = choose("subject", 5, (0.5, 0.8), None, [chance, 0], seen).kept(size, aspect)
        for step in range(11):
            _, top, _, bottom = box(move.view(step / 10), size, aspect)
            assert top < 0.15 * size[1]
            assert bottom - top > 0.85 * seen * size[1]


@pytest.mark.parametrize("size", [(900, 500), (300, 900), (4000, 700)])
def test_no_move_is_stopped_by_an_edge(size: tuple[int, int]) -> None:
    corner = Move(View(0.0, 1.0, 0.8), View(1.0, 0.0, 1.0)).kept(size, 16 / 9)
    for step in range(101):
        view = corner.view(step / 100)
        left, top, right, bottom = box(view, size, 16 / 9)
        assert left >= 0 and top >= 0 and right <= size[0] + 1e-6 and bottom <= size[1] + 1e-6
        assert (left + right) / 2 == pytest.approx(view.x * size[0], abs=1e-6)
        assert (right - left) / (bottom - top) == pytest.approx(16 / 9)


@pytest.mark.slow
def test_a_plate_is_seen_around_what_stands_before_it(tmp_path: Path) -> None:
    red = np.zeros((360, 640, 3), np.uint8) + np.array([180, 20, 20], np.uint8)
    blue = np.zeros((360, 640, 3), np.uint8) + np.array([20, 20, 180], np.uint8)
    request = asking(
        cited(1, "picture", "plate", picture(tmp_path / "r.png", red)),
        cited(2, "picture", "subject", picture(tmp_path / "b.png", blue)),
    )
    (frame,) = some(request, 40)
    assert frame[5, 635, 0] > frame[5, 635, 2] * 3
    assert frame[180, 320, 2] > frame[180, 320, 0] * 3


@pytest.mark.slow
def test_a_style_tints_gently_and_not_itself_shown(tmp_path: Path) -> None:
    grey = picture(tmp_path / "g.png", np.full((360, 640, 3), 120, np.uint8))
    warm = np.zeros((60, 90, 3), np.uint8) + np.array([220, 130, 60], np.uint8)
    plain = cited(1, "picture", "place", grey)
    style = cited(2, "picture", "style", picture(tmp_path / "w.png", warm))
    (tinted,) = some(asking(plain, style), 10)
    red, green, blue = tinted[100, 320].astype(float)
    assert 1.02 < red / blue < 1.5
    assert green == pytest.approx(120 * 4, rel=0.12)


def test_root_light_gives_every_code_back() -> None:
    codes = np.arange(1024, dtype=np.uint16).reshape(1, 1, -1).repeat(3, axis=0)
    assert np.array_equal(light.to_codes(light.from_codes(codes)), codes.transpose(1, 2, 0))


def test_a_dissolve_adds_light_and_not_codes() -> None:
    black, white = np.zeros((3, 1, 1), np.float32), np.ones((3, 1, 1), np.float32)
    code = 1.055 * 0.5 ** (1 / 2.4) - 0.055  # of half the light, in sRGB
    half = light.to_codes(light.mixed(black, white, 0.5))
    assert int(half[0, 0, 0]) == pytest.approx(code * 1023, abs=1)


@pytest.mark.slow
def test_large_pictures_are_held_small(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png", scene(2000, 1500))
    held = Picture(path, (640, 360), whole=False).image.size
    assert held[0] <= 640 / 0.76 + 2


def test_voice_stands_over_an_ambience_that_gives_way(tmp_path: Path) -> None:
    request = asking(
        cited(1, "sound", "voice", tone(tmp_path / "v.wav", 1.2, 400)),
        cited(2, "sound", "ambience", tone(tmp_path / "a.wav", 1.7, 3000, loud=0.2)),
    )
    mixed, heard = sound.mix(request)
    assert mixed is not None and mixed.shape == (2, 4 * 48000)
    assert heard == {"@Audio1", "@Audio2"}
    assert level(mixed, 0.6, 400) > 2 * level(mixed, 0.6, 3000)
    assert level(mixed, 0.6, 3000) < 0.75 * level(mixed, 3.0, 3000)
    assert level(mixed, 3.0, 400) < 0.01 * level(mixed, 0.6, 400)
    assert loudness(mixed) == pytest.approx(sound.LEVEL, abs=0.7)
    assert float(np.abs(mixed).max()) <= CEILING + 1e-4


def level(samples: NDArray[np.float32], at: float, hertz: float) -> float:
    """How strong one frequency is in the half second from `at`."""
    part = samples[0, round(at * 48000) : round((at + 0.5) * 48000)]
    turn = np.exp(-2j * np.pi * hertz * np.arange(part.size) / 48000)
    return float(np.abs((part * turn).mean()))


def test_a_take_is_heard_at_its_line_and_nowhere_else(tmp_path: Path) -> None:
    take = tone(tmp_path / "take.wav", 2, 300)
    lines = (
        Line("林遥（1998）", "落雨咯。", pause=0.5, take=take, span=(0.5, 1.5)),
        Line("林遥（2024）", "着。", pause=1.0),
        Line("林遥（1998）", "再来。", take=take, span=(0.0, 2.0)),
    )
    request = asking(lines=lines)
    mixed, heard = sound.mix(request)
    assert mixed is not None and heard == set()
    loud = np.abs(mixed).max(axis=0)
    at = [round(moment * 48000) for moment in (0.45, 0.6, 1.4, 1.6, 3.4, 3.6)]
    assert [bool(loud[moment : moment + 960].max() > 0.01) for moment in at] == [
        *(False, True, True, False),
        *(False, True),
    ]
    assert mixed.shape[1] == round(request.seconds * 48000)


def test_loudness_of_the_standards_own_tone() -> None:
    """EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS measures -23 LUFS."""
    time = np.arange(5 * 48000) / 48000
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * time)).astype(np.float32)
    assert loudness(np.stack([sine, sine])) == pytest.approx(-23, abs=0.1)


def test_peaks_are_held_without_touching_what_is_far_from_them() -> None:
    quiet = np.full((2, 48000), 0.1, np.float32)
    quiet[:, 24000] = 3.0
    held = limited(quiet)
    assert float(np.abs(held).max()) <= CEILING + 1e-4
    assert np.array_equal(held[:, :20000], quiet[:, :20000])


def test_silence_stays_silence() -> None:
    silent = np.zeros((2, 48000), np.float32)
    assert not levelled(silent, -18).any()
