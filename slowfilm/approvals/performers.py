"""Whose performance or voice a draft keeps: they approve it themselves, whatever the rules ask.

Of people who never were members this can't be asked: what their releases say counts, in which they
may ask to be shown everything first. Whoever left the film is asked still.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from slowfilm.people.models import Person

# Rows of (draft, tag, person), of drafts and of those that light made them of. An anchor is of the
# character it is cited for; else of everybody who is seen in it, or heard where it is a voice. Only
# of people who are or were members: the inbox counts by these rows, too.
CARRIED = """
WITH RECURSIVE line(draft, made) AS (
    SELECT id, id FROM ({drafts}) asked(id)
    UNION SELECT line.draft, source.earlier_id FROM line
    JOIN slowfilm_draftsource source ON source.draft_id = line.made
        AND source.role = 'light' AND source.earlier_id IS NOT NULL)
SELECT DISTINCT line.draft, source.tag, person.id AS person
FROM line JOIN slowfilm_draftsource source ON source.draft_id = line.made
    AND source.role IN ('verbatim', 'driving', 'kept-voice') AND source.reference_id IS NOT NULL
LEFT JOIN slowfilm_generation generation ON generation.draft_id = line.made
LEFT JOIN slowfilm_citation citation ON citation.brief_id = generation.brief_id
    AND citation.tag = source.tag
LEFT JOIN slowfilm_character self ON self.id = citation.character_id
LEFT JOIN slowfilm_sighting sighting ON sighting.reference_id = source.reference_id
    AND sighting.ended_at IS NULL AND self.id IS NULL
    AND CASE source.role WHEN 'kept-voice' THEN sighting.heard ELSE sighting.seen END
JOIN slowfilm_person person ON person.id = coalesce(self.person_id, sighting.person_id)
    AND person.member_id IS NOT NULL
"""


@dataclass(frozen=True)
class Performer:
    """A person who is or was a member, whose anchors a draft carries, by their tags."""

    person: Person
    tags: tuple[str, ...]


def performers_of(drafts: Iterable[UUID]) -> Mapping[UUID, list[Performer]]:
    """The performers of each of these drafts, by name: two questions for all."""
    tags: dict[UUID, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(
            CARRIED.format(drafts="SELECT unnest(%s::uuid[])") + " ORDER BY 1, 2",
            [list(drafts)],
        )
        for draft, tag, person in cursor.fetchall():
            tags[draft][person].append(tag)
    whose = {person for tag in tags.values() for person in tag}
    people = list(Person.objects.select_related("member__user").filter(id__in=whose))
    return {
        draft: [
            Performer(person, tuple(by_person[person.id]))
            for person in people
            if person.id in by_person
        ]
        for draft, by_person in tags.items()
    }
