"""What composite shows, sounds like and tells, with people of our own code."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from slowfilm.engines import composite
from slowfilm.engines.base import Failed, Input, Level, Line, Request, Result
from slowfilm.engines.composite import before, lights, shot, sound, street
from slowfilm.engines.composite.guess import guess
from slowfilm.engines.composite.plate import read_still
from slowfilm.engines.layout import Figure, Lamp, Layout, Occluder
from slowfilm.media.light.mattes import Mattes
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.engines.material import cited, clip, person, picture, scene, tone, walk

RATE = Fraction(24)
SCREEN = ((0.74, 0.42), (0.86, 0.42), (0.86, 0.6), (0.74, 0.6))  # of `night`
Codes = NDArray[np.uint16]


@pytest.fixture(scope="module")
def plate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture(tmp_path_factory.mktemp("plate") / "street.png", night())


@pytest.fixture(scope="module")
def someone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture(tmp_path_factory.mktemp("someone") / "person.png", person(240))


def night(width: int = 640, height: int = 360) -> NDArray[np.uint8]:
    """A dark street to (0.5, 0.45), a lamp on its left, a blue screen on its right."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = x / width - 0.5, y / height - 0.45
    wall = np.abs(across) > np.abs(down) * 0.9
    lines = np.sin(
        np.where(wall, down / (np.abs(across) + 1e-3), across / (np.abs(down) + 1e-3)) * 14
    )
    light = 0.02 + 0.05 * (lines > 0) + 0.02 * (down > 0)
    colour = np.dstack([light * 0.9, light, light * 1.15])
    colour += np.random.default_rng(3).normal(0, 0.002, (height, width, 1))
    lamp = np.hypot(x - 0.22 * width, y - 0.2 * height) < 0.03 * height
    colour[lamp] = [1.0, 0.8, 0.5]
    colour[
        round(0.42 * height) : round(0.6 * height), round(0.74 * width) : round(0.86 * width)
    ] = [
        0.35,
        0.45,
        0.6,
    ]
    return (np.clip(colour, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def asked(*inputs: Input, **more: Any) -> Request:
    fields: dict[str, Any] = {
        "prompt": "Two selves.",
        "width": 640,
        "height": 360,
        "rate": RATE,
        "frames": 24,
        "seed": 3,
        "inputs": inputs,
    }
    return Request(**{**fields, **more})


def frames(request: Request, *wanted: int) -> Iterator[Codes]:
    seen = shot.Shot(request)
    for index, frame in enumerate(seen.frames()):
        if index in wanted:
            yield frame
        if index == max(wanted):
            break
    seen.close()


def ran(request: Request, folder: Path) -> Result:
    folder.mkdir(exist_ok=True)
    return composite.create().generate(request, folder / MASTER, lambda share: None, lambda: False)


def on(plate: Path, *inputs: Input, **more: Any) -> Request:
    return asked(cited(1, "picture", "plate", plate), *inputs, **more)


# ── what is guessed of a plate ──


def test_a_streets_vanishing_point_lamp_and_screen_are_found(plate: Path) -> None:
    seen = read_still(plate)
    point, quad = street.vanishing(seen), lights.screen(seen)
    assert point is not None and quad is not None
    assert np.hypot(point[0] - 0.5, point[1] - 0.45) < 0.03
    assert (
        np.abs(np.array(quad) - [(0.74, 0.42), (0.86, 0.42), (0.86, 0.6), (0.74, 0.6)]).max() < 0.02
    )
    (lamp,) = lights.lamps(seen, quad)
    assert np.hypot(lamp.at[0] - 0.22, lamp.at[1] - 0.2) < 0.01
    assert lamp.colour[0] > lamp.colour[2]


@pytest.mark.slow
def test_a_plate_without_street_lamp_or_screen_is_taken_for_flat(
    someone: Path, tmp_path: Path
) -> None:
    wall = picture(tmp_path / "wall.png", scene(640, 360, 8))
    request = on(wall, cited(2, "picture", "subject", someone))
    layout = guess(request)
    assert layout.vanishing is None and layout.screen is None and layout.lamps == ()
    (frame,) = frames(request, 3)
    assert frame.shape == (360, 640, 3)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(360, 640), (480, 360)])
def test_upright_and_square_plates_fill_the_frame_and_feet_stay_in_it(
    size: tuple[int, int], someone: Path, tmp_path: Path
) -> None:
    upright = picture(tmp_path / "p.png", night(*size))
    request = on(upright, cited(2, "picture", "subject", someone))
    made = ran(request, tmp_path / "made")
    about = probe(made.master)
    assert (about.width, about.height, about.frames) == (640, 360, 24)
    left, top, right, bottom = made.facts["seen"]
    assert (right - left) / (bottom - top) * size[0] / size[1] == pytest.approx(16 / 9, rel=0.02)
    (figure,) = made.facts["layout"]["figures"]
    assert left < figure["foot"][0] < right
    assert top + 0.5 * (bottom - top) < figure["foot"][1] < bottom


@pytest.mark.slow
def test_two_people_stand_apart_and_look_at_each_other(plate: Path, tmp_path: Path) -> None:
    pair = [
        cited(n, "picture", "subject", picture(tmp_path / f"{n}.png", person(240, turn=turn)))
        for n, turn in ((2, -1.0), (3, -1.0))
    ]
    one, other = guess(on(plate, *pair)).figures
    assert other.foot[0] - one.foot[0] > 0.2
    assert one.mirrored and not other.mirrored  # both looked left; the left one must look right


def test_what_hands_set_is_kept_and_the_rest_is_guessed(plate: Path, someone: Path) -> None:
    pair = [cited(n, "picture", "subject", someone) for n in (2, 3)]
    set_by_hand = Figure("@Image3", (0.8, 0.9), 0.4, mirrored=True)
    layout = Layout((0.4, 0.4), 0.4, (), None, (set_by_hand,))
    made = guess(on(plate, *pair, layout=layout))
    assert (made.vanishing, made.lamps, made.screen) == ((0.4, 0.4), (), None)
    assert made.figure("@Image3") == set_by_hand
    assert made.figure("@Image2") is not None


@pytest.mark.slow
def test_a_sketch_says_where_people_stand(plate: Path, someone: Path, tmp_path: Path) -> None:
    paper = np.full((360, 640, 3), 245, np.uint8)
    paper[150:330, 90:130] = 20
    paper[180:300, 500:530] = 20
    sketch = cited(4, "picture", "composition", picture(tmp_path / "s.png", paper))
    pair = [cited(n, "picture", "subject", someone) for n in (2, 3)]
    one, other = guess(on(plate, *pair, sketch)).figures
    assert one.foot == pytest.approx((110 / 640, 330 / 360), abs=0.02)
    assert other.foot == pytest.approx((515 / 640, 300 / 360), abs=0.02)


@pytest.mark.slow
def test_guesses_asked_at_once_are_those_asked_alone(plate: Path, someone: Path) -> None:
    request = on(plate, cited(2, "picture", "subject", someone))
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(guess, [request] * 8))
    assert made == [guess(request)] * 8


# ── what is seen ──


@pytest.mark.slow
def test_a_person_stands_in_the_plate_with_their_feet_on_it(plate: Path, someone: Path) -> None:
    stands = Figure("@Image2", (0.4, 0.9), 0.5)
    layout = Layout((0.5, 0.45), 0.45, (), None, (stands,))
    request = on(plate, cited(2, "picture", "subject", someone), layout=layout)
    (frame,) = frames(request, 0)
    (empty,) = frames(
        replace(request, layout=replace(layout, figures=(replace(stands, foot=(0.4, 3.0)),))), 0
    )
    changed = np.abs(frame.astype(int) - empty).max(axis=2) > 60
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert abs(rows[0] - (0.9 - 0.5) * 360) < 8
    assert abs(rows[-1] - 0.9 * 360) < 12
    assert abs(columns.mean() - 0.4 * 640) < 14
    below = np.s_[round(0.9 * 360) : round(0.9 * 360) + 4, round(0.37 * 640) : round(0.43 * 640)]
    assert frame[below].mean() < 0.9 * empty[below].mean()  # their shadow


@pytest.mark.slow
def test_the_side_turned_to_a_lamp_is_the_bright_one(plate: Path, someone: Path) -> None:
    stands = Figure("@Image2", (0.5, 0.95), 0.6)
    lit = {}
    for side, x in (("left", 0.1), ("right", 0.9)):
        lamps = (Lamp((x, 0.45), 1.0, 0.05, (1.0, 0.9, 0.8)),)
        layout = Layout((0.5, 0.45), 0.45, lamps, None, (stands,))
        request = on(plate, cited(2, "picture", "subject", someone), layout=layout)
        (frame,) = frames(request, 0)
        trunk = frame[170:230, 296:344].astype(float).mean(axis=(0, 2))
        lit[side] = trunk[:16].mean() / trunk[-16:].mean()
    assert lit["left"] > 1.15 * lit["right"]


@pytest.mark.slow
def test_a_screens_colour_falls_on_who_stands_by_it(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    stands = Figure("@Image2", (0.62, 0.95), 0.6)
    layout = Layout((0.5, 0.45), 0.45, (), SCREEN, (stands,))
    tints = {}
    for name, colour in (("red", (200, 30, 30)), ("blue", (30, 30, 200))):
        still = np.zeros((90, 120, 3), np.uint8) + np.array(colour, np.uint8)
        shown = cited(3, "picture", "screen", picture(tmp_path / f"{name}.png", still))
        request = on(plate, cited(2, "picture", "subject", someone), shown, layout=layout)
        (frame,) = frames(request, 0)
        inside = frame[165:205, 490:535].astype(float).mean(axis=(0, 1))
        assert inside.argmax() == (0 if name == "red" else 2)
        arm = frame[170:260, 395:425].astype(float).mean(axis=(0, 1))
        tints[name] = arm[0] / arm[2]
    assert tints["red"] > 1.2 * tints["blue"]


@pytest.mark.slow
def test_a_clip_on_the_screen_is_in_step_to_a_frame(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    shown = cited(1, "video", "screen", clip(tmp_path / "a.mp4", 2, (320, 240)), span=(0.5, 1.5))
    request = on(plate, cited(2, "picture", "subject", someone), shown)
    seen = shot.Shot(request)
    assert seen.broadcast is not None
    wide = scene(320 + 3 * 48, 240, seed=9).astype(float).mean(axis=(0, 2))
    for index in (0, 10, 23):
        level = np.sqrt(seen.broadcast.at(index)).mean(axis=(0, 2))
        misses = [
            np.abs(np.corrcoef(wide[left : left + 320], level)[0, 1] - 1) for left in range(140)
        ]
        assert abs(int(np.argmin(misses)) - 3 * (12 + index)) <= 2
    seen.close()


@pytest.mark.slow
def test_a_short_clip_on_the_screen_begins_again_and_that_is_told(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    shown = cited(1, "video", "screen", clip(tmp_path / "a.mp4", 1, (320, 240)), span=(0.0, 0.5))
    made = ran(on(plate, cited(2, "picture", "subject", someone), shown), tmp_path / "made")
    (altered,) = made.facts["alters"]
    assert altered["tag"] == "@Video1" and "repeated" in altered["changes"]
    assert "@Video1" in made.inputs_used


@pytest.mark.slow
def test_a_screen_that_is_not_there_shows_nothing_and_that_is_told(
    someone: Path, tmp_path: Path
) -> None:
    wall = picture(tmp_path / "wall.png", scene(640, 360, 8))
    shown = cited(3, "picture", "screen", someone)
    made = ran(on(wall, cited(2, "picture", "subject", someone), shown), tmp_path / "made")
    assert told(made, "@Image3") == ("ignored", "no-screen")
    assert "@Image3" not in made.inputs_used


def told(made: Result, tag: str) -> tuple[str, str]:
    (found,) = [each for each in made.facts["inputs"] if each["tag"] == tag]
    return found["treatment"], found["how"]


# ── people that are hard to cut out ──


@pytest.mark.slow
def test_a_clip_moves_and_stays_where_it_stands(plate: Path, tmp_path: Path) -> None:
    moving = cited(1, "video", "subject", walk(tmp_path / "w.mp4", 12))
    request = on(
        plate,
        moving,
        layout=Layout((0.5, 0.45), 0.45, (), None, (Figure("@Video1", (0.4, 0.9), 0.5),)),
    )
    first, later = frames(request, 0, 6)
    legs = np.s_[240:330, 200:320]
    assert np.abs(first[legs].astype(int) - later[legs]).max() > 100
    middles = []
    for frame in (first, later):
        trunk = np.abs(frame[180:220].astype(int) - first[180:220, :1]).sum(axis=(0, 2))
        middles.append(float((trunk * np.arange(640)).sum() / trunk.sum()))
    assert abs(middles[0] - middles[1]) < 12


@pytest.mark.slow
def test_a_clip_of_two_frames_is_held(plate: Path, tmp_path: Path) -> None:
    moving = cited(1, "video", "subject", walk(tmp_path / "w.mp4", 2))
    made = ran(on(plate, moving), tmp_path / "made")
    assert probe(made.master).frames == 24
    assert told(made, "@Video1") == ("used", "moves-alone")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["picture", "video"])
def test_where_nobody_is_the_draft_fails_and_says_so(
    kind: str, plate: Path, tmp_path: Path
) -> None:
    empty = (
        cited(2, "picture", "subject", picture(tmp_path / "e.png", scene(300, 300)))
        if kind == "picture"
        else cited(2, "video", "subject", clip(tmp_path / "e.mp4", 1))
    )
    with pytest.raises(Failed) as failed:
        ran(on(plate, empty), tmp_path / "made")
    assert (failed.value.code, failed.value.facts) == ("no-person", {"tag": empty.tag})
    assert list((tmp_path / "made").iterdir()) == []


@pytest.mark.slow
def test_of_two_people_the_larger_is_taken_and_that_is_told(plate: Path, tmp_path: Path) -> None:
    large, small = person(240), person(150)
    both = np.concatenate([large, np.zeros((288, small.shape[1], 3), np.uint8) + 110], axis=1)
    both[288 - 180 :, large.shape[1] :] = small
    made = ran(
        on(plate, cited(2, "picture", "subject", picture(tmp_path / "b.png", both))),
        tmp_path / "made",
    )
    (one,) = made.facts["people"]
    assert one["others"] == 1
    seen = shot.Shot(on(plate, cited(2, "picture", "subject", tmp_path / "b.png")))
    assert seen.placed[0].subject.stance.height == pytest.approx(240, rel=0.1)
    seen.close()


@pytest.mark.slow
def test_someone_cut_at_the_knee_stands_so_near_that_the_cut_is_not_seen(
    plate: Path, tmp_path: Path
) -> None:
    cut = person(300)[:235]  # 25 of margin and 210 of 300 of a person
    made = ran(
        on(plate, cited(2, "picture", "subject", picture(tmp_path / "c.png", cut))),
        tmp_path / "made",
    )
    (one,) = made.facts["people"]
    (figure,) = made.facts["layout"]["figures"]
    assert one["cut"]
    assert figure["foot"][1] - 0.3 * figure["height"] > 1  # the cut lies below the frame


@pytest.mark.slow
def test_who_walks_far_leaves_neither_the_floor_nor_the_frame(plate: Path, tmp_path: Path) -> None:
    moving = cited(1, "video", "subject", walk(tmp_path / "w.mp4", 12, across=24))
    figure = Figure("@Video1", (0.4, 0.9), 0.4)
    request = on(plate, moving, layout=Layout((0.5, 0.45), 0.45, (), None, (figure,)))
    seen = shot.Shot(request)
    list(seen.frames())
    _, stand = seen.placed[0].way(23, seen.space)
    seen.close()
    assert abs(stand.foot - 0.9 * 360) < 0.25 * 0.4 * 360
    assert 0 < stand.x < 0.4 * 640 - 0.8 * 0.4 * 360  # far, and still in the frame


@pytest.mark.slow
def test_feet_stay_where_they_are_set_down(plate: Path, tmp_path: Path) -> None:
    """The ground someone walks by on in their clip stays on the ground of the plate."""
    moving = cited(1, "video", "subject", walk(tmp_path / "w.mp4", 12, across=8))
    figure = Figure("@Video1", (0.5, 0.9), 0.4)
    request = on(plate, moving, layout=Layout((0.5, 0.45), 0.45, (), None, (figure,)))
    seen = shot.Shot(request)
    (placed,) = seen.placed
    began, stand = np.array([*placed.subject.stance.foot, 1]), placed.stand
    for index, _frame in enumerate(seen.frames()):
        way, _stand = placed.way(index, seen.space)
        there = seen.space.moved(index, stand.x, stand.foot, stand.depth)
        if index < 18:  # then they near the edge, and are held back
            assert abs(float(way[0] @ began) - there[0]) < 0.5
    seen.close()


# ── what is heard ──


def spoken(request: Request) -> sound.Mix:
    return sound.mix(request, None, None)


def test_lines_are_heard_in_order_with_their_pauses(someone: Path, tmp_path: Path) -> None:
    one, other = tone(tmp_path / "1.wav", 0.5, 300), tone(tmp_path / "2.wav", 0.6, 900)
    lines = (
        Line("A", "You here?", pause=0.2, take=one, digest="1"),
        Line("B", "..."),
        Line("B", "Since 1998.", pause=0.3, take=other, digest="2"),
    )
    mixed = spoken(on(someone, lines=lines, frames=72))
    assert mixed.samples is not None
    assert [(each.character, each.lost) for each in mixed.spoken] == [("A", 0), ("B", 0)]
    first, second = mixed.spoken
    assert (first.start, first.stop) == pytest.approx((0.2, 0.7), abs=0.002)
    assert second.start == pytest.approx(0.7 + 0.5 + 0.3, abs=0.002)
    assert strength(mixed.samples, 0.2, 300) > 20 * strength(mixed.samples, 0.2, 900)
    assert strength(mixed.samples, 1.5, 900) > 20 * strength(mixed.samples, 1.5, 300)


def strength(samples: NDArray[np.float32], at: float, hertz: float) -> float:
    part = samples[0, round(at * 48000) : round((at + 0.4) * 48000)]
    turn = np.exp(-2j * np.pi * hertz * np.arange(part.size) / 48000)
    return float(np.abs((part * turn).mean()))


@pytest.mark.slow
def test_a_voice_longer_than_the_shot_is_trimmed_and_that_is_told(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    long = tone(tmp_path / "v.wav", 3, 300)
    made = ran(
        on(plate, cited(2, "picture", "subject", someone), cited(1, "sound", "voice", long)),
        tmp_path / "made",
    )
    (line,) = made.facts["spoken"]
    assert line["stop"] == 1.0 and line["lost"] == pytest.approx(2.4, abs=0.01)
    assert told(made, "@Audio1") == ("used", "voice")


def test_a_place_is_barely_heard_and_a_level_is_followed(someone: Path, tmp_path: Path) -> None:
    rain = cited(1, "sound", "ambience", tone(tmp_path / "r.wav", 1, 2000))
    voice = cited(2, "sound", "voice", tone(tmp_path / "v.wav", 1, 300))
    plain = spoken(on(someone, rain, voice, frames=96)).samples
    curve = Level("@Audio1", ((0.0, 0.0), (2.0, 0.0), (3.0, 20.0)))
    raised = spoken(on(someone, rain, voice, frames=96, levels=(curve,))).samples
    assert plain is not None and raised is not None
    assert strength(plain, 0.6, 2000) < 0.12 * strength(plain, 0.6, 300)
    assert strength(raised, 1.0, 2000) == pytest.approx(strength(plain, 1.0, 2000), rel=0.05)
    assert strength(raised, 3.1, 2000) == pytest.approx(10 * strength(plain, 3.1, 2000), rel=0.1)


def test_a_broadcast_is_heard_through_a_window(someone: Path, tmp_path: Path) -> None:
    both = tone(tmp_path / "b.wav", 2, 400)
    low = sound.mix(on(someone), cited(1, "sound", "screen", both), None).samples
    high_tone = tone(tmp_path / "h.wav", 2, 6000)
    high = sound.mix(on(someone), cited(1, "sound", "screen", high_tone), None).samples
    glass = sound._through_glass(np.ones((2, 10), np.float32))
    assert glass.shape == (2, 10) and low is not None and high is not None
    raw = np.stack([np.sin(2 * np.pi * f * np.arange(48000) / 48000) for f in (400, 6000)])
    heard = [sound._through_glass(np.stack([w, w]).astype(np.float32)) for w in raw]
    assert strength(heard[1], 0.3, 6000) < 0.02 * strength(heard[0], 0.3, 400)


@pytest.mark.slow
def test_nothing_that_sounds_makes_no_sound(plate: Path, someone: Path, tmp_path: Path) -> None:
    made = ran(on(plate, cited(2, "picture", "subject", someone)), tmp_path / "made")
    assert not probe(made.master).has_sound


# ── what is refused ──


@pytest.mark.parametrize("damage", ["missing", "half-installed"])
def test_weights_that_are_not_whole_are_told(
    damage: str, plate: Path, someone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slowfilm.engines.composite import people, weights

    (tmp_path / "pose").mkdir()
    if damage == "half-installed":
        for file in weights.PACKAGE.glob("pose_*"):
            (tmp_path / "pose" / file.name).write_bytes(file.read_bytes()[: 1 << 20])
    monkeypatch.setenv(weights.VARIABLE, str(tmp_path / "pose"))
    for kept in (weights.landmarks, weights.detector, people._detector, people._landmarks):
        kept.cache_clear()
    with pytest.raises(Failed, match="no-weights"):
        ran(on(plate, cited(2, "picture", "subject", someone)), tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_more_people_than_there_is_room_for_and_second_plates_are_refused(someone: Path) -> None:
    many = [cited(n, "picture", "subject", someone) for n in range(2, 7)]
    plates = [cited(n, "picture", "plate", someone) for n in (8, 9)]
    codes = [each.code for each in composite.create().check(asked(*many, *plates))]
    assert codes == ["more-than-one-plate", "too-many-people"]


@pytest.mark.slow
def test_another_plate_picture_of_any_mode_is_read(someone: Path, tmp_path: Path) -> None:
    grey = Image.fromarray(night()).convert("L")
    grey.save(tmp_path / "grey.png")
    (frame,) = frames(on(tmp_path / "grey.png", cited(2, "picture", "subject", someone)), 0)
    assert frame.shape == (360, 640, 3)


def test_where_each_person_is_lies_beside_the_draft(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    """From left to right, with whose picture it is; who stands before another hides them."""
    near, far = Figure("@Image2", (0.5, 0.95), 0.6), Figure("@Image3", (0.46, 0.8), 0.5)
    layout = Layout((0.5, 0.45), 0.45, (), None, (near, far))
    pair = [cited(n, "picture", "subject", someone, character=f"Self {n}") for n in (2, 3)]
    seen = shot.Shot(on(plate, *pair, layout=layout, frames=2))
    assert len(list(seen.frames())) == 2
    seen.covers.write(tmp_path / "m")
    seen.close()
    mattes = Mattes.of((tmp_path / "m").read_bytes())
    assert [each["name"] for each in mattes.people] == ["Self 3", "Self 2"]
    behind, before = mattes.frame(1, 1), mattes.frame(1, 2)
    assert (mattes.frame(1) <= behind + before + 1e-6).all()
    assert before.max() == 1 and behind.sum() < 0.8 * before.sum(), "who stands behind is hidden"
    assert mattes.people[0]["way"][0][0] < mattes.people[1]["way"][0][0]


def test_what_stands_before_a_person_hides_them_with_a_soft_edge(
    plate: Path, someone: Path, tmp_path: Path
) -> None:
    post = ((0.4, 0.2), (0.46, 0.2), (0.46, 0.8), (0.4, 0.8))
    layout = Layout((0.5, 0.45), 0.45, (), None, (Figure("@Image2", (0.43, 0.9), 0.6),))
    plain = on(plate, cited(2, "picture", "subject", someone), layout=layout, frames=2)
    elsewhere = replace(layout, figures=(replace(layout.figures[0], foot=(0.43, 9.0)),))
    (open_,) = frames(plain, 0)
    (empty,) = frames(replace(plain, layout=elsewhere), 0)
    behind = replace(plain, layout=replace(layout, occluders=(Occluder(post),)))
    (hidden,) = frames(behind, 0)
    inside = np.s_[150:220, 264:286]
    assert np.abs(open_[inside].astype(int) - empty[inside]).mean() > 60
    assert np.abs(hidden[inside].astype(int) - empty[inside]).mean() < 20, "grain, no person"
    below = np.s_[292:318, 250:300]
    assert np.abs(hidden[below].astype(int) - open_[below]).mean() < 12, "their legs are seen"
    seen = shot.Shot(behind)
    list(seen.frames())
    seen.covers.write(tmp_path / "m")
    seen.close()
    mattes = Mattes.of((tmp_path / "m").read_bytes())
    assert mattes.frame(1)[130:160, 202:213].max() < 0.1, "no light on them where they are hidden"


def test_who_stands_nearer_than_a_thing_goes_past_before_it(plate: Path, someone: Path) -> None:
    post = ((0.4, 0.2), (0.46, 0.2), (0.46, 0.7), (0.4, 0.7))
    thing = before.Before
    layout = Layout((0.5, 0.45), 0.45, (), None, (Figure("@Image2", (0.43, 0.9), 0.6),))
    pair = cited(2, "picture", "subject", someone)
    (open_,) = frames(on(plate, pair, layout=layout), 0)
    for everybody, hides in ((False, False), (True, True)):
        things = (Occluder(post, everybody),)
        (made,) = frames(on(plate, pair, layout=replace(layout, occluders=things)), 0)
        assert bool((made[150:220, 264:286] != open_[150:220, 264:286]).any()) == hides
    seen = shot.Shot(on(plate, pair, layout=layout))
    (placed,) = seen.placed
    (far,) = (replace(placed, stand=replace(placed.stand, depth=9.0)),)
    lies = thing(Occluder(post, everybody=False), seen.window, seen.space)
    assert lies.stands_before(far) and not lies.stands_before(placed)
    seen.close()


def test_by_day_a_screen_fades_and_lights_nobody(someone: Path, tmp_path: Path) -> None:
    """Against a bright plate: no glow on the wall, none on who stands there, and no white hole."""
    dark = night()
    lit = {"night": dark, "day": (90 + dark.astype(np.uint16)).clip(0, 255).astype(np.uint8) + 40}
    layout = Layout((0.5, 0.45), 0.45, (), SCREEN, (Figure("@Image2", (0.62, 0.95), 0.6),))
    seen: dict[str, Any] = {}
    for name, plate in lit.items():
        at = picture(tmp_path / f"{name}.png", plate)
        for colour in ("red", "blue"):
            still = np.zeros((90, 120, 3), np.uint8)
            still[..., 0 if colour == "red" else 2] = 220
            shown = cited(3, "picture", "screen", picture(tmp_path / f"{colour}.png", still))
            request = on(at, cited(2, "picture", "subject", someone), shown, layout=layout)
            (frame,) = frames(request, 0)
            seen[name, colour] = frame[:, :, [0, 2]].astype(float)
    apart = {
        name: np.abs(seen[name, "red"] - seen[name, "blue"])[:, :, :].mean(axis=2) for name in lit
    }
    wall, arm, glass = np.s_[120:145, 480:540], np.s_[170:260, 395:425], np.s_[165:205, 490:535]
    assert apart["night"][wall].mean() > 4 * apart["day"][wall].mean()
    assert apart["night"][arm].mean() > 3 * apart["day"][arm].mean()
    assert apart["day"][glass].mean() > 20, "what is on is still seen"
    red = seen["day", "red"][glass][..., 0].mean()
    assert red < seen["day", "red"][np.s_[60:100, 480:540]][..., 0].mean() * 1.1, "as a wall is"
