"""Briefs and the references they cite, for tests: real pictures and sounds, kept in the store."""

import tempfile
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from PIL import Image

from slowfilm import storage
from slowfilm.films.models import Film, Member
from slowfilm.generations import actions
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.generations.models import Generation
from slowfilm.references.actions import DESCRIBED
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Shot
from tests import make


def picture(film: Film, **fields: Any) -> Reference:
    """A cleared picture of a warm gradient."""
    across = np.linspace(0, 255, 480, dtype=np.uint8)
    rows = np.tile(across, (270, 1))
    image = Image.fromarray(np.dstack([rows, rows // 2, 255 - rows]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "still.png"
        image.save(path)
        blob = storage.keep(path, "image/png", film.id)
    facts = {"kind": "picture", "width": 480, "height": 270}
    return _reference(film, "picture", blob, {"poster": blob}, facts, fields)


def sound(film: Film, seconds: float = 3.0, **fields: Any) -> Reference:
    """A cleared hum."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hum.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 48000, 0, "NONE", ""))
            moments = np.arange(round(48000 * seconds)) / 48000
            file.writeframes((8000 * np.sin(2 * np.pi * 110 * moments)).astype("<i2").tobytes())
        blob = storage.keep(path, "audio/wav", film.id)
    facts = {"kind": "sound", "duration": str(Fraction(seconds))}
    return _reference(film, "sound", blob, {}, facts, fields)


def _reference(
    film: Film,
    kind: str,
    blob: storage.Blob,
    copies: dict[str, storage.Blob],
    facts: dict[str, Any],
    fields: dict[str, Any],
) -> Reference:
    """`fields`: what is described, and `nobody`, `facts` and copies that are different."""
    described = {name: fields.pop(name) for name in DESCRIBED if name in fields}
    about = {"facts": facts, "proxy": blob, **copies, **fields}
    reference = make.reference(film, kind, blob, **about)
    return make.describe(reference, **described) if described else reference


def wanted(*citations: Cited, **fields: Any) -> Wanted:
    """The shortest, smallest brief there is."""
    asked = {
        "text": "A lamp in the rain.",
        "engine": "animatic",
        "width": 640,
        "height": 360,
        "rate": Fraction(24),
        "frames": 96,
        "seed": 7,
        "citations": citations,
        **fields,
    }
    return Wanted(**asked)


def queue(
    shot: Shot, wanted: Wanted, by: Member | None = None, command: UUID | None = None
) -> Generation:
    """A generation, asked for."""
    member = by or make.director(shot.film)
    entry = actions.queue_generation(
        film_id=shot.film_id,
        actor=member.actor,
        command=command or uuid4(),
        shot=shot.id,
        wanted=wanted,
    )
    return Generation.objects.get(id=entry.command)


def finish(generation: Generation, **more: Any) -> Draft:
    """A worker has made the draft, in no time; `more` facts its engine says. Nobody is found."""
    files = make.files_of(generation.film, generation.brief.frames)
    job = make.running(generation.id)
    facts = {"inputs_used": ["Image1"], "loudness": -23.10, **more}
    entry = actions.finish_generation(generation=generation, job=job, files=files, facts=facts)
    draft = Draft.objects.get(id=entry.command)
    make.scanned(draft)
    return draft
