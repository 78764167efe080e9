"""A task of the sandbox: one person's picture as each use would show it, before they sign.

Everybody else in the picture becomes light before anything is cut out of it.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pydantic import TypeAdapter

from slowfilm.media.abstraction import Codes, still
from slowfilm.media.colour import Conform, fit
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.guards import Guard, Key, ordered
from slowfilm.media.light.render import plan_of
from slowfilm.media.light.still import small
from slowfilm.media.master import PIXELS
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import probe
from slowfilm.media.still import upright

LONGEST, SHOWN = 1920, 480  # pixels of the longer side: looked at, and shown
ABOVE, BELOW, BESIDE = 0.9, 2.6, 1.5  # of a face: how much is seen around it
GUARDS = TypeAdapter(list[Guard])
Box = tuple[int, int, int, int]  # left, top, right, low in pixels


def consent(request: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any]:
    """Write `as-it-was`, `relit`, `abstracted` and `person` (for a plate) as JPEG in `folder`.

    `face` is [left, top, width, height] in 10,000ths at `frame` of `path`; `others` are guards over
    whoever else is there; `light` is as a light pass takes it; `lines` bounds the whole picture's
    height, or is None. Raises MediaError.
    """
    folder, seed = Path(request["folder"]), int(request["seed"])
    codes = _frame(Path(request["path"]), int(request["frame"]), request["lines"])
    report(0.3)
    others = ordered(GUARDS.validate_python(request["others"]))
    if others:
        codes = still(codes, others, look="haze", seed=seed, frame=int(request["frame"]))
    face = [edge / 10_000 for edge in request["face"]]
    cut = _around(face, codes.shape[1], codes.shape[0])
    left, top, right, low = cut
    whole = np.ascontiguousarray(codes[top:low, left:right])
    Image.fromarray(whole).save(folder / "person.jpg", "JPEG", quality=94)
    _save(folder / "as-it-was.jpg", Image.fromarray(whole))
    report(0.5)
    deep = whole.astype(np.uint16)
    planes = ((deep << 2) | (deep >> 6))[..., [1, 2, 0]].transpose(2, 0, 1)
    plan = plan_of(request["light"], whole.shape[1], whole.shape[0])
    _save(folder / "relit.jpg", small(np.ascontiguousarray(planes), plan, 0, SHOWN))
    report(0.7)
    lit = still(codes, [_body(face)], look="haze", seed=seed)
    _save(folder / "abstracted.jpg", Image.fromarray(lit[top:low, left:right]))
    return {"names": ["as-it-was", "relit", "abstracted"]}


def _frame(path: Path, frame: int, lines: int | None) -> Codes:
    """The frame (height, width, 3) of 8 bits, not higher than `lines`."""
    about = probe(path)
    if about.kind == "picture":
        with open_still(path) as image:
            return _at_most(upright(image, LONGEST).convert("RGB"), lines)
    if about.kind != "video":
        raise MediaError("no-picture", found=about.kind)
    size = fit(about.width, about.height, LONGEST)
    develop = Conform(*size, about.rotation, "master", mirrored=about.mirrored)
    target = min(frame, about.frames - 1)
    for part in read(path, replace(about, has_sound=False)):
        if isinstance(part, Picture) and part.index == target:
            codes: Codes = develop(part.frame).to_ndarray(format=PIXELS)  # type: ignore[assignment]
            return _at_most(Image.fromarray((codes >> 2).astype(np.uint8)), lines)
    raise MediaError("truncated")


def _at_most(image: Image.Image, lines: int | None) -> Codes:
    if lines and image.height > lines:
        image = image.resize((max(1, round(image.width * lines / image.height)), lines))
    return np.asarray(image)


def _around(face: list[float], width: int, height: int) -> Box:
    """A person by their face: head and shoulders, within the picture."""
    left, top, wide, high = face
    middle = left + wide / 2
    return (
        max(0, int((middle - wide * BESIDE) * width)),
        max(0, int((top - high * ABOVE) * height)),
        min(width, int((middle + wide * BESIDE) * width) + 1),
        min(height, int((top + high * (1 + BELOW)) * height) + 1),
    )


def _body(face: list[float]) -> Guard:
    """Face, hair and what is under it, to the picture's lower edge."""
    left, top, wide, high = face
    over = max(0.0, top - high * 0.6)
    wider = min(wide * 2.2, 2.0)
    key = Key(left=left + wide / 2 - wider / 2, top=over, width=wider, height=min(high * 5, 2.0))
    return Guard(of="body", keys=(key,))


def _save(path: Path, image: Image.Image) -> None:
    image.thumbnail((SHOWN, SHOWN))
    image.convert("RGB").save(path, "JPEG", quality=84)
