"""What composite's picture is worth, against truth of our own code, and how long it takes."""

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from slowfilm.demo import scenery as street
from slowfilm.engines import composite
from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite import people, relight, shot, sound
from slowfilm.engines.composite.matte import Matte
from slowfilm.engines.composite.pixels import Field, coded, luma
from slowfilm.engines.composite.plate import read_still
from slowfilm.engines.layout import Figure, Layout
from slowfilm.media.names import MASTER
from tests.benchmarks import measure, photographs
from tests.engines import mannequin
from tests.engines.material import cited, person, picture, tone, walk

pytestmark = pytest.mark.bench

FRAMES = 120
RATE = Fraction(24)
# Lamps a figure is first and then seen by: right, down, toward the camera.
LAMPS = (
    ((-0.8, -0.4, 0.45), (0.8, -0.4, 0.45)),
    ((0.7, -0.3, 0.6), (-0.9, -0.2, 0.3)),
    ((0.0, -0.2, 1.0), (-0.7, -0.6, 0.4)),
    ((-0.6, -0.3, 0.7), (0.3, -0.9, 0.3)),
)


def test_a_figure_lit_again_against_the_same_figure_truly_lit_so() -> None:
    off, alike = [], []
    for drawn in (mannequin.drawn(400, 0.5, 0.3), mannequin.drawn(400, 0.0, -0.5)):
        for before, after in LAMPS:
            made = _lit_again(drawn, before, after)
            off.append(_direction_off(drawn, made, after))
            inside = drawn.matte > 0.98
            true = luma(drawn.lit(after))[inside]
            alike.append(float(np.corrcoef(luma(made)[inside], true)[0, 1]))
    measure.told("composite-relight-direction-mean", statistics.mean(off), "deg", f"of {len(off)}")
    worst = max(off)
    measure.line("composite-relight-direction", worst, "deg", "≤ 20 deg in the worst", worst <= 20)
    measure.told("composite-relight-correlation-mean", statistics.mean(alike), "", "of as many")
    worst = min(alike)
    measure.line("composite-relight-correlation", worst, "", "≥ 0.8 in the worst", worst >= 0.8)


def _lit_again(drawn: mannequin.Drawn, before: mannequin.Point3, after: mannequin.Point3) -> Field:
    colour = drawn.lit(before)
    normals = relight.rounded(drawn.matte)
    own = relight.own_light(colour, drawn.matte, normals)
    flat = relight.albedo(colour, drawn.matte, normals, 1.0, own)
    way = np.asarray(after, np.float32) / np.float32(np.linalg.norm(after))
    lamp = relight.Lit(way, 0.9, np.ones(3, np.float32))
    return flat * (0.15 + relight.laid(normals, lamp))


def _direction_off(drawn: mannequin.Drawn, made: Field, after: mannequin.Point3) -> float:
    """How far the lamp that the picture speaks of is from the one asked, by true normals."""
    inside = drawn.matte > 0.98
    normals, way = drawn.normals[inside], np.asarray(after) / np.linalg.norm(after)
    shade = luma(made)[inside] / np.maximum(luma(drawn.albedo)[inside], 1e-3)
    lit = normals @ way > 0
    bases = np.concatenate([np.ones((int(lit.sum()), 1)), normals[lit]], axis=1)
    found = np.linalg.lstsq(bases, shade[lit], rcond=None)[0][1:]
    cosine = float(found @ way / np.linalg.norm(found))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def test_a_matte_against_the_true_one(tmp_path: Path) -> None:
    overlaps, edges, halos = [], [], []
    for name, plate in _plates(tmp_path).items():
        for stride, turn in ((0.0, 0.0), (0.8, 0.5), (-0.5, -0.8)):
            overlap, edge, halo = _cut_out(plate, mannequin.drawn(360, stride, turn))
            overlaps.append(overlap)
            edges.append(edge)
            halos.append(halo)
            print(f"  {name}: IoU {overlap:.3f}, edge {edge:.2f} px, halo {halo:.2f} x")
    mean, least = statistics.mean(overlaps), min(overlaps)
    measure.told("composite-matte-iou-mean", mean, "", f"of {len(overlaps)} figures and plates")
    measure.line("composite-matte-iou", least, "", "≥ 0.95 in the worst", least >= 0.95)
    measure.told("composite-matte-edge", statistics.mean(edges), "px", "mean miss along the edge")
    worst = max(halos)
    measure.line("composite-halo", worst, "x", "≤ 2 x a true composite in the worst", worst <= 2)


def _plates(folder: Path) -> dict[str, Field]:
    """Three of the demo film's own pictures, and four photographs."""
    names = ("street-dusk", "lamp", "window-broadcast")
    drawn = {n: read_still(picture(folder / f"{n}.png", street.picture(n))) for n in names}
    return drawn | photographs.plates(folder)


def _cut_out(plate: Field, drawn: mannequin.Drawn) -> tuple[float, float, float]:
    """IoU with the true matte, mean miss of the edge in pixels, and the halo on another plate."""
    rows, columns = drawn.matte.shape
    y, x = (plate.shape[0] - rows) // 2, (plate.shape[1] - columns) // 3
    here = np.s_[y : y + rows, x : x + columns]
    seen, true = plate.copy(), np.zeros(plate.shape[:2], np.float32)
    share = drawn.matte[..., None]
    colour = drawn.lit((-0.5, -0.6, 0.6), 0.08, 0.35)
    seen[here] = seen[here] * (1 - share) + colour * share
    true[here] = drawn.matte
    noise = np.random.default_rng(1).normal(0, 0.006, seen.shape)
    root = np.clip(coded(seen) + noise, 0, 1).astype(np.float32)
    found = max(people.searched(root), key=lambda each: each.radius)
    cut = Matte(1.0).cut(root, people.person(root, found))
    back = cv2.invertAffineTransform(cut.way)
    size = plate.shape[1], plate.shape[0]
    made = np.asarray(cv2.warpAffine(cut.matte, back, size))
    colours = np.asarray(cv2.warpAffine(cut.colour, back, size))
    both = (made > 0.5) & (true > 0.5)
    overlap = float(both.sum() / ((made > 0.5) | (true > 0.5)).sum())
    truth = np.zeros_like(plate)
    truth[here] = colour
    return overlap, _edge_miss(made, true), _halo(made, colours, true, truth)


def _edge_miss(made: Field, true: Field) -> float:
    """How far the two outlines are apart, as the area between them along the true one's length."""
    between = np.abs((made > 0.5).astype(np.float32) - (true > 0.5)).sum()
    shapes, _ = cv2.findContours(
        (true > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    return float(between) / sum(len(shape) for shape in shapes)


def _halo(made: Field, colours: Field, true: Field, truth: Field) -> float:
    """Light at the edge of a composite over black that is not the figure's own.

    The detail within three pixels of the true edge, to that of a true composite.
    """
    solid = (true > 0.5).astype(np.uint8)
    ring = (cv2.dilate(solid, np.ones((7, 7))) - cv2.erode(solid, np.ones((7, 7)))) > 0
    energies = []
    for matte, colour in ((made, colours), (true, truth)):
        level = coded(luma(colour * matte[..., None]))
        fine = level - np.asarray(cv2.GaussianBlur(level, (0, 0), 2.0))
        energies.append(float(np.square(fine[ring]).mean()))
    return energies[0] / energies[1]


def test_sound_is_in_step_with_the_screen(tmp_path: Path) -> None:
    """A clip that flashes and beeps at one moment does both in the draft."""
    path, at = tmp_path / "flash.mp4", 17
    _flashing(path, at)
    plate = picture(tmp_path / "plate.png", np.full((360, 640, 3), 40, np.uint8))
    quad = ((0.7, 0.3), (0.9, 0.3), (0.9, 0.6), (0.7, 0.6))
    layout = Layout(None, 0.5, (), quad, (Figure("@Image2", (0.3, 0.9), 0.5),))
    someone = cited(2, "picture", "subject", picture(tmp_path / "p.png", person(200)))
    shown = cited(1, "video", "screen", path)
    inputs = (cited(1, "picture", "plate", plate), someone, shown)
    request = Request("", 640, 360, RATE, 48, 1, inputs, layout=layout)
    seen = shot.Shot(request)
    levels = [float(frame[120:200, 470:550].mean()) for frame in seen.frames()]
    seen.close()
    heard = sound.mix(request, shown, None).samples
    assert heard is not None
    flash = int(np.argmax(np.diff(levels))) + 1
    loud = np.flatnonzero(np.abs(heard[0]) > 0.3 * np.abs(heard[0]).max())[0] / 48000 * float(RATE)
    off = abs(flash - float(loud))
    assert abs(flash - at) <= 1
    measure.line("composite-sound-to-picture", off, "frames", "≤ 1 frame", off <= 1)


def _flashing(path: Path, at: int) -> None:
    with av.open(str(path), "w") as file:
        seen = file.add_stream("libx264", 24, options={"crf": "12", "g": "1"})
        seen.width, seen.height, seen.pix_fmt = 160, 120, "yuv420p"
        told = file.add_stream("aac", 48000)
        told.layout = "mono"
        for index in range(48):
            pixels = np.full((120, 160, 3), 230 if index >= at else 20, np.uint8)
            file.mux(seen.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        time_ = np.arange(96000) / 48000
        wave = np.where(time_ >= at / 24, 0.5 * np.sin(2 * np.pi * 600 * time_), 0)
        for start in range(0, 96000, 1024):
            part = wave[None, start : start + 1024].astype(np.float32)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), "fltp", "mono")
            frame.sample_rate, frame.pts = 48000, start
            file.mux(told.encode(frame))
        file.mux(seen.encode(None))
        file.mux(told.encode(None))


def test_five_seconds_at_720p(tmp_path: Path) -> None:
    request = two_selves(tmp_path)
    looks: list[float] = []
    began, worked = time.perf_counter(), time.process_time()

    def look(picture: NDArray[np.uint8]) -> None:
        looks.append(time.perf_counter() - began)

    composite.create().generate(request, tmp_path / MASTER, lambda share: None, lambda: False, look)
    took, work = time.perf_counter() - began, time.process_time() - worked
    each = work / FRAMES
    measure.line("composite-frame", each, "CPU-s", "≤ 0.6 of all threads", each <= 0.6)
    measure.told("composite-frame-wall", took / FRAMES, "s", "whatever else is running")
    measure.line("composite-first-look", looks[0], "s", "≤ 5 s", looks[0] <= 5)
    bare = timed(lambda: bare_pass(request, tmp_path / "bare.mp4"))
    measure.told("composite-against-bare", took / bare, "x", "of a decode, a warp and an encode")


def two_selves(folder: Path) -> Request:
    """Two people, one of them moving, in the demo film's street; a broadcast, and two voices."""
    written = street.write(folder, ("street-dusk", "broadcast", "sound-rain"))
    still = picture(folder / "person.png", person(480, turn=0.6))
    moving = walk(folder / "walk.mp4", 60, 300)
    voice = tone(folder / "voice.wav", 1.5, 220)
    inputs: tuple[Input, ...] = (
        cited(1, "picture", "plate", written["street-dusk"]),
        cited(2, "picture", "subject", still),
        cited(1, "video", "subject", moving),
        cited(2, "video", "screen", written["broadcast"]),
        cited(1, "sound", "voice", voice),
        cited(2, "sound", "ambience", written["sound-rain"]),
    )
    return Request("Two selves.", 1280, 720, RATE, FRAMES, 1, inputs)


def timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def bare_pass(request: Request, target: Path) -> None:
    """Decode the clips, warp each frame once, encode: what no composite can do without."""
    plate = np.asarray(Image.open(request.inputs[0].path).convert("RGB"))
    with av.open(str(request.inputs[2].path)) as one, av.open(str(target), "w") as file:
        stream = file.add_stream("libx264", 24, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        clip, last = one.decode(video=0), None
        for index in range(FRAMES):
            last = next(clip, last)
            grown = 1 + 0.04 * index / FRAMES
            way = np.array([[grown, 0, 0], [0, grown, 0]], np.float32)
            frame = np.asarray(cv2.warpAffine(plate, way, (1280, 720)), np.uint8)
            if last is not None:
                small = last.to_ndarray(format="rgb24")
                frame[: small.shape[0], : small.shape[1]] = small[:720, :1280]
            file.mux(stream.encode(av.VideoFrame.from_ndarray(frame, "rgb24")))
        file.mux(stream.encode(None))
