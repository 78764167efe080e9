"""The clip that came back, made a master of exactly the order's measures.

It comes from outside: it is opened in the sandbox, never here.
"""

import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slowfilm.engines.base import Cancelled, Cancelling, Failed, Request
from slowfilm.engines.shared.writing import PROXY_SIDE, put
from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError

PATIENCE, SLOWEST = 120.0, 60.0  # seconds to begin with, and for each second of the clip
LEAST = 0.5  # the share of the order that must have come


def fit(
    clip: Path,
    request: Request,
    target: Path,
    progress: Callable[[float], None],
    cancelled: Cancelling,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write master and copies; the copies, and what is to be said of the clip.

    Raises Cancelled, MediaError, and Failed where what came is no clip, or far from the order.
    """
    with TemporaryDirectory(dir=target.parent, prefix=".fit-") as folder:
        asked = {
            "path": str(clip),
            "folder": folder,
            "max_side": PROXY_SIDE,
            "width": request.width,
            "height": request.height,
            "rate": str(request.rate),
            "frames": request.frames,
            "sound": True,
            "least": math.ceil(request.frames * LEAST),
        }
        limit = PATIENCE + SLOWEST * float(request.seconds)
        try:
            made = sandbox.run("fit", asked, seconds=limit, progress=progress, cancelled=cancelled)
        except MediaError as error:
            if error.code == "cancelled":
                raise Cancelled from error
            if error.code in ("disk-full", "out-of-memory", "out-of-time"):
                raise
            raise Failed("no-clip") from error
        about, held, cut = (made.pop(name) for name in ("probe", "held", "cut"))
        if not made:
            came = request.frames - held
            raise Failed("clip-too-short", frames=came, wanted=request.frames)
        put(made, Path(folder), target)
    return made, _told(request, about, held, cut)


def _told(request: Request, about: dict[str, Any], held: int, cut: int) -> dict[str, Any]:
    told: dict[str, Any] = {"silent": not about["has_sound"]}
    size = (about["width"], about["height"])
    if size != (request.width, request.height):
        told["made_size"] = list(size)
        enlarged = max(request.width / size[0], request.height / size[1])
        if enlarged > 1:
            told["enlarged"] = round(enlarged, 3)
    if held:
        told["held"] = held
    if cut:
        told["made_frames"], told["trimmed"] = request.frames + cut, cut
    return told
