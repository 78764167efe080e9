"""How a draft comes to be: its files are kept first, then one act puts it into its shot."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db.models import Max

from slowfilm import storage
from slowfilm.ledger import Act
from slowfilm.media.names import MASTER_TYPE, MATTES_TYPE
from slowfilm.references import scanning
from slowfilm.shots import events
from slowfilm.shots.actions import open_shot
from slowfilm.shots.models import Draft, DraftSource
from slowfilm.storage import Blob

MEDIA_TYPES = {
    "master": MASTER_TYPE,
    "proxy": "video/mp4",
    "poster": "image/jpeg",
    "filmstrip": "image/jpeg",
    "waveform": "application/octet-stream",
    "mattes": MATTES_TYPE,
}
Origin = Literal["generated", "uploaded", "relit"]


@dataclass(frozen=True, slots=True)
class Files:
    """A finished clip in the store: its master, what is shown of it, and its exact measures."""

    master: Blob
    proxy: Blob
    poster: Blob
    filmstrip: Blob
    waveform: Blob | None
    width: int
    height: int
    rate: Fraction
    frames: int
    mattes: Blob | None = None  # where its people are, if its engine says so


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a draft is made from: a reference or an earlier draft, and what it was for."""

    role: str
    tag: str = ""
    reference: UUID | None = None
    earlier: UUID | None = None


def keep_files(
    film_id: UUID, folder: Path, copies: Mapping[str, Any], rate: Fraction, frames: int
) -> Files:
    """Store the clip that lies in `folder` under the names that `copies` gives. Raises Full.

    `copies` is what media's `Copies.facts` says, the master's name and size among it.
    """
    blobs = {
        part: storage.keep(folder / copies[part]["name"], kind, film_id, settled=True)
        for part, kind in MEDIA_TYPES.items()
        if part in copies
    }
    return Files(
        master=blobs["master"],
        proxy=blobs["proxy"],
        poster=blobs["poster"],
        filmstrip=blobs["filmstrip"],
        waveform=blobs.get("waveform"),
        mattes=blobs.get("mattes"),
        width=copies["master"]["width"],
        height=copies["master"]["height"],
        rate=rate,
        frames=frames,
    )


def make_draft(
    this: Act,
    *,
    shot: UUID,
    files: Files,
    origin: Origin,
    facts: Mapping[str, Any],
    sources: Sequence[Source] = (),
    engine: str = "",
    generation: UUID | None = None,
    upload: UUID | None = None,
    nobody_declared_by: str = "",
) -> Draft:
    """Within an act: the next version of a shot and what it is made from, in one entry.

    The draft's id is the act's command. Raises Refused when the shot is locked.
    """
    into = open_shot(this.film_id, shot)
    last = into.drafts.aggregate(last=Max("version"))["last"] or 0
    draft = Draft.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot=into,
        version=last + 1,
        origin=origin,
        engine=engine,
        made_by=this.actor,
        made_at=this.at,
        nobody_else_by=nobody_declared_by,
        nobody_else_at=this.at if nobody_declared_by else None,
        master=files.master,
        proxy=files.proxy,
        poster=files.poster,
        filmstrip=files.filmstrip,
        waveform=files.waveform,
        mattes=files.mattes,
        width=files.width,
        height=files.height,
        rate=str(files.rate),
        frames=files.frames,
        facts=dict(facts),
    )
    DraftSource.objects.bulk_create(
        DraftSource(
            draft=draft,
            order=order,
            reference_id=source.reference,
            earlier_id=source.earlier,
            role=source.role,
            tag=source.tag,
        )
        for order, source in enumerate(sources)
    )
    scanning.ask(this.film_id, draft.id)
    this.record(
        events.DraftMade(
            draft=draft.id,
            shot=into.id,
            version=draft.version,
            name=draft.name,
            origin=origin,
            engine=engine,
            **{part: getattr(draft, f"{part}_id") for part in MEDIA_TYPES},
            width=draft.width,
            height=draft.height,
            frames=draft.frames,
            rate=draft.rate,
            nobody_declared_by=nobody_declared_by,
            sources=[events.MadeFrom(**asdict(source)) for source in sources],
            seal=this.seal(draft, "facts"),
            generation=generation,
            upload=upload,
        )
    )
    return draft
