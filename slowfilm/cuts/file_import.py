"""A cut from an editing program's file: the file is kept, and what of it is not understood."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.cuts import actions, events
from slowfilm.cuts.importing import LARGEST, is_edl, read
from slowfilm.cuts.models import Cut
from slowfilm.films.filenames import ended, plain
from slowfilm.films.models import Film
from slowfilm.ledger import Actor, Refused
from slowfilm.ledger.messages import UNKEEPABLE
from slowfilm.storage import Blob


@dataclass(frozen=True)
class BroughtIn:
    """The cut that was made, and what of its file was left out."""

    cut: UUID
    left_out: list[events.LeftOut]


def import_cut(
    film: Film, actor: Actor, data: bytes, filename: str, command: UUID | None = None
) -> BroughtIn:
    """Make a cut of a file's bytes: cut and first version, or neither. Raises Refused, Full.

    `command` becomes the cut's id; the film keeps the file as it came.
    """
    if not data or len(data) > LARGEST:
        raise Refused("no-file", _("Choose an OTIO or EDL file of at most 4 MB."))
    name = UNKEEPABLE.sub("", plain(filename))
    contents = read(data, name, Cut(film=film, rate=film.rate))
    kind = events.TIMELINES[".edl" if is_edl(data, name) else ".otio"]
    blob = _kept(film, data, kind)
    title = contents.title or name[:200] or _("Cut")
    with transaction.atomic():
        begun = actions.add_cut(film_id=film.id, actor=actor, command=command, title=title)
        if not Cut.objects.get(id=begun.command).versions.exists():  # not done before
            actions.save_cut(
                film_id=film.id,
                actor=actor,
                cut=begun.command,
                made_from=0,
                clips=[clip.model_dump() for clip in contents.clips],
                sounds=[sound.model_dump() for sound in contents.sounds],
                file=blob.digest,
                file_name=ended(name[:180] or "cut", kind),
                left_out=contents.left_out,
            )
    return BroughtIn(begun.command, contents.left_out)


def _kept(film: Film, data: bytes, kind: str) -> Blob:
    with tempfile.NamedTemporaryFile(prefix="slowfilm-") as file:
        file.write(data)
        file.flush()
        return storage.keep(Path(file.name), kind, film.id)
