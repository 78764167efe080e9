"""What a master costs beside the FFV1 of before, and whether a very long one is whole."""

import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from slowfilm.engines.animatic.film import Film
from slowfilm.media.master import PIXELS, MasterWriter, Rgb, open_master
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.benchmarks import measure
from tests.benchmarks.test_animatic import street_at_dusk
from tests.media.masters import Ffv1Writer, digest_of, opened

pytestmark = pytest.mark.bench

ROUNDS = 3
RATE = Fraction(24000, 1001)
LONG = 5 * 10**9  # bytes: beyond what signed and unsigned numbers of 32 bits can say


def test_what_a_frame_costs(tmp_path: Path) -> None:
    """CPU of all threads for a 720p frame of an animatic: written, and read back."""
    film = Film(street_at_dusk(tmp_path))
    drawn = [VideoFrame.from_ndarray(rgb, PIXELS) for rgb in list(film.frames())[::5]]
    film.close()
    for writer, name in ((MasterWriter, "master"), (Ffv1Writer, "ffv1")):
        path = tmp_path / name
        written = min(spent(partial(write, writer, path, drawn)) for _ in range(ROUNDS))
        digest = digest_of(path)
        back = min(spent(partial(read, path, digest)) for _ in range(ROUNDS))
        size = path.stat().st_size / len(drawn) / 1e6
        measure.told(f"{name}-written", written / len(drawn) * 1e3, "CPU-ms", "a frame")
        measure.told(f"{name}-read", back / len(drawn) * 1e3, "CPU-ms", "a frame, digest included")
        measure.told(f"{name}-size", size, "MB", "a frame")


def test_a_master_of_five_gigabytes(tmp_path: Path) -> None:
    """Frames are encoded once and written over and over, so that it is long in little time."""
    height, width = 2304, 4096
    source = np.random.default_rng(7)
    frames = [source.integers(0, 1024, (height, width, 3), np.uint16) for _ in range(3)]
    path, count, size = tmp_path / MASTER, 0, 0
    with MasterWriter(path, width=width, height=height, rate=RATE, sound=True) as master:
        encoded = [packet for each in frames for packet in coded(master, each)]
        while size < LONG:
            packet = av.Packet(encoded[count % 3])
            size += packet.size
            packet.stream, packet.time_base = master.video, 1 / RATE
            packet.pts = packet.dts = count
            packet.is_keyframe = True
            master.container.mux(packet)
            master.sound(np.full((2, 2002), (count % 100) / 128, np.float32))
            count += 1
        master.frames = count
    try:
        about = probe(path)
        whole = (about.rate, about.frames, about.duration) == (RATE, count, count / RATE)
        with opened(path) as read:
            places = (count - 1, 0, count // 2, count - 3)
            exact = [np.array_equal(read.frame(i), frames[i % 3]) for i in places]
    finally:
        path.unlink()
    measure.line("master-long", size / 1e9, "GB", "≥ 5 GB exact", whole and all(exact))


def coded(master: MasterWriter, rgb: Rgb) -> list[bytes]:
    frame = VideoFrame.from_ndarray(rgb, PIXELS)
    frame.pts, frame.time_base = master.frames, 1 / RATE
    master.frames += 1
    return [bytes(packet) for packet in master.video.encode(frame)]


def write(writer: type[MasterWriter], path: Path, frames: list[VideoFrame]) -> None:
    width, height = frames[0].width, frames[0].height
    with writer(path, width=width, height=height, rate=RATE, sound=False) as master:
        for frame in frames:
            master.picture(frame)


def read(path: Path, digest: str) -> None:
    with open_master(path, digest) as master:
        for _ in master.frames():
            pass


def spent(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began
