"""The animatic: an honest moving draft of real pictures, clips and sounds. CPU only, no weights.

It generates nothing. Stills get slow camera moves, clips are cut in as they are, sounds are mixed;
a brief without material becomes a slate with its words. Every frame is marked as an animatic.
"""

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from threadpoolctl import threadpool_limits

from slowfilm.engines.animatic import lettering, sound
from slowfilm.engines.animatic.ahead import ahead
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.animatic.light import Codes
from slowfilm.engines.animatic.loudness import RATE, Samples, loudness
from slowfilm.engines.base import (
    Cancelled,
    Cancelling,
    Capabilities,
    Kind,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
    Role,
)
from slowfilm.engines.limits import problems
from slowfilm.media.copies import Copies
from slowfilm.media.frames import Picture, Sound, samples_for
from slowfilm.media.master import PIXELS
from slowfilm.media.names import MASTER, MASTER_TYPE
from slowfilm.media.probe import Probe

PROXY_SIDE = 1920  # pixels: a draft is looked at as large as it was made

_SHOWN: tuple[Role, ...] = ("subject", "place", "motion", "plate")
_MET: tuple[Role, ...] = ("first-frame", "last-frame")
_HEARD: tuple[Role, ...] = ("voice", "ambience", "music")
_READ: tuple[Role, ...] = ("style", "camera")
_STILL: tuple[Kind, ...] = ("picture",)
_MOVING: tuple[Kind, ...] = ("video",)
_SEEN: tuple[Kind, ...] = ("picture", "video")
_SOUND: tuple[Kind, ...] = ("sound",)


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="animatic",
    title="Animatic",
    label=lettering.LABEL,
    uses=frozenset([*_pairs(_SEEN, *_SHOWN), *_pairs(_STILL, *_MET), *_pairs(_SOUND, *_HEARD)]),
    # A style or camera reference is read for its tint or direction; of a clip in a sound's role
    # only the sound is taken.
    converts=frozenset([*_pairs(_SEEN, *_READ), *_pairs(_MOVING, *_HEARD)]),
    sizes=(
        (1280, 720),
        (1680, 720),
        (960, 720),
        (720, 720),
        (720, 960),
        (720, 1280),
        (1920, 1080),
        (640, 360),
    ),
    rates=tuple(Fraction(rate) for rate in ("24", "24000/1001", "25", "30000/1001", "30")),
    min_seconds=Fraction(4),
    max_seconds=Fraction(15),
    sound=True,
    sound_alone=True,
    keyframes="uses",
    lines="converts",
)


class Animatic:
    """The engine that is always there."""

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return CAPABILITIES

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        return problems(request, CAPABILITIES)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Write the master; see `Engine.generate`."""
        found = self.check(request)
        if found:
            raise ValueError(", ".join(problem.code for problem in found))
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
        return Result(target, _facts(request, film, samples), tags, copies)


def create() -> Animatic:
    """Return the engine."""
    return Animatic()


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
        "seed": request.seed,
        "passages": [
            {"tag": p.tag, "role": p.role, "start": p.start, "stop": p.stop} for p in film.passages
        ],
    }
    if samples is not None:
        facts["sample_rate"] = RATE
        level = loudness(samples)
        facts["loudness"] = round(level, 1) if level > -70 else None
    return facts
