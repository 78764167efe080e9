"""High dynamic range seen on an ordinary screen, against curves written down here once more."""

from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from numpy.typing import NDArray

from slowfilm.media.derive import task as task_of
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.media.masters import opened

Floats = NDArray[np.float64]
SIDE = 64  # pixels of a patch
RED, BLUE = 0.2627, 0.0593  # of BT.2020's luma
PQ, HLG, BT2020_10 = 16, 18, 14
# Linear BT.709 -> BT.2020, from the primaries and D65.
TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


def pq(nits: Floats) -> Floats:
    power = (nits / 10_000) ** 0.1593017578125
    return np.asarray(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def write(path: Path, codes: Floats, curve: int, primaries: int = 9) -> Path:
    """Three frames of square patches; `codes` are R'G'B' of 0…1, shape (n, 3)."""
    luma = codes @ np.array([RED, 1 - RED - BLUE, BLUE])
    blue, red = (codes[:, 2] - luma) / 2 / (1 - BLUE), (codes[:, 0] - luma) / 2 / (1 - RED)
    planes = (64 + 876 * luma, 512 + 896 * blue, 512 + 896 * red)
    picture = np.stack([np.tile(np.repeat(p, SIDE), (SIDE, 1)) for p in planes], axis=-1)
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream("ffv1", Fraction(24)))
        stream.width, stream.height, stream.pix_fmt = SIDE * len(codes), SIDE, "yuv444p16le"
        context = stream.codec_context
        context.color_trc, context.color_primaries = curve, primaries
        context.colorspace, context.color_range = 9, 1
        for i in range(3):
            data = np.ascontiguousarray(np.rint(picture * 64).astype(np.uint16))
            frame = av.VideoFrame.from_ndarray(data, "yuv444p16le")
            frame.pts = i
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def make(task: str, path: Path) -> dict[str, Any]:
    return task_of(task)({"path": str(path), "folder": str(path.parent)}, lambda fraction: None)


def patches(path: Path) -> Floats:
    """The middle of every patch in the proxy's first frame: brightness 0…1."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert (frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 1)
    grey = frame.to_ndarray()[: frame.height, : frame.width]
    return (grey[SIDE // 2, SIDE // 2 :: SIDE].astype(float) - 16) / 219


def grey(values: list[float]) -> Floats:
    return np.repeat(np.array(values)[:, None], 3, axis=1)


def test_what_is_below_white_keeps_its_light_and_highlights_roll_off(tmp_path: Path) -> None:
    nits = [0.0, 5, 20, 80, 203, 500, 1000, 4000]
    path = write(tmp_path / "a.mkv", pq(grey(nits)), PQ)
    assert make("video", path)["probe"]["curve"] == "pq"
    shown = patches(tmp_path / "proxy.mp4")
    kept = [(n / 203) ** (1 / 2.4) for n in nits[:4]]
    assert np.abs(shown[:4] - kept).max() < 0.02
    assert 0.88 < shown[4] < 0.94
    assert shown[4] + 0.03 < shown[5] < 1
    assert shown[6:] == pytest.approx([1, 1], abs=0.01)


@pytest.mark.slow
def test_the_two_curves_agree_on_white(tmp_path: Path) -> None:
    """75 % of HLG is 203 cd/m² on its screen (BT.2408)."""
    make("video", write(tmp_path / "a.mkv", grey([0, 0.75, 1]), HLG))
    hlg = patches(tmp_path / "proxy.mp4")
    make("video", write(tmp_path / "b.mkv", pq(grey([0, 203, 1000])), PQ))
    assert np.abs(hlg - patches(tmp_path / "proxy.mp4")).max() < 0.02


@pytest.mark.parametrize(("curve", "coded"), [(PQ, lambda x: pq(120 * x)), (BT2020_10, None)])
def test_a_colour_is_the_colour_that_was_filmed(tmp_path: Path, curve: int, coded: Any) -> None:
    colours = np.array([[1, 0.02, 0.02], [0.3, 0.6, 0.2], [0.05, 0.1, 0.9], [0.5, 0.5, 0.5]])
    wide = colours @ TO_2020.T
    codes = coded(wide) if coded else wide ** (1 / 2.4)
    make("master", write(tmp_path / "a.mkv", codes, curve))
    with opened(tmp_path / MASTER) as master:
        (first, *_) = master.frames()
    seen = (first[SIDE // 2, SIDE // 2 :: SIDE] / 1023) ** 2.4
    ratios = seen / seen.max(axis=1, keepdims=True)
    assert np.abs(ratios - colours / colours.max(axis=1, keepdims=True)).max() < 0.03


def test_an_ordinary_clip_is_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", grey([0, 0.25, 0.5, 0.75, 1]), 1, primaries=1)
    assert probe(path).curve == ""
    make("video", path)
    assert np.abs(patches(tmp_path / "proxy.mp4") - [0, 0.25, 0.5, 0.75, 1]).max() < 0.01
