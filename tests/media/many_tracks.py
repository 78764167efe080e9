"""Files with several tracks and channels, each a tone of its own."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition
from numpy.typing import NDArray

RATE = 48000


def tone(hertz: float, seconds: float = 1.0) -> NDArray[np.float32]:
    """A sine of a quarter of full scale, shape (samples,)."""
    times = np.arange(round(seconds * RATE)) / RATE
    return (0.25 * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def clip(
    path: Path,
    tones: Sequence[float],
    *,
    seconds: float = 1.0,
    lengths: Sequence[float] = (),
    titles: Sequence[str] = (),
    pictures: Sequence[int] = (60,),
    dispositions: Sequence[Disposition] = (),
) -> Path:
    """A Matroska of grey pictures and mono AAC sounds, each a tone in Hz."""
    with av.open(str(path), "w", format="matroska") as container:
        seen = []
        for grey in pictures:
            stream = container.add_stream("libx264", rate=24)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            seen.append((stream, grey))
        heard = []
        for at, hertz in enumerate(tones):
            sound = container.add_stream("aac", rate=RATE, layout="mono")
            sound.metadata["language"] = "chi" if at else "eng"
            if at < len(dispositions):
                sound.disposition = dispositions[at]
            if at < len(titles):
                sound.metadata["title"] = titles[at]
            heard.append((sound, tone(hertz, lengths[at] if at < len(lengths) else seconds)))
        for stream, grey in seen:
            for index in range(round(seconds * 24)):
                rgb = np.full((48, 64, 3), grey, np.uint8)
                frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
                frame.pts, frame.time_base = index, Fraction(1, 24)
                container.mux(stream.encode(frame))
        for sound, samples in heard:
            for first in range(0, len(samples), 1024):
                part = av.AudioFrame.from_ndarray(
                    samples[None, first : first + 1024], "fltp", "mono"
                )
                part.sample_rate, part.pts, part.time_base = RATE, first, Fraction(1, RATE)
                container.mux(sound.encode(part))
        for stream, _what in (*seen, *heard):
            container.mux(stream.encode(None))
    return path


def wav(
    path: Path,
    tones: Sequence[float],
    names: Sequence[str] = (),
    *,
    description: bool = False,
    head: bytes = b"RIFF",
    began: int = 0,
    rate: str = "",
) -> Path:
    """A recorder's WAV of 16 bits: a tone a channel (0: silence), its names in iXML or bext.

    With another `head` its lengths stand in a chunk of their own, and its names behind the samples.
    `began`: samples since midnight; `rate`: of its timecode, in frames a second.
    """
    channels = [tone(hertz) if hertz else np.zeros(RATE, np.float32) for hertz in tones]
    data = (np.stack(channels, axis=1) * 32767).astype("<i2").tobytes()
    count = len(tones)
    form = (
        (0xFFFE).to_bytes(2, "little")
        + count.to_bytes(2, "little")
        + RATE.to_bytes(4, "little")
        + (RATE * count * 2).to_bytes(4, "little")
        + (count * 2).to_bytes(2, "little")
        + (16).to_bytes(2, "little")
        + (22).to_bytes(2, "little")
        + (16).to_bytes(2, "little")
        + (0).to_bytes(4, "little")  # no places
        + bytes.fromhex("0100000000001000800000aa00389b71")
    )
    chunks = [(b"fmt ", form)]
    if names and description:
        told = "".join(f"sTRK{at}={name}\r\n" for at, name in enumerate(names, 1))
        chunks.append((b"bext", told.encode().ljust(602, b"\0")))
    elif began:
        chunks.append((b"bext", (bytes(338) + began.to_bytes(8, "little")).ljust(602, b"\0")))
    if names and not description:
        rows = "".join(
            f"<TRACK><CHANNEL_INDEX>{at}</CHANNEL_INDEX><INTERLEAVE_INDEX>{at}</INTERLEAVE_INDEX>"
            f"<NAME>{name}</NAME></TRACK>"
            for at, name in enumerate(names, 1)
        )
        speed = f"<SPEED><TIMECODE_RATE>{rate}</TIMECODE_RATE></SPEED>"
        told = f"<BWFXML>{speed}<TRACK_LIST>{rows}</TRACK_LIST></BWFXML>"
        chunks.append((b"iXML", told.encode()))
    plain = head == b"RIFF"
    chunks.insert(len(chunks) if plain else 1, (b"data", data))
    if not plain:
        lengths = bytes(8) + len(data).to_bytes(8, "little") + bytes(12)
        chunks.insert(0, (b"ds64", lengths))
    body = b"WAVE"
    for name, content in chunks:
        size = len(content) if plain or name != b"data" else 0xFFFFFFFF
        body += name + size.to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
    whole = len(body) if plain else 0xFFFFFFFF
    path.write_bytes(head + whole.to_bytes(4, "little") + body)
    return path


def loudest(samples: NDArray[np.float32]) -> int:
    """The strongest tone of a sound, in Hz; 0 for silence."""
    if np.abs(samples).max() < 1e-3:
        return 0
    return round(float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / samples.size)
