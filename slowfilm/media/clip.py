"""Opening a clip from a stranger, and what its packets say before any is decoded."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.codec.context import ThreadType
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from slowfilm.media.clock import Clock
from slowfilm.media.containers.programs import programs
from slowfilm.media.errors import MediaError
from slowfilm.media.sniff import CLIPS, opening, starts_like_a_clip

BESIDE_OTHERS = (
    Disposition.comment | Disposition.hearing_impaired | Disposition.visual_impaired
)  # sounds for who hears or sees the others too, or does not
ODD = 32  # packets in a row that make no sense: then the rest does not either
# Of broadcasts that go on with other track numbers the same tracks go on.
OPTIONS = {"protocol_whitelist": "file", "merge_pmt_versions": "1"}
DECODER_THREADS = 4  # each holds whole frames: more would break the memory promised


def open_clip(path: Path) -> InputContainer:
    """Open by content. Formats that name other files (playlists) are never read."""
    options = {"format_whitelist": ",".join(CLIPS), **OPTIONS}
    try:
        container = av.open(f"file:{path}", "r", options=options)
    except (av.FFmpegError, ValueError) as error:
        broken = starts_like_a_clip(opening(path))
        raise MediaError("truncated" if broken else "not-media") from error
    for stream in container.streams:
        if isinstance(stream, VideoStream) and stream.codec_context:
            stream.codec_context.thread_type = ThreadType.AUTO
            stream.codec_context.thread_count = DECODER_THREADS
    return container


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tracks are wished for, by their numbers in the file; none: what the file means.

    `channels`: those that are heard of the one sound that is wished for, one or a pair, from 0.
    """

    picture: int | None = None
    sounds: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()


def picture_stream(container: InputContainer, choice: Choice | None = None) -> VideoStream | None:
    """The moving picture that is wished for, else the file's default, else the largest.

    The cover of a song is none.
    """
    streams = pictures_of(container)
    wished = choice.picture if choice else None
    return max(
        streams,
        key=lambda stream: (stream.index == wished, _default(stream), stream.width * stream.height),
        default=None,
    )


def pictures_of(container: InputContainer) -> list[VideoStream]:
    """All moving pictures of a file."""
    return [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic and stream.codec_context
    ]


def sound_stream(
    container: InputContainer, picture: VideoStream | None = None
) -> AudioStream | None:
    """The sound that the file calls its default, else the first; it has to say how fast it is.

    Of several programmes one of the picture's own, and no comment or description before others.
    """
    found = sounds_of(container)
    of = program_of(container) if picture and len(found) > 1 else {}
    own = of.get(picture.index) if picture else None
    return max(
        found,
        key=lambda each: (
            of.get(each.index) == own,
            _default(each),
            not each.disposition & BESIDE_OTHERS,
        ),
        default=None,
    )


def program_of(container: InputContainer) -> dict[int, int]:
    """The programme of each track of a broadcast, by the track's number in the file."""
    if container.format.name != "mpegts":
        return {}
    listed = programs(Path(container.name.removeprefix("file:")))
    return {each.index: listed[each.id] for each in container.streams if each.id in listed}


def sound_streams(container: InputContainer, choice: Choice | None = None) -> list[AudioStream]:
    """The sounds that are wished for, else the one that the file means."""
    wished = choice.sounds if choice else ()
    streams = [stream for stream in sounds_of(container) if stream.index in wished]
    usual = sound_stream(container, picture_stream(container, choice))
    return streams or ([usual] if usual else [])


def sounds_of(container: InputContainer) -> list[AudioStream]:
    """All sounds of a file that say how fast they are."""
    return [
        stream
        for stream in container.streams.audio
        if stream.codec_context and stream.codec_context.sample_rate
    ]


def _default(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.default)


@dataclass(slots=True)
class Track:
    """The packets of one stream: how many, and when each that is shown is shown.

    `reach`: the byte of the file at which the last of them ends.
    """

    time_base: Fraction
    packets: int = 0
    reach: int = 0
    times: "array[int]" = field(default_factory=lambda: array("q"))
    last: int = 0  # the latest time seen, and how long what begins there lasts
    length: int = 0

    @property
    def end(self) -> Fraction:
        return (self.last + self.length) * self.time_base


def scan(container: InputContainer, choice: Choice | None = None) -> dict[int, Track]:
    """Read every packet of picture and sound, decoding none: index of the stream -> Track.

    Of Matroska titles and further sounds too, as its length is that of the longest.
    """
    picture = picture_stream(container, choice)
    streams: list[Stream] = [picture] if picture else []
    streams += sound_streams(container, choice)
    if container.format.name.startswith("matroska"):
        streams = [s for s in container.streams if s.type in ("video", "audio", "subtitle")]
    tracks = {s.index: Track(s.time_base or Fraction(1, 1000)) for s in streams}
    try:
        for packet in packets(container, *streams):
            if packet.size:
                _count(tracks[packet.stream_index], packet)
    except av.FFmpegError:
        pass  # what came before is counted; the caller compares it with what was promised
    return tracks


@dataclass(slots=True)
class Loss:
    """What of a clip could not be read, beside its pictures.

    `packets`: that its container makes no sense of; `sounds`: that hold no sound.
    """

    packets: int = 0
    sounds: int = 0


def packets(
    container: InputContainer, *streams: Stream, loss: Loss | None = None
) -> "Iterator[Packet[Stream]]":
    """The packets of these streams in the order of the file, on one line of time.

    One that its container makes no sense of is passed over, and counted in `loss`. Raises
    av.FFmpegError where it can't be read on.
    """
    clock = Clock(container.format.name)
    odd = 0
    while True:
        try:
            for packet in container.demux(*streams):
                odd = 0
                if packet.stream.type != "subtitle":  # titles may come in any order
                    clock.set(packet)
                yield packet
            return
        except av.InvalidDataError:
            odd += 1
            if loss:
                loss.packets += 1
            if odd > ODD:
                raise


def _count(track: Track, packet: "Packet[Stream]") -> None:
    track.packets += 1
    track.reach = max(track.reach, (packet.pos or 0) + packet.size)
    time = packet.dts if packet.pts is None else packet.pts
    if time is None or packet.is_discard:
        return
    track.times.append(time)
    if time >= track.last or len(track.times) == 1:
        track.last, track.length = time, packet.duration or 0
