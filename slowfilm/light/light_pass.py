"""A worker's way with the light of a draft: its master lit in the sandbox, and copies of that."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from slowfilm import storage
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import SYSTEM, Refused, act
from slowfilm.light import events
from slowfilm.light.mattes import at_hand, needed
from slowfilm.light.models import LightStroke
from slowfilm.light.rendering import PASS, fail, passed
from slowfilm.light.spared import spared
from slowfilm.light.state import Standing, standing
from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError
from slowfilm.media.names import MASTER
from slowfilm.moment import one_moment
from slowfilm.shots.make import keep_files
from slowfilm.shots.models import Draft

BRUSH = ("width", "stops", "softness", "erase", "mask", "who")
PROXY_SIDE = 1920  # pixels
LIGHTING = 0.6  # the share of the work that lighting is; the rest are the copies
PATIENCE, A_FRAME = 120.0, 4.0  # seconds to begin with, and for each frame
A_PIXEL = 2.5  # bytes of a lossless master, as the largest that were measured


@PASS.does
def work(job: Job, lease: Lease) -> None:
    """Do a light-pass job. Raises MediaError, Full, Superseded."""
    draft = Draft.objects.select_related("shot__scene").get(id=job.subject)
    size = round(draft.frames * draft.width * draft.height * A_PIXEL)
    storage.need_room(Path(settings.DATA) / "tmp", size)
    request, now = told(draft)
    about = {"digest": now.digest, "keys": [str(key.id) for key in now.keys]}
    if "spared" in request:
        about["spared"] = request["spared"]
    facts = {"light": about}
    try:
        with workplace(job) as folder:
            copies = _made(draft, request, folder, lease)
            rate = Fraction(draft.rate)
            files = keep_files(job.film_id, folder, copies, rate, draft.frames)
            passed(job=job, files=files, facts={**facts, "copies": copies}, actor=SYSTEM)
    except Refused as refused:
        fail(job, refused.code, {})
    except MediaError as error:
        if error.code != "cancelled":
            raise
        with act(job.film_id, SYSTEM) as this:
            end(job, Job.State.CANCELLED)
            this.record(events.LightRenderFailed(draft=draft.id, error="cancelled"))


@one_moment()
def told(draft: Draft) -> tuple[dict[str, Any], Standing]:
    """The light of a draft as the media floor takes it, and what it was read from."""
    now = standing(draft.id)
    strokes: dict[Any, list[dict[str, Any]]] = {key.id: [] for key in now.keys}
    rows = LightStroke.objects.filter(key__in=strokes, taken_back_at=None)
    for row in rows.order_by("seq", "place").iterator(chunk_size=200):
        about = {name: getattr(row, name) for name in BRUSH}
        strokes[row.key_id].append({**about, "points": json.loads(row.points)})
    keys = [
        {
            "frame": key.frame,
            "how": key.how,
            "light": json.loads(key.light),
            "strokes": strokes[key.id],
        }
        for key in now.keys
    ]
    light = {"keys": keys, "exposure": now.exposure, "seed": now.digest}
    if tags := spared(draft.id):
        light["spared"] = tags
    if mattes := needed(draft.id, keys, always=bool(tags)):
        light["mattes"] = mattes
    return light, now


def _made(draft: Draft, light: dict[str, Any], folder: Path, lease: Lease) -> dict[str, Any]:
    seconds = PATIENCE + A_FRAME * draft.frames
    limits: dict[str, Any] = {"seconds": seconds, "cancelled": lease.cancelled}
    with storage.on_disk(draft.master_id) as path, at_hand(light) as told_:
        about = {"path": str(path), "digest": draft.master_id, "folder": str(folder)}
        output = sandbox.run(
            "lit",
            {**about, **(told_ or {}), "frames": draft.frames},
            progress=lambda share: lease.progress(LIGHTING * share),
            **limits,
        )
    if output["frames"] != draft.frames:
        raise MediaError("truncated")
    request = {"path": str(folder / MASTER), "folder": str(folder), "max_side": PROXY_SIDE}
    copies = sandbox.run(
        "video",
        request,
        progress=lambda share: lease.progress(LIGHTING + (1 - LIGHTING) * share),
        **limits,
    )
    copies.pop("probe", None)
    copies["master"] = {"name": MASTER, "width": draft.width, "height": draft.height}
    return copies
