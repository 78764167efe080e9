"""Reading a clip in one pass: exactly the frames and the samples that its probe promises.

Frame i of the clip is what is on screen in the middle of its time, (i + ½) / rate. So a clip of
constant rate gives its own frames in order, one of variable rate gives each as often as it
shows, and a frame that can't be decoded is replaced by the one before it. Woven fields are made
whole on the way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from slowfilm.media.clip import Loss, open_clip, packets, picture_stream, sound_streams
from slowfilm.media.composed import Composed, transparent_decoder
from slowfilm.media.errors import MediaError
from slowfilm.media.fields import Fields, order_told, woven
from slowfilm.media.mixing import SAMPLE_RATE, Samples, chosen, matrix_of, mixed, resampler_of
from slowfilm.media.moving import TYPES, moving_frames
from slowfilm.media.probe import Probe

SLACK = SAMPLE_RATE // 20  # samples that the sound's own clock may wander before it is set right
HALF = Fraction(1, 2)
UNWAITING = ("mpeg4", "msmpeg4", "h263", "flv", "wmv")
TOLD_BY_OTHERS = (PictureType.P, PictureType.B)


@dataclass(frozen=True, slots=True)
class Picture:
    """Frame `index`, as it was decoded: not yet turned, sized or converted.

    `damaged`: parts of it could not be decoded, or all of it, and another stands in its place.
    `woven`: whether it came woven of two fields; None where its flag is all there is to go by.
    """

    index: int
    frame: VideoFrame
    damaged: bool = False
    woven: bool | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """The next samples, float32 of shape (2, n) at 48 kHz, full scale ±1."""

    samples: Samples


def samples_for(frames: int, rate: Fraction) -> int:
    """How many samples last as long as so many frames."""
    return round(frames / rate * SAMPLE_RATE)


def read(path: Path, about: Probe, loss: Loss | None = None) -> Iterator[Picture | Sound]:
    """Everything in the clip, in the order the file holds it, in bounded memory.

    Of a video, `about.frames` pictures and, if it has sound, exactly as long a sound that begins
    with the picture. Of a sound, samples for exactly `about.duration`. What can't be decoded is
    counted in `loss`. Raises MediaError when nothing can be.
    """
    if about.media_type in TYPES:
        yield from _moving(path, about)
        return
    loss = loss or Loss()
    with open_clip(path) as container:
        picture = picture_stream(container, about.choice) if about.kind == "video" else None
        heard = sound_streams(container, about.choice) if about.has_sound else []
        seeing = transparent_decoder(picture) if picture else None
        pictures = _Pictures(about, picture)
        sounds = _Mix(about, heard)
        streams: list[VideoStream | AudioStream] = [picture] if picture else []
        for packet in _packets(container, [*streams, *heard], loss):
            shown = packet.stream is picture
            pictures.missing += shown and packet.is_corrupt
            frames = _decoded(packet, seeing if shown else None)
            if frames is None:
                pictures.missing += shown
                loss.sounds += not shown
                continue
            for frame in frames:
                if isinstance(frame, VideoFrame):
                    yield from pictures.take(frame)
                elif isinstance(frame, AudioFrame):
                    yield from sounds.take(packet.stream_index, frame)
        if picture:
            yield from pictures.finish()
        if heard:
            yield from sounds.finish()


def _moving(path: Path, about: Probe) -> Iterator[Picture]:
    pictures = _Pictures(about, None)
    for frame in moving_frames(path):
        yield from pictures.take(frame)
    yield from pictures.finish()


def _packets(
    container: InputContainer, streams: "list[VideoStream | AudioStream]", loss: Loss
) -> "Iterator[Packet[Stream]]":
    try:
        yield from packets(container, *streams, loss=loss)
    except av.InvalidDataError:  # broken from here on: what came before is still shown
        return


def _decoded(
    packet: "Packet[Stream]", decoder: VideoCodecContext | None
) -> Sequence[object] | None:
    """What comes out of a packet; None for one that can't be decoded, which loses no other."""
    if not packet.size and packet.dts is not None:
        return None  # to the decoder it would be the end
    try:
        return decoder.decode(packet) if decoder else packet.decode()
    except av.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return None


class _Pictures:
    """Lays decoded frames onto the grid of the clip's rate."""

    def __init__(self, about: Probe, stream: VideoStream | None) -> None:
        self.start, self.rate, self.frames = about.start, about.rate or Fraction(1), about.frames
        self.variable = about.variable_rate
        self.fields = Fields(order_told(stream) if stream else None)
        self.composed = Composed()
        self.held_from = about.frames - about.held_frames  # after it only the sound goes on
        self.held_before = about.held_before  # before it only the sound has begun
        self.next = 0
        self.seen = 0
        self.held: VideoFrame | None = None
        self.fresh = False  # what is held has not been shown yet
        # Whether a picture has come that is told in full: most decoders wait for one by themselves.
        self.whole = stream is None or not stream.codec_context.name.startswith(UNWAITING)
        self.first = 0  # the place of the first; those before it are lost
        self.missing = 0  # packets broken or beside one that is lost, not yet laid to a frame

    def take(self, frame: VideoFrame) -> Iterator[Picture]:
        for whole in self.fields.take(frame):
            yield from self._lay(whole)

    def finish(self) -> Iterator[Picture]:
        for whole in self.fields.finish():
            yield from self._lay(whole)
        if self.held is None:
            raise MediaError("unreadable")
        yield from self._until(self.frames)

    def _lay(self, frame: VideoFrame) -> Iterator[Picture]:
        place = Fraction(self.seen)  # a stream without times counts its frames
        if frame.pts is not None and frame.time_base:
            place = (frame.pts * frame.time_base - self.start) * self.rate
        yield from self._until(ceil(place - HALF))
        self.whole = self.whole or frame.key_frame or frame.pict_type not in TOLD_BY_OTHERS
        if not self.whole or not self.seen:
            self.first = ceil(place - HALF) + (not self.whole)
        self.held, self.fresh = self.composed(frame), True
        self.seen += 1

    def _until(self, end: int) -> Iterator[Picture]:
        while self.held is not None and self.next < min(end, self.frames):
            damaged = self.held.is_corrupt or self._stands_in()
            yield Picture(self.next, self.held, damaged, woven(self.held))
            self.next += 1

    def _stands_in(self) -> bool:
        """Whether what is held is shown in the place of a frame that is lost."""
        if self.next < self.held_before:
            return False
        if self.next < self.first:
            return True
        if self.fresh:
            self.fresh = False
            return False
        if self.next >= self.held_from:
            return False
        lost = self.missing > 0 or not self.variable  # a variable clip shows some twice anyway
        self.missing -= self.missing > 0
        return lost


class _Mix:
    """Sounds of one file as one: each in its place, together as loud as one of them."""

    def __init__(self, about: Probe, streams: list[AudioStream]) -> None:
        self.sounds = {stream.index: _Sounds(about, stream) for stream in streams}
        self.waiting: dict[int, list[Samples]] = {index: [] for index in self.sounds}

    def take(self, index: int, frame: AudioFrame) -> Iterator[Sound]:
        yield from self._mixed(index, self.sounds[index].take(frame))

    def finish(self) -> Iterator[Sound]:
        for index, sound in self.sounds.items():
            yield from self._mixed(index, sound.finish())

    def _mixed(self, index: int, sounds: Iterator[Sound]) -> Iterator[Sound]:
        if len(self.sounds) == 1:
            yield from sounds
            return
        self.waiting[index] += [sound.samples for sound in sounds]
        ready = min(sum(part.shape[1] for part in parts) for parts in self.waiting.values())
        if not ready:
            return
        total = np.zeros((2, ready), np.float32)
        for at, parts in self.waiting.items():
            whole = np.concatenate(parts, axis=1)
            total += whole[:, :ready]
            self.waiting[at] = [whole[:, ready:]]
        yield Sound(np.clip(total / np.sqrt(len(self.sounds)), -1, 1).astype(np.float32))


class _Sounds:
    """Makes any sound 48 kHz stereo, placed against the clip's first frame."""

    def __init__(self, about: Probe, stream: AudioStream | None) -> None:
        self.start, self.alone = about.start, about.kind == "sound"
        self.coded = stream is not None and not stream.codec_context.name.startswith("pcm")
        self.channels = about.choice.channels
        self.matrix: Samples | None = None
        # The last packet of a coded sound is filled up; the container says where it truly ends.
        self.total = round(about.duration * SAMPLE_RATE)
        if about.rate:
            self.total = samples_for(about.frames, about.rate)
        self.at = 0
        self.shape: tuple[str, str, int] | None = None
        self.resampler: AudioResampler | None = None

    def take(self, frame: AudioFrame) -> Iterator[Sound]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self.shape:  # the first frame, or a stream that changes its mind
            yield from self._flush()
            self.shape = shape
            self.matrix = chosen(self.channels, frame.layout.nb_channels)
            if self.matrix is None:
                self.matrix = matrix_of(frame, self.coded)
            self.resampler = resampler_of(frame, self.matrix)
        yield from self._resampled(frame)

    def finish(self) -> Iterator[Sound]:
        yield from self._flush()
        if self.shape is None and self.alone:
            raise MediaError("unreadable")
        yield from self._silence(self.total - self.at)

    def _flush(self) -> Iterator[Sound]:
        yield from self._resampled(None)

    def _resampled(self, frame: AudioFrame | None) -> Iterator[Sound]:
        for block in self.resampler.resample(frame) if self.resampler else ():
            if block is not None:
                yield from self._place(block)

    def _place(self, frame: AudioFrame) -> Iterator[Sound]:
        samples: Samples = frame.to_ndarray()  # type: ignore[assignment]
        if self.matrix is not None:
            samples = mixed(samples, self.matrix)
        if frame.pts is not None and frame.time_base:
            position = round((frame.pts * frame.time_base - self.start) * SAMPLE_RATE)
            late = position - self.at
            if late > SLACK or (self.at == 0 and late > 0):
                yield from self._silence(late)
            elif late < -SLACK or (self.at == 0 and late < 0):
                samples = samples[:, -late:]
        yield from self._give(samples)

    def _silence(self, length: int) -> Iterator[Sound]:
        while length > 0 and self.at < self.total:
            part = min(length, SAMPLE_RATE)
            length -= part
            yield from self._give(np.zeros((2, part), np.float32))

    def _give(self, samples: Samples) -> Iterator[Sound]:
        samples = samples[:, : self.total - self.at]
        if samples.shape[1]:
            self.at += samples.shape[1]
            whole = np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])))
            yield Sound(whole)
