"""Which references of a film lack something to be generated from, however many there are.

Two of which everything is the same that the answer looks at have the same answer, so only one of
them is asked about. What an engine is to have them for, and where, is not asked here.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from slowfilm.clearance.answer import clearance
from slowfilm.jobs.models import Job
from slowfilm.references.models import Reference
from slowfilm.references.scanning import SCAN

# Everything that answer.py and grounds.py look at, for each reference that is prepared.
FOUND = """
WITH scan AS (
    SELECT reference_id, digest, min(error) AS error FROM slowfilm_scan
    WHERE film_id = %(film)s AND reference_id IS NOT NULL GROUP BY reference_id, digest
), track AS (
    SELECT reference_id,
        array_agg(DISTINCT concat_ws(' ', kind, person_id IS NULL, stranger, place_id)) AS found,
        count(*) FILTER (WHERE person_id IS NULL AND kind IN ('face', 'voice')) AS unnamed
    FROM slowfilm_track
    WHERE film_id = %(film)s AND reference_id IS NOT NULL AND dismissed_at IS NULL
    GROUP BY reference_id
), sighting AS (
    SELECT reference_id, array_agg(DISTINCT concat_ws(' ', person_id, seen, heard)) AS named
    FROM slowfilm_sighting
    WHERE film_id = %(film)s AND reference_id IS NOT NULL AND ended_at IS NULL
    GROUP BY reference_id
), ground AS (
    SELECT reference_id, array_agg(of ORDER BY of) AS grounds FROM (
        SELECT unnest("references") AS reference_id, id AS of FROM slowfilm_licence
        WHERE film_id = %(film)s
        UNION ALL SELECT unnest("references"), id FROM slowfilm_place WHERE film_id = %(film)s
        UNION ALL SELECT reference_id, id FROM slowfilm_ruling
        WHERE film_id = %(film)s AND ended_at IS NULL AND kind = 'care'
    ) each GROUP BY reference_id
)
SELECT reference.id, reference.proxy_id IS NOT NULL, scan.error, COALESCE(track.unnamed, 0),
    jsonb_build_array(reference.study, reference.nobody_else_at IS NULL, reference.rights = '',
        reference.medium, reference.maker, reference.proxy_id IS NULL, scan.error,
        track.found, sighting.named, ground.grounds, held.erased_at)::text
FROM slowfilm_reference reference
LEFT JOIN scan ON scan.reference_id = reference.id AND scan.digest = reference.proxy_id
LEFT JOIN track ON track.reference_id = reference.id
LEFT JOIN sighting ON sighting.reference_id = reference.id
LEFT JOIN ground ON ground.reference_id = reference.id
LEFT JOIN slowfilm_holding held
    ON held.film_id = reference.film_id AND held.blob_id = reference.original_id
WHERE reference.film_id = %(film)s AND reference.original_id IS NOT NULL
    AND (%(kind)s = '' OR reference.kind = %(kind)s)
ORDER BY reference.added_at DESC, reference.id
"""


@dataclass(frozen=True, slots=True)
class Standings:
    """Of a film's references that are prepared, the latest first."""

    needing: list[UUID]  # what stands in the way of generating from it
    unscanned: list[UUID]  # what is shown of them was not scanned, and no worker is at it
    unnamed: int  # faces and voices that nobody has named


def standings(film_id: UUID, kind: str = "") -> Standings:
    """How all of them stand, or all of one kind: eight queries."""
    scanning = Job.objects.open().filter(film=film_id, kind=SCAN.name)
    under_way = set(scanning.values_list("subject", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"film": film_id, "kind": kind})
        rows = cursor.fetchall()
    first: dict[str, UUID] = {}
    for id_, _looked_at, _error, _unnamed, like in rows:
        first.setdefault(like, id_)
    references = Reference.objects.filter(id__in=first.values())
    answer = clearance("generate", references=references)
    return Standings(
        [id_ for id_, *_rest, like in rows if answer.of(first[like])],
        [
            id_
            for id_, looked_at, error, *_rest in rows
            if looked_at and error != "" and id_ not in under_way
        ],
        sum(unnamed for *_rest, unnamed, _like in rows),
    )
