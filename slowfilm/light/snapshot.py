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


def text_of(draft: Draft, rendering: Row | None) -> str:
    """As JSON: every key without what is painted on it, but how many strokes that is; exposure.

    A key's light is JSON in its row already, and goes as it is.
    """
    found = LightExposure.objects.filter(draft=draft, replaced_at=None)
    points = found.values_list("points", flat=True).first()
    head = canonical(
        {
            "seq": Head.objects.values_list("seq", flat=True).get(film=draft.film_id),
            "draft": str(draft.id),
            "frames": draft.frames,
            "width": draft.width,
            "height": draft.height,
            "exposure": json.loads(points) if points else [],
            "rendering": rendering,
        }
    )
    return f'{head[:-1]},"keys":[{",".join(_key_texts(draft))}]}}'


def _key_texts(draft: Draft) -> Iterator[str]:
    painted, told = counted(draft.id), json.dumps(str(draft.id))
    keys = LightKey.objects.filter(draft=draft, removed_at=None).order_by("frame")
    columns = ("id", "frame", "how", "light", "set_by", "set_seq")
    for id_, frame, how, light, by, seq in keys.values_list(*columns):
        yield (
            f'{{"id":"{id_}","draft":{told},"frame":{frame},"how":"{how}","light":{light},'
            f'"by":{json.dumps(by)},"seq":{seq},"strokes":{painted.get(id_, 0)}}}'
        )


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
