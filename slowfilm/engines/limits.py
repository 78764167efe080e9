"""The checks that every engine shares: a request held against what an engine says it can do."""

from collections import Counter
from collections.abc import Iterator

from slowfilm.engines.base import Capabilities, Kind, Problem, Request


def problems(request: Request, can: Capabilities) -> list[Problem]:
    """List, in a fixed order, everything in the request that lies outside the capabilities."""
    return [*_inputs(request, can), *_shape(request, can), *_words(request, can)]


def _inputs(request: Request, can: Capabilities) -> Iterator[Problem]:
    counts = Counter(item.kind for item in request.inputs)
    limits: dict[Kind, int] = {
        "picture": can.max_pictures,
        "video": can.max_videos,
        "sound": can.max_sounds,
    }
    for kind, limit in limits.items():
        if counts[kind] > limit:
            yield Problem(f"too-many-{kind}s", {"count": counts[kind], "limit": limit})
    if len(request.inputs) > can.max_inputs:
        yield Problem("too-many-inputs", {"count": len(request.inputs), "limit": can.max_inputs})
    used_roles = {
        item.role for item in request.inputs if can.treatment(item.kind, item.role) != "ignores"
    }
    for roles in can.requires:
        if not roles & used_roles:
            yield Problem("missing-input", {"roles": ", ".join(sorted(roles))})
    if counts["sound"] and not can.sound_alone and counts["sound"] == len(request.inputs):
        yield Problem("sound-alone")
    for tag, count in Counter(item.tag for item in request.inputs).items():
        if count > 1:
            yield Problem("same-tag", {"tag": tag})
    for role in ("first-frame", "last-frame"):
        if sum(item.role == role for item in request.inputs) > 1:
            yield Problem(f"more-than-one-{role}")
    for item in request.inputs:
        if item.span is not None and not 0 <= item.span[0] < item.span[1]:
            yield Problem("empty-span", {"tag": item.tag})


def _shape(request: Request, can: Capabilities) -> Iterator[Problem]:
    if (request.width, request.height) not in can.sizes:
        yield Problem("size-not-offered", {"width": request.width, "height": request.height})
    if request.rate not in can.rates:
        yield Problem("rate-not-offered", {"rate": str(request.rate)})
    elif request.seconds < can.min_seconds:
        yield Problem("too-short", {"frames": request.frames, "seconds": str(can.min_seconds)})
    elif request.seconds > can.max_seconds:
        yield Problem("too-long", {"frames": request.frames, "seconds": str(can.max_seconds)})
    for item in request.inputs:
        if item.role == "keyframe" and not 0 <= (item.frame or 0) < request.frames:
            yield Problem("keyframe-outside", {"tag": item.tag, "frame": item.frame or 0})


def _words(request: Request, can: Capabilities) -> Iterator[Problem]:
    if not request.prompt.strip() and not request.inputs:
        yield Problem("nothing-asked")
    if len(request.prompt) > can.max_prompt:
        yield Problem("prompt-too-long", {"count": len(request.prompt), "limit": can.max_prompt})
