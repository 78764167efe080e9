"""Drawing an animatic: pictures, sounds, and the master and copies in one pass."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from threadpoolctl import threadpool_limits

from slowfilm.engines.animatic import CAPABILITIES, sound
from slowfilm.engines.animatic.ahead import ahead
from slowfilm.engines.animatic.became import became
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.animatic.light import Codes
from slowfilm.engines.animatic.loudness import RATE, Samples, loudness
from slowfilm.engines.base import Cancelled, Cancelling, Preview, Progress, Request, Result
from slowfilm.media.copies import Copies
from slowfilm.media.frames import Picture, Sound, samples_for
from slowfilm.media.master import PIXELS
from slowfilm.media.names import MASTER, MASTER_TYPE
from slowfilm.media.probe import Probe

PROXY_SIDE = 1920  # pixels: a draft is looked at as large as it was made


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
        TemporaryDirectory(dir=target.parent, prefix=".animatic-") as folder,
        closing(Film(request)) as film,
        # The products are small: shared out, they take twice the work and no less time.
        threadpool_limits(1, "blas"),
    ):
        samples, heard = sound.mix(request)
        copies = _write(request, film.frames(), samples, Path(folder), hooks)
        for made in copies.values():
            place = target if made["name"] == MASTER else target.parent / made["name"]
            (Path(folder) / made["name"]).replace(place)
    del copies["master"]
    progress(1.0)
    used = film.used | heard
    tags = tuple(item.tag for item in request.inputs if item.tag in used)
    facts = _facts(request, film, samples) | {"inputs": became(request, film, used)}
    return Result(target, facts, tags, copies)


def _write(
    request: Request,
    frames: Iterator[Codes],
    samples: Samples | None,
    folder: Path,
    hooks: tuple[Progress, Cancelling, Preview | None],
) -> dict[str, Any]:
    """Write master and copies in one pass: reading a master back costs more than writing it."""
    progress, cancelled, preview = hooks
    with (
        Copies(
            {"folder": str(folder), "max_side": PROXY_SIDE}, _coming(request, samples), master=True
        ) as copies,
        closing(ahead(frames, depth=2)) as drawn,
    ):
        for index, rgb in enumerate(drawn):
            if cancelled():
                raise Cancelled
            copies.picture(Picture(index, VideoFrame.from_ndarray(rgb, PIXELS)))
            if preview and index % round(request.rate) == 0:
                preview((rgb >> 2).astype(np.uint8))
            if samples is not None:
                start, stop = (samples_for(n, request.rate) for n in (index, index + 1))
                copies.sound(Sound(samples[:, start:stop]))
            progress(0.99 * (index + 1) / request.frames)
    return copies.facts()


def _coming(request: Request, samples: Samples | None) -> Probe:
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


def _facts(request: Request, film: Film, samples: Samples | None) -> dict[str, Any]:
    """What can be said of the draft afterwards, in plain JSON."""
    facts: dict[str, Any] = {
        "engine": CAPABILITIES.name,
        "label": CAPABILITIES.label,
        "seed": str(request.seed),
        "passages": [
            {"tag": p.tag, "role": p.role, "start": p.start, "stop": p.stop} for p in film.passages
        ],
    }
    if samples is not None:
        facts["sample_rate"] = RATE
        level = loudness(samples)
        facts["loudness"] = round(level, 1) if level > -70 else None
    return facts
