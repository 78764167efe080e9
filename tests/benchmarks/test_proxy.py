"""How fast a proxy is made beside a bare transcode, and how much memory a large clip takes."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm.media import sandbox
from tests.media.barcode import tone, write_clip

pytestmark = pytest.mark.bench

ROUNDS = 5
LARGE = 2 * 10**9  # bytes

# The same decoder, scaler and encoder settings, and nothing else: what could be had at best.
CONTROL = """
import sys
from fractions import Fraction
import av
source, target, rate = sys.argv[1], sys.argv[2], Fraction(sys.argv[3])
options = {"preset": "veryfast", "crf": "20", "sc_threshold": "0", "bf": "0", "g": "12"}
with av.open(source) as i, av.open(target, "w", options={"movflags": "+faststart"}) as o:
    i.streams.video[0].thread_type = "AUTO"
    video = o.add_stream("libx264", rate, options=options)
    video.width, video.height, video.pix_fmt = 1280, 720, "yuv420p"
    video.codec_context.time_base = 1 / rate
    audio = o.add_stream("aac", 48000, options={"b": "192000"})
    audio.layout = "stereo"
    count = 0
    for packet in i.demux(i.streams.video[0], i.streams.audio[0]):
        for frame in packet.decode():
            if packet.stream.type == "audio":
                o.mux(audio.encode(frame))
                continue
            frame = frame.reformat(1280, 720, "yuv420p", interpolation="BICUBIC")
            frame.pts, frame.time_base, frame.pict_type = count, 1 / rate, 0
            count += 1
            o.mux(video.encode(frame))
    o.mux(video.encode(None))
    o.mux(audio.encode(None))
"""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_speed(tmp_path: Path, size: tuple[int, int]) -> None:
    rate = Fraction(24000, 1001)
    clip = write_clip(
        tmp_path / "clip.mp4", rate, 480, size, sound=tone(20), options={"preset": "ultrafast"}
    )
    target = tmp_path / "control.mp4"
    control = [sys.executable, "-c", CONTROL, str(clip), str(target), str(rate)]
    request = {"path": str(clip), "folder": str(tmp_path)}
    ratios = []
    for _ in range(ROUNDS):  # each ours beside its own control: the machine may not be quiet
        bare = timed(lambda: subprocess.run(control, check=True))
        ratios.append(bare / timed(lambda: sandbox.run("video", request, seconds=300)))
    value = statistics.median(ratios)
    verdict = "holds" if value >= 0.9 else "misses"
    height = size[1]
    print(f"bench: proxy-speed = {value:.2f} x ({height}p), target ≥ 0.9 x, {verdict}")


def test_memory(tmp_path: Path) -> None:
    clip = large_clip(tmp_path / "large.mkv")
    peaks: list[int] = []

    def look(_: float) -> None:
        peaks.extend(peak for peak in map(high_water, Path("/proc").glob("[0-9]*")) if peak)

    request = {"path": str(clip), "folder": str(tmp_path)}
    result = sandbox.run("video", request, seconds=1800, progress=look)
    megabytes = max(peaks) / 1000
    verdict = "holds" if megabytes <= 600 else "misses"
    facts = f"{clip.stat().st_size / 1e9:.1f} GB, {result['probe']['frames']} frames"
    print(f"bench: proxy-memory = {megabytes:.0f} MB ({facts}), target ≤ 600 MB, {verdict}")


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def high_water(process: Path) -> int:
    """Peak resident size in kB of a media task, 0 for any other process."""
    try:
        if b"slowfilm.media" not in (process / "cmdline").read_bytes():
            return 0
        lines = (process / "status").read_text().splitlines()
    except OSError:  # it ended while we looked
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def large_clip(path: Path) -> Path:
    """Noise that hardly compresses: one group of pictures encoded, then repeated to 2 GB."""
    seed = path.with_name("seed.mkv")
    width, height, frames = 1920, 1080, 12
    noise = np.random.default_rng(3)
    with av.open(str(seed), "w") as container:
        options = {"preset": "ultrafast", "qp": "8", "g": "12"}
        stream = container.add_stream("libx264", 24, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for i in range(frames):
            rgb = noise.integers(0, 256, (height, width, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(str(seed)) as source, av.open(str(path), "w") as target:
        template = source.streams.video[0]
        packets = [p for p in source.demux(template) if p.size]
        stream = target.add_stream_from_template(template)
        repeats = LARGE // sum(packet.size for packet in packets) + 1
        for i, packet in enumerate(packets * repeats):
            copy = av.Packet(bytes(packet))
            copy.pts = copy.dts = i
            copy.time_base, copy.is_keyframe = Fraction(1, 24), packet.is_keyframe
            copy.stream = stream
            target.mux(copy)
    return path
