"""The light of a draft as its instrument knows it: rows and the ledger's seq, of one moment."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count

from slowfilm.ledger.chain import canonical
from slowfilm.ledger.models import Head
from slowfilm.light.models import LightExposure, LightKey, LightStroke
from slowfilm.shots.models import Draft

Row = dict[str, Any]
WINDOW = 400  # strokes at most in one answer


def of_draft(draft: Draft) -> Row:
    """Every key without what is painted on it, but how many strokes that is; the exposure."""
    keys = list(LightKey.objects.filter(draft=draft, removed_at=None).order_by("frame"))
    painted = counted(draft.id)
    found = LightExposure.objects.filter(draft=draft, replaced_at=None)
    points = found.values_list("points", flat=True).first()
    return {
        "seq": Head.objects.values_list("seq", flat=True).get(film=draft.film_id),
        "draft": str(draft.id),
        "frames": draft.frames,
        "width": draft.width,
        "height": draft.height,
        "keys": [key_row(key) | {"strokes": painted.get(key.id, 0)} for key in keys],
        "exposure": json.loads(points) if points else [],
    }


def key_row(key: LightKey) -> Row:
    """A key as pages know it."""
    return {
        "id": str(key.id),
        "draft": str(key.draft_id),
        "frame": key.frame,
        "how": key.how,
        "light": json.loads(key.light),
        "by": key.set_by,
        "seq": key.set_seq,
    }


def counted(draft: UUID) -> dict[UUID, int]:
    """How many strokes stand on each key of a draft that has any."""
    strokes = LightStroke.objects.filter(key__draft=draft, taken_back_at=None).order_by()
    return dict(strokes.values_list("key").annotate(count=Count("id")))


def strokes_text(draft: Draft, first: int, last: int, after: tuple[int, int] = (0, 0)) -> str:
    """What is painted on keys at first ≤ f < last, as JSON, in order; "next" is where to ask on."""
    strokes = LightStroke.objects.filter(
        key__draft=draft,
        key__removed_at=None,
        key__frame__gte=first,
        key__frame__lt=last,
        taken_back_at=None,
        seq__gte=after[0],
    ).order_by("seq", "place")
    rows: list[LightStroke] = []
    following = None
    for row in strokes[: WINDOW + after[1] + 2].iterator(chunk_size=100):
        if (row.seq, row.place) <= after:
            continue
        if len(rows) == WINDOW:
            following = [rows[-1].seq, rows[-1].place]
            break
        rows.append(row)
    texts = ",".join(_texts(rows))
    return f'{{"strokes":[{texts}],"next":{canonical(following)}}}'


def _texts(rows: list[LightStroke]) -> Iterator[str]:
    for row in rows:
        head = canonical(
            {
                "id": str(row.id),
                "key": str(row.key_id),
                "seq": row.seq,
                "place": row.place,
                "by": row.actor,
                "width": row.width,
                "stops": row.stops,
                "softness": row.softness,
                "erase": row.erase,
                "mask": row.mask,
            }
        )
        yield f'{head[:-1]},"points":{row.points}}}'
