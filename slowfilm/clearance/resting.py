"""Everything that rests on a person: what they are in, and every draft made from it since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

# Drafts in which the person is, or which were made from a reference in which they are, and all
# that was made from those, however many generations on.
RESTING = """
WITH RECURSIVE named (id) AS (
    SELECT reference_id FROM slowfilm_sighting
    WHERE person_id = %(person)s AND ended_at IS NULL AND reference_id IS NOT NULL
), resting (id) AS (
    SELECT draft_id FROM slowfilm_sighting
    WHERE person_id = %(person)s AND ended_at IS NULL AND draft_id IS NOT NULL
    UNION
    SELECT source.draft_id FROM slowfilm_draftsource source
    JOIN named ON named.id = source.reference_id
    UNION
    SELECT source.draft_id FROM slowfilm_draftsource source
    JOIN resting ON resting.id = source.earlier_id
)
"""
IDS = "SELECT 'draft', id FROM resting UNION ALL SELECT 'reference', id FROM named"
BLOBS = """
    SELECT unnest(ARRAY[master_id, proxy_id, poster_id, filmstrip_id, waveform_id, mattes_id])
    FROM slowfilm_draft JOIN resting USING (id)
    UNION ALL
    SELECT unnest(ARRAY[original_id, proxy_id, poster_id, filmstrip_id, waveform_id])
    FROM slowfilm_reference JOIN named USING (id)
"""


@dataclass(frozen=True)
class Resting:
    """By their ids: the references that a person is in, and the drafts that rest on them."""

    references: frozenset[UUID]
    drafts: frozenset[UUID]


def resting_on(person: UUID) -> Resting:
    """Everything that rests on a person: one query, through all generations of drafts."""
    by_kind: dict[str, set[UUID]] = {"draft": set(), "reference": set()}
    with connection.cursor() as cursor:
        cursor.execute(RESTING + IDS, {"person": person})
        for kind, id_ in cursor.fetchall():
            by_kind[kind].add(id_)
    return Resting(frozenset(by_kind["reference"]), frozenset(by_kind["draft"]))


def hide_from_lookers(person: UUID, moment: datetime) -> None:
    """Within an act: pictures and sounds that rest on a person are for those who make alone."""
    _set(person, "hidden_at", moment)


def freeze(person: UUID, moment: datetime | None) -> None:
    """Within an act: they are for nobody; None: for those again whom nothing else keeps out."""
    _set(person, "frozen_at", moment)
    if moment is None:
        _set(person, "hidden_at", None)


def _set(person: UUID, column: str, moment: datetime | None) -> None:
    where = "IS NULL" if moment else "IS NOT NULL"
    statement = (
        f"{RESTING} UPDATE slowfilm_holding held SET {column} = %(at)s"
        f" FROM slowfilm_person person WHERE person.id = %(person)s"
        f" AND held.film_id = person.film_id AND held.{column} {where} AND held.erased_at IS NULL"
        f" AND held.blob_id IN ({BLOBS})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"person": person, "at": moment})
