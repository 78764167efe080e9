"""A draft with a real master of noise, for tests of what is done to its pixels."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.jobs.queue import claim
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots.models import Draft
from slowfilm.tasks import do
from tests import make

FRAMES, SIZE = 6, (96, 54)


def master(path: Path) -> Path:
    """Six frames of noise with half a second of sound."""
    rng = np.random.default_rng(3)
    with MasterWriter(path, width=96, height=54, rate=Fraction(24), sound=True) as writer:
        for _ in range(FRAMES):
            writer.frame(rng.integers(0, 1024, (54, 96, 3), np.uint16))
        writer.sound(rng.uniform(-1, 1, (2, 12_000)).astype(np.float32))
    return path


def draft(film: Film, source: Path) -> Draft:
    """A draft of that master."""
    blob = storage.keep(source, MASTER_TYPE, film.id)
    about: dict[str, Any] = {"nobody_declared_by": "system", "waveform": make.blob(film)}
    return make.draft(film, frames=FRAMES, size=SIZE, master=blob, **about)


def work(kind: str) -> None:
    """Do the jobs of the queue until one of this kind is done."""
    while job := claim("io"):
        do(job)
        if job.kind == kind:
            return
    raise AssertionError(f"no job {kind}")
