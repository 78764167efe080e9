"""Drawing a draft: pictures, sounds, the master and its copies in one pass, and what is told."""

from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result
from slowfilm.engines.composite import CAPABILITIES, told
from slowfilm.engines.composite.shot import Shot
from slowfilm.engines.composite.sound import Mix, mix
from slowfilm.engines.shared.loudness import RATE, loudness
from slowfilm.engines.shared.writing import put, write
from slowfilm.media.names import MATTES


def draw(
    request: Request,
    target: Path,
    progress: Progress,
    cancelled: Cancelling,
    preview: Preview | None = None,
) -> Result:
    """Write the master of a request that was checked; see `Engine.generate`."""
    progress(0.0)
    hooks = (progress, cancelled, preview)
    with (
        TemporaryDirectory(dir=target.parent, prefix=".composite-") as folder,
        closing(Shot(request)) as shot,
        # The products are small: shared out, they take twice the work and no less time.
        threadpool_limits(1, "blas"),
    ):
        frames = shot.frames()
        first = next(frames)
        if preview:  # before the sounds are read: who waits sees something
            preview((first >> 2).astype(np.uint8))
        broadcast = shot.broadcast
        heard = mix(
            request, broadcast.item if broadcast else None, broadcast.length if broadcast else None
        )
        copies = write(request, chain([first], frames), heard.samples, Path(folder), hooks)
        inputs = told.inputs(request, shot, heard)
        facts = _facts(request, shot, heard) | {"inputs": inputs}
        shot.covers.write(Path(folder) / MATTES)
        copies["mattes"] = {"name": MATTES}
        put(copies, Path(folder), target)
    progress(1.0)
    tags = tuple(item["tag"] for item in inputs if item["treatment"] != "ignored")
    return Result(target, facts, tags, copies)


def _facts(request: Request, shot: Shot, heard: Mix) -> dict[str, Any]:
    """What can be said of the draft afterwards, in plain JSON."""
    facts: dict[str, Any] = {
        "engine": CAPABILITIES.name,
        "label": CAPABILITIES.label,
        "seed": request.seed,
        "layout": shot.layout.to_json(),
        "seen": [round(edge, 4) for edge in shot.window.seen],
        "alters": told.alters(shot),
        "people": told.people(shot),
        "spoken": told.spoken(heard),
    }
    if heard.samples is not None:
        facts["sample_rate"] = RATE
        level = loudness(heard.samples)
        facts["loudness"] = round(level, 1) if level > -70 else None
    return facts
