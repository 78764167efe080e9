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
        order = {
            "paths": [str(clip)],
            "folder": folder,
            "max_side": PROXY_SIDE,
            "width": request.width,
            "height": request.height,
            "rate": str(request.rate),
            "frames": request.frames,
            "heard": True,
            "least": math.ceil(request.frames * LEAST),
        }
        limit = PATIENCE + SLOWEST * float(request.seconds)
        try:
            copies = sandbox.run(
                "conform", order, seconds=limit, progress=progress, cancelled=cancelled
            )
        except MediaError as error:
            raise _told(error) from error
        about = copies.pop("facts")
        put(copies, Path(folder), target)
    return copies, {"silent": False, **about}


def _told(error: MediaError) -> Exception:
    """What an error in the sandbox means for a clip that somebody else made."""
    match error.code:
        case "cancelled":
            return Cancelled()
        case "clip-too-short":
            return Failed("clip-too-short", **error.facts)
        case "disk-full" | "out-of-memory" | "out-of-time":
            return error
    return Failed("no-clip")
