"""Writing a draft: master and copies in one pass, put in place when all is done."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from av.video.frame import VideoFrame

from slowfilm.engines.base import Cancelled, Cancelling, Preview, Progress, Request
from slowfilm.engines.shared.ahead import ahead
from slowfilm.engines.shared.light import Codes
from slowfilm.engines.shared.loudness import RATE, Samples
from slowfilm.media.copies import Copies
from slowfilm.media.frames import Picture, Sound, samples_for
from slowfilm.media.master import PIXELS
from slowfilm.media.names import MASTER, MASTER_TYPE
from slowfilm.media.probe import Probe

PROXY_SIDE = 1920  # pixels: a draft is looked at as large as it was made

_LOOKS = 4  # in a second of the shot: of many that are offered, few are kept

Hooks = tuple[Progress, Cancelling, Preview | None]


def put(copies: dict[str, Any], folder: Path, target: Path) -> None:
    """Move what was written in `folder` to `target` and beside it; the master is then no copy."""
    for copy in copies.values():
        place = target if copy["name"] == MASTER else target.parent / copy["name"]
        (folder / copy["name"]).replace(place)
    del copies["master"]


def write(
    request: Request,
    frames: Iterator[Codes],
    samples: Samples | None,
    folder: Path,
    hooks: Hooks,
) -> dict[str, Any]:
    """Write master and copies in one pass: reading a master back costs more than writing it.

    `frames`: 10-bit code values (h, w, 3), as many as the request has; `samples`: (2, n) at 48 kHz,
    full scale ±1. What was written to `folder` comes back (`media.copies.Copies.facts`).
    Raises Cancelled, and what drawing `frames` raises.
    """
    progress, cancelled, preview = hooks
    with (
        Copies(
            {"folder": str(folder), "max_side": PROXY_SIDE}, coming(request, samples), master=True
        ) as copies,
        closing(ahead(frames, depth=2)) as drawn,
    ):
        for index, rgb in enumerate(drawn):
            if cancelled():
                raise Cancelled
            copies.picture(Picture(index, VideoFrame.from_ndarray(rgb, PIXELS)))
            if preview and index % max(1, round(request.rate / _LOOKS)) == 0:
                preview((rgb >> 2).astype(np.uint8))
            if samples is not None:
                start, stop = (samples_for(n, request.rate) for n in (index, index + 1))
                copies.sound(Sound(samples[:, start:stop]))
            progress(0.99 * (index + 1) / request.frames)
    return copies.facts()


def coming(request: Request, samples: Samples | None) -> Probe:
    """The measures of the master that is about to be written."""
    return Probe(
        "video",
        MASTER_TYPE,
        "ffvhuff",
        request.width,
        request.height,
        rate=request.rate,
        frames=request.frames,
        duration=request.seconds,
        has_sound=samples is not None,
        sample_rate=RATE if samples is not None else 0,
        channels=2 if samples is not None else 0,
    )
