"""A scene's key sheet as a PDF: asked for on its page, made by a worker, kept for a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm import storage
from slowfilm.films.blobs import erased_note
from slowfilm.films.models import Film
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.light.light_pass import told
from slowfilm.light.mattes import at_hand
from slowfilm.light.sheet import Panel, panels
from slowfilm.media import sandbox
from slowfilm.shots.models import Scene

if TYPE_CHECKING:
    from slowfilm.reviews.paper import Said

PDF = JobKind("key-sheet-pdf", "io")
KEPT = timedelta(days=1)  # a file that no record names stays so long: management/tidying.py
LONGEST = 960  # pixels of a still
PATIENCE, A_FRAME = 60.0, 5.0  # seconds


def ask(scene: Scene, language: str) -> None:
    """Have a scene's sheet written, unless it is being written already."""
    if any(not job.ended for job in of_scene(scene)):
        return
    facts = {"language": language}
    with transaction.atomic():
        enqueue(film_id=scene.film_id, kind=PDF, subject=scene.id, facts=facts)


def of_scene(scene: Scene) -> list[Job]:
    """What was asked for lately, the newest first."""
    jobs = Job.objects.filter(film=scene.film_id, kind=PDF.name, subject=scene.id)
    return list(jobs.filter(queued_at__gt=timezone.now() - KEPT).order_by("-queued_at")[:3])


@PDF.does
def make(job: Job, lease: Lease) -> None:
    """The job. Raises MediaError, Full, Superseded."""
    from slowfilm.reviews import paper  # its libraries are for workers only

    film = Film.objects.get(id=job.film_id)
    scene = Scene.objects.get(id=job.subject)
    with workplace(job) as folder, override(job.facts["language"]):
        path = folder / "keys.pdf"
        missing = _("This machine has no font with Chinese letters (Noto Sans CJK).")
        title = f"{film.title} · {scene.name} {scene.title}".strip()
        paper.write(path, title, missing, _said(panels(scene), folder, lease))
        blob = storage.keep(path, "application/pdf", film.id, settled=True)
    end(job, Job.State.DONE, facts={**job.facts, "pdf": blob.digest})


@PDF.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be made."""
    end(job, Job.State.FAILED, code, {**job.facts, **facts})


def _said(rows: list[Panel], folder: Any, lease: Lease) -> Iterator["Said"]:
    from PIL import Image

    from slowfilm.reviews import paper

    stills: dict[UUID, list[str]] = {}
    for number, panel in enumerate(rows):
        lease.progress(number / max(1, len(rows)))
        draft = panel.draft
        frames = [row.key.frame for row in rows if row.draft.id == draft.id]
        if draft.id not in stills:
            stills[draft.id] = _stills(panel, frames, folder, lease)
        still = None
        if names := stills[draft.id]:
            with Image.open(folder / names[frames.index(panel.key.frame)]) as file:
                still = file.convert("RGB")
        words = " · ".join(filter(None, [draft.shot.title, draft.shot.intent]))
        answers = [panel.how, *erased_note(draft.film_id, draft.master_id)]
        yield paper.Said(f"{draft.name}  {panel.timecode}", panel.by, words, answers, still)


def _stills(panel: Panel, frames: list[int], folder: Any, lease: Lease) -> list[str]:
    """A draft's frames in their light, as files in the folder; none where its bytes are lost."""
    draft = panel.draft
    if erased_note(draft.film_id, draft.master_id) or not storage.there(draft.master_id):
        return []
    with storage.on_disk(draft.master_id) as path, at_hand(told(draft)[0]) as light:
        about = {"path": str(path), "digest": draft.master_id, "folder": str(folder)}
        details = {"frames": frames, "light": light, "name": str(draft.id)}
        seconds = PATIENCE + A_FRAME * len(frames)
        request = {**about, **details, "longest": LONGEST}
        output = sandbox.run("stills", request, seconds=seconds, cancelled=lease.cancelled)
    return list(output["names"])
