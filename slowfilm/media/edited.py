"""Many clips as one: pictures of several masters composed in order, and sounds mixed beneath them.

What is shown at which frame and how loud is said by whoever asks; here it is only read and drawn.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from slowfilm.media.clip import open_clip, sound_stream
from slowfilm.media.colour import Conform
from slowfilm.media.frames import samples_for
from slowfilm.media.light.planes import frame_of, planes_of
from slowfilm.media.master import PIXELS, MasterWriter, open_master
from slowfilm.media.mixing import SAMPLE_RATE, Samples
from slowfilm.media.proxy import ProxyWriter

OPEN = 4  # masters at once
SILENCE = -60  # dB, and below


@dataclass(frozen=True, slots=True)
class Picture:
    """A master's file, its digest, and a frame of it."""

    path: Path
    digest: str
    frame: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame: a picture, perhaps over another that it covers by `share`; `light` 0 is black."""

    picture: Picture
    under: Picture | None = None
    share: float = 1.0
    light: float = 1.0


@dataclass(frozen=True)
class Heard:
    """A part of a sound: from second `source` of the file on, for `seconds`, beginning at `start`.

    `shape` are (second, factor) points and `levels` (second, dB), both joined by lines.
    """

    path: Path
    start: Fraction
    source: Fraction
    seconds: Fraction
    shape: Sequence[tuple[float, float]] = ((0.0, 1.0),)
    levels: Sequence[tuple[float, float]] = ((0.0, 0.0),)


def render(
    folder: Path,
    frames: Sequence[Shown],
    sounds: Sequence[Heard],
    *,
    rate: Fraction,
    size: tuple[int, int],
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Path]:
    """Write master.avi and proxy.mp4 into `folder`. Raises MediaError where a master is damaged."""
    paths = {"master": folder / "master.avi", "proxy": folder / "proxy.mp4"}
    width, height = size
    with ExitStack() as files:
        about = {"width": width, "height": height, "rate": rate, "sound": bool(sounds)}
        master = files.enter_context(MasterWriter(paths["master"], **about))  # type: ignore[arg-type]
        proxy = files.enter_context(ProxyWriter(paths["proxy"], **about))  # type: ignore[arg-type]
        masters = files.enter_context(_Masters(size))
        mix = files.enter_context(_Mix(sounds))
        conform = Conform(width, height, 0, "proxy")
        for index, shown in enumerate(frames):
            picture = _composed(masters, shown)
            proxy.picture(index, conform(picture))
            master.picture(picture)
            if sounds:
                samples = mix.take(samples_for(index + 1, rate))
                master.sound(samples)
                proxy.sound(samples)
            progress((index + 1) / len(frames))
    return paths


def _composed(masters: "_Masters", shown: Shown) -> VideoFrame:
    """The picture itself where it is shown alone: what a decoder gave, no pixel touched."""
    picture = masters.picture(shown.picture)
    if shown.under is None and shown.light == 1:
        return picture
    over, under = planes_of(picture), None
    if shown.under is not None:
        under = planes_of(masters.picture(shown.under))
    for place, plane in enumerate(over):
        mixed: NDArray[np.float32] = plane * np.float32(shown.share * shown.light)
        if under is not None:
            mixed += under[place] * np.float32((1 - shown.share) * shown.light)
        over[place] = np.rint(mixed, out=mixed)
    return frame_of(over)


class _Masters:
    """Masters being read, each forwards as long as it is asked forwards; the oldest is closed."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.open: dict[tuple[str, int], _Reader] = {}

    def picture(self, picture: Picture) -> VideoFrame:
        """A frame in the size of the cut, with bars where its shape is another."""
        reader = self._reader(picture)
        return reader.at(picture.frame, self.size)

    def _reader(self, picture: Picture) -> "_Reader":
        """One that stands just before the frame, else one more: a draft may follow itself."""
        of_file = [key for key in self.open if key[0] == picture.digest]
        near = [key for key in of_file if 0 <= picture.frame - self.open[key].place <= 2]
        key = near[0] if near else (picture.digest, len(of_file) % 2)
        if key not in self.open:
            self.open[key] = _Reader(picture.path, picture.digest)
            while len(self.open) > OPEN:
                self.open.pop(next(iter(self.open))).close()
        self.open[key] = self.open.pop(key)  # the one used last stands last
        return self.open[key]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for reader in self.open.values():
            reader.close()


class _Reader:
    """One master, read on from where it was read last."""

    def __init__(self, path: Path, digest: str) -> None:
        self.files = ExitStack()
        self.master = self.files.enter_context(open_master(path, digest))
        self.frames: Iterator[VideoFrame] = iter(())
        self.place = -1
        self.now: VideoFrame | None = None
        self.reformatter = VideoReformatter()

    def at(self, frame: int, size: tuple[int, int]) -> VideoFrame:
        """Frame `frame`, conformed."""
        if frame == self.place and self.now is not None:
            return self.now
        if self.now is None or not 0 < frame - self.place <= 2:
            self.frames, self.place = self.master.pictures(frame), frame - 1
        while self.place < frame:
            picture = next(self.frames)
            self.place += 1
        self.now = self._fitted(picture, size)
        return self.now

    def _fitted(self, picture: VideoFrame, size: tuple[int, int]) -> VideoFrame:
        width, height = size
        if (picture.width, picture.height) == size:
            return picture
        scale = min(Fraction(width, picture.width), Fraction(height, picture.height))
        wide, tall = (max(1, round(side * scale)) for side in (picture.width, picture.height))
        sized = self.reformatter.reformat(
            picture, wide, tall, PIXELS, interpolation=Interpolation.BICUBIC
        )
        whole = np.zeros((3, height, width), np.uint16)
        left, above = (width - wide) // 2, (height - tall) // 2
        whole[:, above : above + tall, left : left + wide] = planes_of(sized)
        return frame_of(whole)

    def close(self) -> None:
        self.files.close()


class _Mix:
    """All parts added up, read as they are needed."""

    def __init__(self, sounds: Sequence[Heard]) -> None:
        self.waiting = sorted(sounds, key=lambda sound: sound.start, reverse=True)
        self.playing: list[_Playing] = []
        self.at = 0

    def take(self, until: int) -> Samples:
        """The next samples, up to sample `until`."""
        first, self.at = self.at, until
        mixed: Samples = np.zeros((2, until - first), np.float32)
        while self.waiting and round(self.waiting[-1].start * SAMPLE_RATE) < until:
            self.playing.append(_Playing(self.waiting.pop()))
        for playing in self.playing:
            playing.add(mixed, first)
        for over in [playing for playing in self.playing if playing.end <= until]:
            self.playing.remove(over)
            over.close()
        return mixed.clip(-1, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for playing in self.playing:
            playing.close()


class _Playing:
    """A part that is being heard."""

    def __init__(self, part: Heard) -> None:
        self.part = part
        self.start = round(part.start * SAMPLE_RATE)
        self.end = self.start + round(part.seconds * SAMPLE_RATE)
        self.files = ExitStack()
        self.chunks = self._read()
        self.rest: Samples = np.zeros((2, 0), np.float32)

    def add(self, mixed: Samples, first: int) -> None:
        """Add what lies at samples first ≤ s < first + length."""
        begin, end = max(first, self.start), min(first + mixed.shape[1], self.end)
        if begin >= end:
            return
        samples = self._next(end - begin)
        seconds = np.arange(begin - self.start, end - self.start) / SAMPLE_RATE
        mixed[:, begin - first : end - first] += samples * self._loudness(seconds)

    def _loudness(self, seconds: NDArray[np.float64]) -> NDArray[np.float32]:
        levels = _along(seconds, self.part.levels)
        factors = np.where(levels <= SILENCE, 0, 10 ** (levels / 20))
        return (factors * _along(seconds, self.part.shape)).astype(np.float32)

    def _next(self, count: int) -> Samples:
        """So many samples more; silence after the file's end."""
        parts, missing = [self.rest], count - self.rest.shape[1]
        while missing > 0:
            chunk = next(self.chunks, None)
            if chunk is None:
                chunk = np.zeros((2, missing), np.float32)
            parts.append(chunk)
            missing -= chunk.shape[1]
        samples = np.concatenate(parts, axis=1)
        self.rest = samples[:, count:]
        return samples[:, :count]

    def _read(self) -> Iterator[Samples]:
        """The file's samples from the part's beginning on."""
        container = self.files.enter_context(open_clip(self.part.path))
        stream = sound_stream(container)
        if stream is None:
            return
        container.seek(int(self.part.source * 1_000_000))
        start = round(self.part.source * SAMPLE_RATE)
        # One channel stays one: as "stereo" the resampler would make it 3 dB quieter.
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        resampler = AudioResampler("fltp", layout, SAMPLE_RATE)
        for frame in container.decode(stream):
            for block in resampler.resample(frame):
                yield from _from(block, start)

    def close(self) -> None:
        """Let the file go."""
        self.files.close()


def _along(
    seconds: NDArray[np.float64], points: Sequence[tuple[float, float]]
) -> NDArray[np.float64]:
    """A curve of points joined by lines, at each of these seconds."""
    at, high = (np.array(column, np.float64) for column in zip(*points, strict=True))
    return np.interp(seconds, at, high)


def _from(frame: AudioFrame, start: int) -> Iterator[Samples]:
    """What of a frame lies at sample `start` or later."""
    samples: Samples = frame.to_ndarray()  # type: ignore[assignment]
    assert frame.pts is not None and frame.time_base is not None
    early = start - round(frame.pts * frame.time_base * SAMPLE_RATE)
    if early < samples.shape[1]:
        samples = samples[:, max(0, early) :]
        yield np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])))
