"""Writing a draft while its frames are still being decoded."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.shared.light import Codes
from slowfilm.engines.shared.loudness import Samples
from slowfilm.engines.shared.writing import put, write


def written(
    request: Request,
    frames: Iterator[Codes],
    samples: Samples | None,
    target: Path,
    work: Work,
) -> dict[str, Any]:
    """Write master and copies of frames as they come; what was made, as `Result.copies` takes it.

    No more than a few frames are held. Raises what `frames` raises; nothing is left then.
    """
    work.begin("decode")
    with TemporaryDirectory(dir=target.parent, prefix=".draft-") as folder:
        hooks = (work.within, work.stopped, None)
        copies = write(request, frames, samples, Path(folder), hooks)
        put(copies, Path(folder), target)
    work.end()
    return copies
