"""Frames of a master, or a reference's pictures, in their light: a file to make a reference of."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from slowfilm.media.colour import Conform
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.light.picture import Plan
from slowfilm.media.light.planes import Planes, frame_of, planes_of
from slowfilm.media.light.render import plan_of
from slowfilm.media.light.still import jpeg, small, still
from slowfilm.media.master import MasterWriter, open_master
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import Probe, probe
from slowfilm.media.still import upright

STILL, CLIP = "taken.png", "taken.avi"
LONGEST = 2560  # pixels of a picture's long side

Request = dict[str, Any]
Report = Callable[[float], None]


def taken(request: Request, report: Report) -> dict[str, Any]:
    """Frames first ≤ f < last of a master, in `light` or as they are: a still, or a silent clip."""
    first, last = request["first"], request["last"]
    folder = Path(request["folder"])
    with open_master(Path(request["path"]), request["digest"]) as master:
        stream = master.container.streams.video[0]
        rate, base = stream.average_rate, stream.time_base
        assert rate is not None and base is not None
        size = stream.width, stream.height
        plan = plan_of(request["light"], *size) if request["light"] else None
        master.container.seek(round(first / rate / base), stream=stream)
        frames = (frame for frame in master.container.decode(stream) if frame.pts is not None)
        placed = ((round(frame.pts * base * rate), frame) for frame in frames)  # type: ignore[operator]
        pairs = ((at, planes_of(picture)) for at, picture in placed if first <= at)
        if last - first == 1:
            at, planes = next(pairs)
            (folder / STILL).write_bytes(still(planes, plan, at))
            return {"name": STILL}
        with MasterWriter(
            folder / CLIP, width=size[0], height=size[1], rate=rate, sound=False
        ) as writer:
            for at, planes in pairs:
                if at >= last:
                    break
                writer.picture(frame_of(_lit(planes, plan, at)))
                report((at - first + 1) / (last - first))
        if writer.frames != last - first:
            raise MediaError("truncated")
    return {"name": CLIP}


def lit_copy(request: Request, report: Report) -> dict[str, Any]:
    """A reference's picture or clip in one light, which does not change over it.

    Raises MediaError: "no-picture" for a sound.
    """
    about, folder = probe(Path(request["path"])), Path(request["folder"])
    if about.kind == "picture":
        with open_still(Path(request["path"])) as image:
            rgb = np.asarray(upright(image, LONGEST).convert("RGB")).astype(np.uint16)
        planes = ((rgb << 2) | (rgb >> 6))[..., [1, 2, 0]].transpose(2, 0, 1)
        _three, height, width = planes.shape
        plan = plan_of(request["light"], width, height)
        (folder / STILL).write_bytes(still(np.ascontiguousarray(planes), plan, 0))
        return {"name": STILL}
    if about.kind != "video" or about.rate is None:
        raise MediaError("no-picture", found=about.kind)
    _clip(request, about, folder, report)
    return {"name": CLIP}


def _clip(request: Request, about: Probe, folder: Path, report: Report) -> None:
    size = about.width, about.height
    plan = plan_of(request["light"], *size)
    develop = Conform(*size, about.rotation, "master", mirrored=about.mirrored)
    rate = Fraction(about.rate or 24)
    with MasterWriter(
        folder / CLIP, width=size[0], height=size[1], rate=rate, sound=about.has_sound
    ) as writer:
        for part in read(Path(request["path"]), about):
            if isinstance(part, Picture):
                planes = planes_of(develop(part.frame))
                writer.picture(frame_of(_lit(planes, plan, part.index)))
                report((part.index + 1) / about.frames)
            elif about.has_sound:
                writer.sound(part.samples)


def _lit(planes: Planes, plan: Plan | None, frame: int) -> Planes:
    look = plan.at(frame) if plan else None
    return planes if look is None or look.identity else look.lit(planes)


def stills(request: Request, report: Report) -> dict[str, Any]:
    """These `frames` of a master in its light, as small JPEGs named by `name` and frame."""
    names = []
    with open_master(Path(request["path"]), request["digest"]) as master:
        stream = master.container.streams.video[0]
        plan = plan_of(request["light"], stream.width, stream.height)
        for number, frame in enumerate(request["frames"]):
            planes = np.ascontiguousarray(master.frame(frame)[..., [1, 2, 0]].transpose(2, 0, 1))
            names.append(f"{request['name']}-{frame}.jpg")
            image = small(planes, plan, frame, request["longest"])
            (Path(request["folder"]) / names[-1]).write_bytes(jpeg(image))
            report((number + 1) / len(request["frames"]))
    return {"names": names}
