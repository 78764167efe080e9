"""How fast a cut is rendered beside a bare transcode of the same masters, in the same run."""

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.resampler import AudioResampler

from slowfilm.media import edited
from slowfilm.media.clip import open_clip
from slowfilm.media.master import FFVHUFF, MUXING, PIXELS, MasterWriter, Rgb
from slowfilm.media.proxy import GOP, MP4, SOUND_BITS, X264
from tests.benchmarks import measure
from tests.media.barcode import tone
from tests.media.masters import digest_of

pytestmark = pytest.mark.bench
RATE, SIZE, FRAMES, DRAFTS, ROUNDS = Fraction(24), (1280, 720), 96, 3, 3


def drawn(index: int) -> Rgb:
    """A picture that moves, with the grain that a camera's has."""
    width, height = SIZE
    ramp = np.linspace(0, 900, width, dtype=np.float32)
    grain = np.random.default_rng(index).normal(0, 6, (height, width, 1)).astype(np.float32)
    picture = np.roll(ramp, index * 7)[None, :, None] * np.array([1, 0.8, 0.6], np.float32) + grain
    return np.ascontiguousarray(np.broadcast_to(picture, (height, width, 3)).clip(0, 1023)).astype(
        np.uint16
    )


def master(path: Path, place: int) -> Path:
    width, height = SIZE
    with MasterWriter(path, width=width, height=height, rate=RATE, sound=True) as written:
        for index in range(FRAMES):
            written.frame(drawn(place * FRAMES + index))
        written.sound(tone(float(FRAMES / RATE)))
    return path


def bare(folder: Path, masters: list[Path]) -> None:
    """The same decoders and encoders with the same settings, and nothing else."""
    width, height = SIZE
    with (
        av.open(str(folder / "bare.avi"), "w", "avi", options=MUXING) as exact,
        av.open(str(folder / "bare.mp4"), "w", "mp4", options=MP4) as small,
    ):
        whole = exact.add_stream("ffvhuff", RATE, options=FFVHUFF)
        whole.codec_context.thread_count = 1
        proxy = small.add_stream("libx264", RATE, options=X264)
        proxy.codec_context.gop_size = GOP
        for stream, pixels in ((whole, PIXELS), (proxy, "yuv420p")):
            stream.width, stream.height, stream.pix_fmt = width, height, pixels
            stream.codec_context.time_base = 1 / RATE
        pcm, aac = exact.add_stream("pcm_s24le", 48000), small.add_stream("aac", 48000)
        pcm.layout = aac.layout = "stereo"
        aac.bit_rate = SOUND_BITS
        count = samples = 0
        for path in masters:
            with open_clip(path) as source:
                to_float, to_pcm = AudioResampler("fltp"), AudioResampler("s32", "stereo")
                for packet in source.demux():
                    for frame in packet.decode():
                        if packet.stream.type == "video":
                            frame.pts, frame.time_base = count, 1 / RATE
                            exact.mux(whole.encode(frame))
                            sized = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
                            sized.pts, sized.time_base, sized.pict_type = count, 1 / RATE, 0
                            small.mux(proxy.encode(sized))
                            count += 1
                            continue
                        frame.pts, samples = samples, samples + frame.samples
                        for file, stream, form in ((exact, pcm, to_pcm), (small, aac, to_float)):
                            for made in form.resample(frame):
                                file.mux(stream.encode(made))
        for file, streams in ((exact, (whole, pcm)), (small, (proxy, aac))):
            for stream in streams:
                file.mux(stream.encode(None))
    assert count == FRAMES * len(masters)


def ours(folder: Path, masters: list[Path], digests: list[str], dissolve: int = 0) -> None:
    """A cut of these whole drafts with their sound; each dissolves into the next, if so asked."""
    frames, heard = [], []
    for place, (path, digest) in enumerate(zip(masters, digests, strict=True)):
        seconds, start = Fraction(FRAMES) / RATE, place * Fraction(FRAMES) / RATE
        heard.append(edited.Heard(path, start, Fraction(0), seconds))
        for frame in range(FRAMES):
            under, share = None, 1.0
            if place and frame < dissolve:
                under = edited.Picture(masters[place - 1], digests[place - 1], frame)
                share = (frame + 1) / (dissolve + 1)
            frames.append(edited.Shown(edited.Picture(path, digest, frame), under, share))
    edited.render(folder, frames, heard, rate=RATE, size=SIZE)


def spent(act: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of all processors."""
    clock, work = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - work


def test_cut_render(tmp_path: Path) -> None:
    masters = [master(tmp_path / f"{place}.avi", place) for place in range(DRAFTS)]
    digests = [digest_of(each) for each in masters]
    ratios, long = [], []
    for _ in range(ROUNDS):  # each beside its own control: the machine may not be quiet
        control = spent(lambda: bare(tmp_path, masters))
        made = spent(lambda: ours(tmp_path, masters, digests))
        mixed = spent(lambda: ours(tmp_path, masters, digests, 24))
        ratios.append([one / other for one, other in zip(control, made, strict=True)])
        long.append([one / other for one, other in zip(control, mixed, strict=True)])
    for name, place in (("", 0), ("-cpu", 1)):
        value = statistics.median(each[place] for each in ratios)
        measure.line(f"cut-render{name}", value, "x a bare transcode", "≥ 0.8", value >= 0.8)
        value = statistics.median(each[place] for each in long)
        said = "of the same cut with a dissolve of a second at each join"
        measure.told(f"cut-render-dissolves{name}", value, "x", said)
