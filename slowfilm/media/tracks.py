"""What pictures and sounds a file holds, and which of them are to be seen and heard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any, Self

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream

from slowfilm.media.clip import Choice, pictures_of, program_of, sounds_of

MOST_CHANNELS = 64
SLOWEST, FASTEST = 10, 240  # frames a second that a recorder may count
LONGEST = 80  # characters of a title or a name
CHUNKS, CHUNK_MOST = 64, 1 << 20  # of a WAV that are looked through, and bytes of one that is read
TRACK = re.compile(r"<TRACK>(.*?)</TRACK>", re.S | re.I)
FIELD = r"<{0}>([^<]*)</{0}>"
NAMED = re.compile(r"sTRK(\d{1,2})=([^\r\n\0]*)")  # of a recorder's description


@dataclass(frozen=True, slots=True)
class Used:
    """Which tracks are seen and heard, by their numbers in the file.

    `channels`: those of the one sound that is heard, from 0; none named: all, mixed.
    """

    picture: int | None
    sounds: tuple[int, ...]
    channels: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "picture": self.picture,
            "sounds": list(self.sounds),
            "channels": list(self.channels),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`."""
        return cls(plain["picture"], tuple(plain["sounds"]), tuple(plain["channels"]))


def choice_of(plain: Mapping[str, Any] | None) -> Choice:
    """A wish as it stands in a request; nothing wished is the usual."""
    if not plain:
        return Choice()
    used = Used.from_json(plain)
    return Choice(used.picture, used.sounds, used.channels)


def listed(path: Path, container: InputContainer) -> tuple[dict[str, Any], ...]:
    """Each picture and sound of a file, as plain JSON, in the order of the file."""
    names = _recorders_names(path) if container.format.name == "wav" else []
    pictures = [_about(stream) | _picture(stream) for stream in pictures_of(container)]
    sounds = [_about(stream) | _sound(stream, names) for stream in sounds_of(container)]
    of = program_of(container)
    several = len(set(of.values())) > 1
    for track in pictures + sounds:
        track["program"] = of.get(track["index"], 0) if several else 0
    return tuple(sorted(pictures + sounds, key=lambda track: int(track["index"])))


def _about(stream: Stream) -> dict[str, Any]:
    title = next((v for k, v in stream.metadata.items() if k.lower() in ("title", "name")), "")
    language = stream.language or ""
    return {
        "index": stream.index,
        "type": stream.type,
        "codec": stream.codec_context.name if stream.codec_context else "",
        "language": "" if language == "und" else language,
        "title": _short(title),
        "default": bool(stream.disposition & 1),
    }


def _picture(stream: Any) -> dict[str, Any]:
    return {"width": stream.width, "height": stream.height}


def _sound(stream: AudioStream, names: list[str]) -> dict[str, Any]:
    layout = stream.codec_context.layout
    count = layout.nb_channels
    if len(names) != count:
        placed = [channel.name for channel in layout.channels]
        has_names = len(placed) == count and not layout.name.endswith(" channels")
        coded = not stream.codec_context.name.startswith("pcm")
        # Samples of a recorder have the places that a file of as many channels would have.
        names = placed if has_names and count > 1 and (coded or count == 2) else []
    return {"channels": count, "channel_names": names}


def _recorders_names(path: Path) -> list[str]:
    """What a recorder calls the channels of a WAV, in their order: iXML, else its description."""
    chunks = _chunks(path)
    names: dict[int, str] = {}
    for track in TRACK.findall(chunks.get(b"iXML", "")):
        place = _field(track, "INTERLEAVE_INDEX") or _field(track, "CHANNEL_INDEX")
        if place.isdecimal():
            names[int(place)] = _short(_field(track, "NAME"))
    if not names:
        names = {int(at): _short(name) for at, name in NAMED.findall(chunks.get(b"bext", ""))}
    return [names[at] for at in sorted(names)][:MOST_CHANNELS]


def recorders_rate(path: Path) -> tuple[Fraction, bool] | None:
    """The rate at which the recorder of a WAV counted its timecode, and whether drop-frame."""
    told = _chunks(path).get(b"iXML", "")
    named, _, whole = _field(told, "TIMECODE_RATE").partition("/")
    if not named.isdecimal() or not (whole or "1").isdecimal() or not int(whole or 1):
        return None
    rate = Fraction(int(named), int(whole or 1))
    if not SLOWEST <= rate <= FASTEST:
        return None
    return rate, _field(told, "TIMECODE_FLAG").upper() == "DF"


def _chunks(path: Path) -> dict[bytes, str]:
    """The texts of a WAV that may name its channels."""
    chunks: dict[bytes, str] = {}
    data_size = 0xFFFFFFFF  # of samples beyond what 32 bits say, as an earlier chunk has it
    with path.open("rb") as file:
        if file.read(4) not in (b"RIFF", b"RF64", b"BW64"):
            return chunks
        file.seek(12)
        for _number in range(CHUNKS):
            head = file.read(8)
            if len(head) < 8:
                break
            size = int.from_bytes(head[4:], "little")
            if head[:4] in (b"iXML", b"bext") and size <= CHUNK_MOST:
                chunks[head[:4]] = file.read(size).decode("utf-8", "replace")
                file.seek(size % 2, 1)
            elif head[:4] == b"ds64" and 16 <= size <= CHUNK_MOST:
                data_size = int.from_bytes(file.read(size)[8:16], "little")
                file.seek(size % 2, 1)
            else:
                size = data_size if size == 0xFFFFFFFF else size
                file.seek(size + size % 2, 1)
    return chunks


def _field(text: str, name: str) -> str:
    match = re.search(FIELD.format(name), text, re.I)
    return unescape(match[1]).strip() if match else ""


def _short(text: str) -> str:
    """Words without what could break a line, and not too long."""
    return "".join(character for character in text if character.isprintable()).strip()[:LONGEST]
