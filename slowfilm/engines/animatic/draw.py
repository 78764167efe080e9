"""Drawing an animatic: pictures, sounds, and the master and copies in one pass."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from threadpoolctl import threadpool_limits

from slowfilm.engines.animatic import CAPABILITIES, sound
from slowfilm.engines.animatic.became import became
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result
from slowfilm.engines.shared.loudness import RATE, Samples, loudness
from slowfilm.engines.shared.writing import put, write


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
        copies = write(request, film.frames(), samples, Path(folder), hooks)
        put(copies, Path(folder), target)
    progress(1.0)
    used = film.used | heard
    tags = tuple(item.tag for item in request.inputs if item.tag in used)
    facts = _facts(request, film, samples) | {"inputs": became(request, film, used)}
    return Result(target, facts, tags, copies)


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
