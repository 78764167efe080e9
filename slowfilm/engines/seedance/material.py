"""Inputs as the provider takes them: data URLs of JPEG, mp4 and wav, within its limits.

Made of our own copies, which tell of nobody; a file that fits already is sent as it is. Of a clip
only the picture is sent: its sound leaves only where it is cited as one.
"""

import base64
import io
import math
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.engines.base import Cancelled, Failed, Input
from slowfilm.engines.seedance.order import Order, Sent
from slowfilm.engines.seedance.versions import (
    BODY_BYTES,
    PICTURE_BYTES,
    PICTURE_SIDES,
    SHAPES,
    SHORTEST,
    SOUND_BYTES,
    VIDEO_BYTES,
    VIDEO_PIXELS,
    Version,
)
from slowfilm.engines.shared.loudness import RATE
from slowfilm.engines.shared.sounds import heard_of
from slowfilm.media.colour import Conform
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import probe
from slowfilm.media.proxy import ProxyWriter
from slowfilm.media.still import upright

Made = tuple[str, dict[str, Any]]  # an address, and how the input was made fit for it
QUALITY = 95


def made(
    order: Order, version: Version, cancelled: Callable[[], bool]
) -> list[tuple[Sent, str, dict[str, Any]]]:
    """Each input's address, and how it was made fit. Raises Cancelled, Failed, MediaError."""
    done, seconds = [], {"video": 0.0, "sound": 0.0}
    for part in order.sent:
        if cancelled():
            raise Cancelled
        url, facts = _made(part, version.seconds)
        if part.kind in seconds:
            seconds[part.kind] += facts.pop("sent_seconds", 0.0)
            if seconds[part.kind] > version.seconds + 0.5:
                raise Failed("not-offered")
        done.append((part, url, facts))
    if sum(len(url) for _sent, url, _told in done) > BODY_BYTES:
        raise Failed("too-large-to-send")
    return done


def _made(sent: Sent, most: float) -> Made:
    if sent.item.asset:
        return f"asset://{sent.item.asset}", {"asset": sent.item.asset}
    if sent.kind == "picture":
        return _picture(sent.item)
    return _video(sent.item, most) if sent.kind == "video" else _sound(sent.item, most)


def _picture(item: Input) -> Made:
    """Within the sides and shapes that are taken: enlarged, or cut at the long ends."""
    try:
        with open_still(item.path) as image:
            kind, size = image.format, image.size
            fits = _taken(size) and item.path.stat().st_size < PICTURE_BYTES
            if kind in ("JPEG", "PNG") and fits:
                image.load()  # or a broken one would be sent
                return _url(f"image/{kind.lower()}", item.path.read_bytes()), {}
            plain = upright(image, PICTURE_SIDES[1])
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("unreadable", name=item.path.name) from error
    facts: dict[str, Any] = {"type": "image/jpeg"}
    cut = _cut(plain.size)
    if cut != (0, 0, *plain.size):
        plain, facts["cropped"] = plain.crop(cut), list(cut)
    if (least := min(plain.size)) < PICTURE_SIDES[0]:
        times = PICTURE_SIDES[0] / least
        grown = tuple(math.ceil(side * times) for side in plain.size)
        plain = plain.resize(grown, Image.Resampling.BICUBIC)  # type: ignore[arg-type]
        facts["enlarged"] = round(times, 3)
    plain.info = {}
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    return _url("image/jpeg", buffer.getvalue()), facts


def _taken(size: tuple[int, int]) -> bool:
    least, most = PICTURE_SIDES
    return least <= min(size) and max(size) <= most and _cut(size) == (0, 0, *size)


def _cut(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The middle of a picture that is wider or higher than is taken."""
    width, height = size
    crop_size = min(width, int(height * SHAPES[1])), min(height, int(width / SHAPES[0]))
    left, top = (width - crop_size[0]) // 2, (height - crop_size[1]) // 2
    return left, top, left + crop_size[0], top + crop_size[1]


def _video(item: Input, most: float) -> Made:
    """The cited part as H.264 in mp4, without sound, in a size that is taken.

    What is shorter than is taken holds its last picture.
    """
    about = probe(item.path)
    if about.kind != "video" or about.rate is None:
        raise MediaError("no-picture", name=item.path.name)
    begin, end = item.span or (0.0, min(float(about.duration), most))
    first, last = (round(Fraction(moment) * about.rate) for moment in (begin, end))
    size = _video_size((about.width, about.height))
    conform = Conform(*size, about.rotation, "proxy", mirrored=about.mirrored)
    with TemporaryDirectory(prefix="sent-") as folder:
        path = Path(folder) / "part.mp4"
        frames = 0
        with ProxyWriter(path, width=size[0], height=size[1], rate=about.rate, sound=False) as file:
            for part in read(item.path, about):
                if not isinstance(part, Picture) or part.index < first:
                    continue
                if part.index >= last:
                    break
                shown = conform(part.frame)
                file.picture(frames, shown)
                frames += 1
            repeats = max(0, math.ceil(SHORTEST * about.rate) - frames) if frames else 0
            for number in range(frames, frames + repeats):
                file.picture(number, shown)
        data = path.read_bytes()
    if not frames:
        raise MediaError("no-picture", name=item.path.name)
    if len(data) >= VIDEO_BYTES:
        raise Failed("too-large-to-send")
    facts: dict[str, Any] = {"type": "video/mp4", "size": list(size), "sound": False}
    if repeats:
        facts["held"] = repeats
    return _url("video/mp4", data), {
        **facts,
        "sent_seconds": float((frames + repeats) / about.rate),
    }


def _video_size(size: tuple[int, int]) -> tuple[int, int]:
    """The nearest even size whose pixels are neither too few nor too many."""
    pixels = size[0] * size[1]
    least, most = VIDEO_PIXELS
    times = math.sqrt(least / pixels) if pixels < least else min(1.0, math.sqrt(most / pixels))
    up = math.ceil if pixels < least else math.floor
    return tuple(2 * up(side * times / 2) for side in size)  # type: ignore[return-value]


def _sound(item: Input, most: float) -> Made:
    """The cited part as 16-bit wav."""
    samples = heard_of(item.path, item.span, round(most * RATE))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").T.tobytes())
    if len(buffer.getvalue()) >= SOUND_BYTES:
        raise Failed("too-large-to-send")
    facts: dict[str, Any] = {"type": "audio/wav"}
    return _url("audio/wav", buffer.getvalue()), {**facts, "sent_seconds": samples.shape[1] / RATE}


def _url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
