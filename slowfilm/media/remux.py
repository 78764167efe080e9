"""Clips and sounds: their packets, as they are, in a container that says nothing else."""

import errno
import hashlib
from array import array
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.stream import Disposition, Stream
from numpy.typing import NDArray

from slowfilm.media.clip import open_clip
from slowfilm.media.errors import MediaError
from slowfilm.media.probe import Probe

# What the demuxers call a format -> the muxer that writes it.
MUXERS = {"matroska": "matroska", "mpeg": "vob", "aac": "adts", "ogg": "ogg"}
OPTIONS = {
    "fflags": "+bitexact",  # no name of a program, no date
    "movflags": "+faststart",
    "id3v2_version": "0",
    "write_id3v1": "0",
    "rf64": "auto",
}
NEEDED = ("timecode", "language")  # tags that tell of the picture, not of people
CLOSE = 1 / 500  # seconds: clocks of containers differ
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NEVER = 0  # when a packet is shown that does not say it


def strip(path: Path, out: Path, about: Probe) -> None:
    """Write the copy. Raises MediaError "not-strippable" unless every packet is the same."""
    try:
        with open_clip(path) as source:
            muxer = _muxer(source, about)
            with av.open(f"file:{out}", "w", muxer, options=_options(muxer)) as target:
                _copy(source, target)
    except (av.FFmpegError, ValueError, OSError) as error:
        if getattr(error, "errno", None) in FULL:
            raise  # it can be tried again
        raise MediaError("not-strippable") from error
    if not _same(_packets(path), _packets(out)):
        raise MediaError("not-strippable")


def _muxer(source: InputContainer, about: Probe) -> str:
    name = source.format.name.split(",")[0]
    if name == "mov":
        return "mov" if about.media_type == "video/quicktime" else "mp4"
    if about.media_type.endswith("/webm"):
        return "webm"
    return MUXERS.get(name, name)


def _options(muxer: str) -> dict[str, str]:
    """Those that a muxer knows: an unknown one is refused."""
    of = {"movflags": ("mov", "mp4"), "rf64": ("wav",)}
    of |= dict.fromkeys(("id3v2_version", "write_id3v1"), ("mp3",))
    return {name: value for name, value in OPTIONS.items() if muxer in of.get(name, (muxer,))}


def _streams(container: InputContainer) -> list[Stream]:
    """Pictures and sounds; no covers, no measurements of the camera."""
    return [
        stream
        for stream in container.streams
        if stream.type in ("video", "audio")
        and stream.codec_context is not None
        and not stream.disposition & Disposition.attached_pic
    ]


def _copy(source: InputContainer, target: OutputContainer) -> None:
    streams = {}
    for stream in _streams(source):
        target_stream = target.add_stream_from_template(stream, opaque=True)
        target_stream.metadata.update(
            {k: v for k, v in stream.metadata.items() if k.lower() in NEEDED}
        )
        if stream.codec_context.codec_tag in ("hvc1", "hev1", "dvh1", "avc3"):
            target_stream.codec_context.codec_tag = stream.codec_context.codec_tag
        streams[stream.index] = target_stream
    target.metadata.update({k: v for k, v in source.metadata.items() if k.lower() == "timecode"})
    for packet in source.demux(_streams(source)):
        if packet.size:
            packet.stream = streams[packet.stream_index]
            target.mux_one(packet)


Told = tuple[str, NDArray[Any]]  # a digest of all packets; when each is shown, seconds


def _packets(path: Path) -> list[Told]:
    """What each picture and sound of a file consists of, and when each packet of it is shown."""
    with open_clip(path) as container:
        streams = _streams(container)
        digests = {stream.index: hashlib.sha256() for stream in streams}
        bases = {stream.index: float(stream.time_base or 1) for stream in streams}
        times = {index: array("q") for index in digests}
        for packet in container.demux(streams):
            if packet.size:
                digests[packet.stream_index].update(bytes(packet))
                time = packet.dts if packet.pts is None else packet.pts
                times[packet.stream_index].append(NEVER if time is None else time)
    return [
        (digests[index].hexdigest(), np.frombuffer(times[index], np.int64) * bases[index])
        for index in digests
    ]


def _same(before: list[Told], after: list[Told]) -> bool:
    """Whether both hold the same packets, shown when they were, all counted from the first."""
    if [digest for digest, _ in before] != [digest for digest, _ in after]:
        return False
    first, then = (min((times.min() for _, times in all_ if len(times)), default=0.0)
                   for all_ in (before, after))  # fmt: skip
    return all(
        np.allclose(old - first, new - then, rtol=0, atol=CLOSE)
        for (_, old), (_, new) in zip(before, after, strict=True)
    )
