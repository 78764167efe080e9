"""A task of the sandbox: a file in, a file out with light and room tone where its guards are.

The file is encoded from composed frames and nothing else, in a picture without loss.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pydantic import TypeAdapter

from slowfilm.media import masks
from slowfilm.media.abstraction import Abstraction, Codes, still
from slowfilm.media.colour import Conform, fit
from slowfilm.media.frames import Picture, Sound, read
from slowfilm.media.guards import Guard, ordered
from slowfilm.media.looks import Look
from slowfilm.media.master import PIXELS
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import Probe, probe
from slowfilm.media.proxy import ProxyWriter
from slowfilm.media.room_tone import Span, toned
from slowfilm.media.still import upright
from slowfilm.media.surroundings import Surroundings
from slowfilm.media.work_clip import WorkClip

LONGEST_SIDE = 4096
PREVIEW_SIDE = 1280
LOOKS = 24  # frames of a clip from which its light is gathered
GUARDS = TypeAdapter(list[Guard])
Report = Callable[[float], None]


def abstracted(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write `abstracted` in `folder`: `path` with `guards` and `spans` (seconds) hidden.

    `look` and `seed` say how. Raises MediaError for a file that can't be read.
    """
    path, folder = Path(request["path"]), Path(request["folder"])
    about = probe(path)
    guards = ordered(GUARDS.validate_python(request["guards"]))
    spans = [(float(start), float(stop)) for start, stop in request["spans"]]
    how = _How(guards, spans, request["look"], request["seed"])
    name = {"picture": "abstracted.png", "video": "abstracted.mp4", "sound": "abstracted.m4a"}
    out = folder / name[about.kind]
    MAKERS[about.kind](path, out, about, how, report)
    return {"name": out.name, "probe": probe(out).to_json()}


def previewed(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """`preview.jpg` in `folder`: `frame` of `path` as `abstracted` would make it, from it alone."""
    path, out = Path(request["path"]), Path(request["folder"]) / "preview.jpg"
    guards = ordered(GUARDS.validate_python(request["guards"]))
    about, frame = probe(path), int(request["frame"])
    if about.kind == "picture":
        with open_still(path) as image:
            codes: Codes = np.asarray(upright(image, PREVIEW_SIDE))
    else:
        size, silent = fit(about.width, about.height, PREVIEW_SIDE), replace(about, has_sound=False)
        frame = min(frame, about.frames - 1)
        picture = next(_frames(path, silent, size, range(frame, frame + 1)))[1]
        codes = (picture >> 2).astype(np.uint8)
    preview_image = still(codes, guards, look=request["look"], seed=request["seed"], frame=frame)
    Image.fromarray(preview_image).save(out, "JPEG", quality=90)
    return {"name": out.name}


class _How:
    def __init__(self, guards: list[Guard], spans: list[Span], look: Look, seed: int) -> None:
        self.guards, self.spans, self.look, self.seed = guards, spans, look, seed


def _picture(path: Path, out: Path, about: Probe, how: _How, report: Report) -> None:
    with open_still(path) as image:
        codes = np.asarray(upright(image, LONGEST_SIDE))
    picture = still(codes, how.guards, look=how.look, seed=how.seed)
    Image.fromarray(picture).save(out, "PNG", compress_level=6)


def _video(path: Path, out: Path, about: Probe, how: _How, report: Report) -> None:
    """Twice over the clip: once for its light and its room, once to compose it."""
    size, rate = fit(about.width, about.height, LONGEST_SIDE), about.rate or Fraction(25)
    around, sound = _gathered(path, about, how, size)
    lit = Abstraction(how.guards, around, size, look=how.look, seed=how.seed, white=1023)
    silent = replace(about, has_sound=False)
    with WorkClip(out, width=size[0], height=size[1], rate=rate, sound=sound is not None) as writer:
        at = 0
        for index, codes in _frames(path, silent, size, range(about.frames)):
            writer.codes(index, lit.frame(codes, index).astype(np.uint16, copy=False))
            if sound is not None:
                stop = round((index + 1) / rate * 48000)
                writer.sound(np.ascontiguousarray(sound[:, at:stop]))
                at = stop
            report((index + 1) / about.frames)


def _sound(path: Path, out: Path, about: Probe, how: _How, report: Report) -> None:
    parts = [part.samples for part in read(path, about) if isinstance(part, Sound)]
    samples = toned(np.concatenate(parts, axis=1), how.spans, how.seed)
    with ProxyWriter(out, rate=None, sound=True) as writer:
        for start in range(0, samples.shape[1], 48000):
            writer.sound(np.ascontiguousarray(samples[:, start : start + 48000]))


MAKERS: dict[str, Callable[[Path, Path, Probe, _How, Report], None]] = {
    "picture": _picture,
    "video": _video,
    "sound": _sound,
}


def _gathered(
    path: Path, about: Probe, how: _How, size: tuple[int, int]
) -> tuple[Surroundings, "np.typing.NDArray[np.float32] | None"]:
    around = Surroundings(*size)
    indexes = range(0, about.frames, max(1, about.frames // LOOKS))
    develop, parts = _developer(about, size), []
    for part in read(path, about):
        if isinstance(part, Sound):
            parts.append(part.samples)
        elif part.index in indexes:
            codes = _codes(develop, part)
            around.add(codes, masks.union(how.guards, part.index, *size), 1023)
    sound = np.concatenate(parts, axis=1) if parts else None
    return around, sound if sound is None else toned(sound, how.spans, how.seed)


def _frames(
    path: Path, about: Probe, size: tuple[int, int], indexes: range
) -> Iterator[tuple[int, Codes]]:
    develop = _developer(about, size)
    for part in read(path, about):
        if isinstance(part, Picture) and part.index in indexes:
            yield part.index, _codes(develop, part)


def _developer(about: Probe, size: tuple[int, int]) -> Conform:
    return Conform(*size, about.rotation, "master", mirrored=about.mirrored)


def _codes(develop: Conform, part: Picture) -> Codes:
    return develop(part.frame).to_ndarray(format=PIXELS)  # type: ignore[return-value]
