"""What a file is and measures: decided by its content, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, Literal, Self, cast

import av
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.stream import Stream
from av.video.frame import VideoFrame
from PIL import ExifTags, ImageFile, UnidentifiedImageError

from slowfilm.media import carried
from slowfilm.media.clip import Choice, Track, open_clip, picture_stream, scan, sound_streams
from slowfilm.media.containers import gif, jpeg, png, webp
from slowfilm.media.containers.joined import has_film, joined
from slowfilm.media.errors import MediaError
from slowfilm.media.fields import order_told
from slowfilm.media.hdr import curve_of
from slowfilm.media.moving import moves, moving_timing
from slowfilm.media.picture_file import open_still
from slowfilm.media.sniff import PICTURES, clip_type, opening, starts_like_a_still
from slowfilm.media.timing import timing
from slowfilm.media.tracks import Used, choice_of, listed, recorders_rate
from slowfilm.timecode import frame_at, source_label, timecode

CLIP_PIXELS = 40_000_000  # a frame of a clip: 8K fits
LONGEST = 6 * 3600  # seconds
LONGER = Fraction(1, 2)  # seconds: coded sounds end a little late
EARLIER = Fraction(1, 10)  # seconds: they begin a little early, while their coders warm up
CONTAINER_MOST = 1 << 29  # bytes of a still that are looked through
CLOCKWISE = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientation -> degrees
MIRRORED = (2, 4, 5, 7)  # EXIF orientations: after turning, left and right change places

Kind = Literal["picture", "video", "sound"]


@dataclass(frozen=True, slots=True)
class Probe:
    """The measures of one file. Zero or None where they have no meaning for its kind.

    `width`, `height`: pixels as shown, upright and square. `rotation`: degrees clockwise that
    turn what is stored upright; `mirrored`: left and right then change places. `rate`: frames a
    second, exact; of a variable clip the nearest common rate. `frames`: how many there are at
    that rate; in the last `held_frames` of them the last picture stands while the sound goes on, in
    the first `held_before` the first picture, as the sound begins before it.
    `start`, `duration`: seconds, exact; `start` is the time the file itself gives its
    first frame or sample. `interlaced`: its frames are woven of two fields, by its own word until
    a task has looked at them all. `curve`: "pq", "hlg" or "wide" where its light or colours go
    beyond BT.709, and what is made of it is toned down. `damaged_frames`: how many were found
    broken or lost, at least, `damaged_sounds` the same of the packets of its sound; None until a
    task has read them all. `carries`: what the file tells
    of people beside its pictures and sounds, as codes of carried.py; never the values. `timecode`:
    what the file calls its first frame, with a semicolon before the frames where it counts
    drop-frame; "" where it does not say; of a recorder's sound at the rate that it names. `clock`:
    seconds since midnight at which a recorder says that its sound begins. `tracks`: all pictures
    and sounds of a clip (tracks.listed), and `used` which of them are seen and heard; None of a
    still. `pictures`: how many a still's file holds; the first is shown.
    """

    kind: Kind
    media_type: str
    codec: str
    width: int = 0
    height: int = 0
    rotation: int = 0
    mirrored: bool = False
    rate: Fraction | None = None
    frames: int = 0
    held_frames: int = 0
    held_before: int = 0
    start: Fraction = Fraction(0)
    duration: Fraction = Fraction(0)
    variable_rate: bool = False
    interlaced: bool = False
    curve: str = ""
    damaged_frames: int | None = None
    damaged_sounds: int | None = None
    has_sound: bool = False
    sample_rate: int = 0
    channels: int = 0
    carries: tuple[str, ...] = ()
    timecode: str = ""
    clock: Fraction | None = None
    tracks: tuple[dict[str, Any], ...] = ()
    used: dict[str, Any] | None = None
    pictures: int = 1

    @property
    def choice(self) -> Choice:
        """Which tracks are read."""
        return choice_of(self.used)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; fractions as text such as "24000/1001"."""
        plain = asdict(self)
        return {k: str(v) if isinstance(v, Fraction) else v for k, v in plain.items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        """The inverse of `to_json`."""
        exact = {f.name for f in fields(cls) if "Fraction" in str(f.type)}
        full: dict[str, Any] = {k: Fraction(v) if k in exact and v else v for k, v in plain.items()}
        lists = {name: tuple(plain.get(name, ())) for name in ("carries", "tracks")}
        return cls(**full | lists)


def probe(path: Path, *, longest: float = LONGEST, choice: Choice | None = None) -> Probe:
    """Measure the file at `path`. Raises MediaError when it is none, broken, or beyond limits.

    Of a clip with several pictures or sounds those of `choice` are measured.

    Reads every packet of a clip but decodes only one frame; of a still only the header. A picture
    that moves is decoded, and is a clip.
    """
    if path.stat().st_size == 0:
        raise MediaError("empty")
    return _still(path, longest) or _clip(path, longest, choice)


def _still(path: Path, longest: float) -> Probe | None:
    try:
        with open_still(path) as image:
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
            width, height = image.size
            name = str(image.format)
            codes = carried.by_picture(image) | _beside(path, name)
            moving = moves(image)
            pictures = 1 if moving else _count(image)
            if image.format == "HEIF" and has_film(path):
                return None
    except UnidentifiedImageError:
        # Clips' demuxers would take the tiles of one for films.
        if starts_like_a_still(opening(path)) and not has_film(path):
            raise MediaError("unreadable") from None
        return None
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("unreadable") from error
    rotation = CLOCKWISE.get(orientation, 0)
    if rotation in (90, 270):
        width, height = height, width
    still = Probe(
        "picture",
        PICTURES[name],
        name.lower(),
        width,
        height,
        rotation=rotation,
        mirrored=orientation in MIRRORED,
        frames=1,
        carries=carried.in_order(codes),
        pictures=pictures,
    )
    return _moving(path, still, longest) if moving else still


def _count(image: ImageFile.ImageFile) -> int:
    """How many pictures the file of an opened one holds, as far as it says."""
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception:  # the list of the others is broken, which is no fault of the first
        return 1


def _moving(path: Path, still: Probe, longest: float) -> Probe:
    """The measures of a picture that moves: those of a clip."""
    if still.width * still.height > CLIP_PIXELS:
        raise MediaError("too-many-pixels", pixels=still.width * still.height, limit=CLIP_PIXELS)
    measures = moving_timing(path)
    if measures.duration > longest:
        raise MediaError("too-long", seconds=round(measures.duration), limit=round(longest))
    return replace(
        still,
        kind="video",
        rate=measures.rate,
        frames=measures.frames,
        start=measures.start,
        duration=measures.duration,
        variable_rate=measures.variable,
    )


def _beside(path: Path, name: str) -> set[str]:
    """What a picture's container holds that its decoder does not look at."""
    look = {
        "JPEG": jpeg.carried,
        "MPO": jpeg.carried,
        "PNG": png.carried,
        "WEBP": webp.carried,
        "GIF": gif.carried,
    }
    if name not in look or path.stat().st_size > CONTAINER_MOST:
        return set()
    return look[name](path.read_bytes())


def _clip(path: Path, longest: float, choice: Choice | None) -> Probe:
    with open_clip(path) as container:
        tracks = scan(container, choice)
        _whole(container, tracks)
        if joined(path, container.format.name, max((t.reach for t in tracks.values()), default=0)):
            raise MediaError("joined")
        picture = picture_stream(container, choice)
        sounds = [
            stream for stream in sound_streams(container, choice) if tracks[stream.index].times
        ]
        heard = sounds[0] if sounds else None
        spans = [tracks[sound.index] for sound in sounds]
        if picture and tracks[picture.index].packets:
            about = _measure_picture(path, container, tracks[picture.index], choice)
        elif heard:
            about = {"kind": "sound", **_sound_span(spans)}
        else:
            raise MediaError("no-picture" if picture else "not-media")
        about["media_type"] = clip_type(
            container.format.name, opening(path), picture=about["kind"] == "video"
        )
        if heard:
            context = heard.codec_context
            about |= {"has_sound": True, "sample_rate": context.sample_rate}
            about["channels"] = sum(sound.codec_context.layout.nb_channels for sound in sounds)
            if about["kind"] == "video":
                about |= _held_before(about, _begins(spans))
                about |= _held(about, max(track.end for track in spans))
            about.setdefault("codec", context.name)
        about["carries"] = carried.in_order(carried.by_container(container))
        if about["kind"] == "video":
            about["timecode"] = _timecode(container, about["rate"])
        else:
            about |= _recorders_clock(path, container)
        about["tracks"] = listed(path, container)
        channels = choice.channels if choice and len(sounds) == 1 else ()
        picture_index = picture.index if picture and about["kind"] == "video" else None
        about["used"] = Used(
            picture_index, tuple(sound.index for sound in sounds), channels
        ).to_json()
    if about["duration"] > longest:
        raise MediaError("too-long", seconds=round(about["duration"]), limit=round(longest))
    return Probe(**about)


def _timecode(container: InputContainer, rate: Fraction) -> str:
    """Of the picture's track before that of others, as a copy may keep more than one."""
    picture = picture_stream(container)
    tagged = [picture.metadata] if picture else []
    tagged += [container.metadata, *(stream.metadata for stream in container.streams)]
    labels = (
        value for tags in tagged for name, value in tags.items() if name.lower() == "timecode"
    )
    return next((label for candidate in labels if (label := source_label(candidate, rate))), "")


def _recorders_clock(path: Path, container: InputContainer) -> dict[str, Any]:
    """When a recorder says that a sound begins (the time reference of a broadcast WAV)."""
    told = container.metadata.get("time_reference", "")
    if not told.isdecimal() or not int(told):
        return {}
    clock = Fraction(int(told), container.streams.audio[0].codec_context.sample_rate)
    named = recorders_rate(path)
    if named is None:
        return {"clock": clock}
    rate, drop = named
    return {"clock": clock, "timecode": timecode(frame_at(clock, rate), rate, drop=drop)}


def _sound_span(tracks: list[Track]) -> dict[str, Any]:
    start = max(Fraction(0), _begins(tracks))  # before 0 coders warm up
    return {"start": start, "duration": max(track.end for track in tracks) - start}


def _begins(tracks: list[Track]) -> Fraction:
    """When the first of these sounds begins, in seconds of the file."""
    return min(min(track.times) * track.time_base for track in tracks)


def _held_before(about: dict[str, Any], begins: Fraction) -> dict[str, Any]:
    """Where the sound begins clearly before the picture, the first picture stands meanwhile."""
    rate, before = about["rate"], about["start"] - begins
    if before < EARLIER:
        return {}
    held = ceil(before * rate)
    return {
        "frames": about["frames"] + held,
        "held_before": held,
        "start": about["start"] - held / rate,
        "duration": about["duration"] + held / rate,
    }


def _held(about: dict[str, Any], end: Fraction) -> dict[str, Any]:
    """Where the sound goes on clearly after the picture, the last picture stands until it ends."""
    rate, after = about["rate"], end - about["start"] - about["duration"]
    if after < LONGER:
        return {}
    repeats = ceil(after * rate)
    duration = about["duration"] + repeats / rate
    return {"frames": about["frames"] + repeats, "held_frames": repeats, "duration": duration}


def _measure_picture(
    path: Path, container: InputContainer, track: Track, choice: Choice | None
) -> dict[str, Any]:
    stream = picture_stream(container, choice)
    assert stream is not None
    pixels = stream.codec_context.width * stream.codec_context.height
    if pixels > CLIP_PIXELS:
        raise MediaError("too-many-pixels", pixels=pixels, limit=CLIP_PIXELS)
    first = _first_frame(path, choice)
    named = [r for r in (stream.guessed_rate, stream.average_rate) if r]
    times = np.frombuffer(track.times, np.int64) if track.times else np.arange(track.packets)
    base = track.time_base if track.times else 1 / next(iter(named), Fraction(25))
    measures = timing(times, base, track.length, named)
    width, height = first.width, first.height
    if stream.sample_aspect_ratio:
        width = max(1, round(width * stream.sample_aspect_ratio))
    rotation, mirrored = _lie(first)
    if rotation in (90, 270):
        width, height = height, width
    return {
        "kind": "video",
        "codec": stream.codec_context.name,
        "width": width,
        "height": height,
        "rotation": rotation,
        "mirrored": mirrored,
        "rate": measures.rate,
        "frames": measures.frames,
        "start": measures.start,
        "duration": measures.duration,
        "variable_rate": measures.variable,
        "curve": curve_of(first) or "",
        "interlaced": first.interlaced_frame or order_told(stream) is not None,
    }


def _lie(frame: VideoFrame) -> tuple[int, bool]:
    """Degrees clockwise that turn it upright, and whether it is then to be mirrored sideways."""
    matrix = cast("Mapping[str, Buffer]", frame.side_data).get("DISPLAYMATRIX")
    if matrix is None:
        return 0, False
    # Where a step right and a step down in the stored picture lead, as (right, down) on screen.
    (a, b, _), (c, d, _), _ = np.frombuffer(bytes(matrix), np.int32).reshape(3, 3).astype(float)
    mirrored = bool(a * d < b * c)
    angle = np.degrees(np.arctan2(b, -a if mirrored else a))
    return round(angle / 90) * 90 % 360, mirrored


def _first_frame(path: Path, choice: Choice | None) -> VideoFrame:
    """Decode until one picture comes out: proof that it can be, and where rotation is told."""
    with open_clip(path) as container:
        stream = picture_stream(container, choice)
        assert stream is not None
        for packet in container.demux(stream):
            try:
                for frame in packet.decode():
                    return frame
            except av.InvalidDataError:
                continue
    raise MediaError("unreadable")


def _whole(container: InputContainer, tracks: dict[int, Track]) -> None:
    """Refuse a clip that holds clearly less than its own header says."""
    name = container.format.name.split(",")[0]
    if name == "matroska" and container.duration:  # of the longest it holds, which may be titles
        length = max((track.end for track in tracks.values() if track.times), default=Fraction(0))
        _lasts(length, Fraction(container.duration, av.time_base), Fraction(95, 100))
    elif name in ("mov", "avi", "mxf", "flac"):
        for index, track in tracks.items():
            _lasts(track.end, _promised(container.streams[index], name), Fraction(98, 100))


def _promised(stream: Stream, container: str) -> Fraction:
    """Seconds; 0 if it does not say. Counts do not tell: a film may show less than it holds, and
    one of a sound is here a packet and there a sample.
    """
    # Of a broken AVI the demuxer takes the length from what is left.
    length = stream.frames if container == "avi" else stream.duration
    return (length or 0) * (stream.time_base or Fraction(0))


def _lasts(length: Fraction, promised: Fraction, share: Fraction) -> None:
    if length < promised * share - Fraction(1, 2):
        raise MediaError(
            "truncated", found=f"{float(length):.1f} s", promised=f"{float(promised):.1f} s"
        )
