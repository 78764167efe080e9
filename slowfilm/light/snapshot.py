"""The light of a draft as its instrument knows it: rows and the ledger's seq, of one moment."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from slowfilm.ledger.chain import canonical
from slowfilm.ledger.models import Head
from slowfilm.light.models import LightExposure, LightStroke
from slowfilm.light.spared import spared
from slowfilm.shots.models import Draft

Row = dict[str, Any]
WINDOW = 400  # strokes at most in one answer


def text_of(draft: Draft, rendering: Row | None, figures: Row | None = None) -> str:
    """As JSON: every key without what is painted on it, but how many strokes that is; exposure.

    A key's light is JSON in its row already, and goes as it is.
    """
    exposures = LightExposure.objects.filter(draft=draft, replaced_at=None)
    points = exposures.values_list("points", flat=True).first()
    head = canonical(
        {
            "seq": Head.objects.values_list("seq", flat=True).get(film=draft.film_id),
            "draft": str(draft.id),
            "frames": draft.frames,
            "width": draft.width,
            "height": draft.height,
            "exposure": json.loads(points) if points else [],
            "rendering": rendering,
            "figures": figures,
            "spared": spared(draft.id),
        }
    )
    return f'{head[:-1]},"keys":[{_key_texts(draft)}]}}'


# The database writes the text: of a thousand keys that is a quarter of the work.
KEYS = """
SELECT string_agg(
    '{"id":"' || key.id || '","draft":"' || key.draft_id || '","frame":' || key.frame
    || ',"how":"' || key.how || '","light":' || key.light || ',"by":' || to_json(key.set_by)
    || ',"seq":' || key.set_seq || ',"strokes":' || COALESCE(painted.count, 0) || '}',
    ',' ORDER BY key.frame)
FROM slowfilm_lightkey AS key LEFT JOIN LATERAL (
    SELECT count(*) FROM slowfilm_lightstroke
    WHERE key_id = key.id AND taken_back_at IS NULL) AS painted ON TRUE
WHERE key.draft_id = %s AND key.removed_at IS NULL
"""


def _key_texts(draft: Draft) -> str:
    """Every key with how many strokes stand on it, as JSON with commas between."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [draft.id])
        (text,) = cursor.fetchone() or ("",)
    return text or ""


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
                "who": row.who,
            }
        )
        yield f'{head[:-1]},"points":{row.points}}}'
