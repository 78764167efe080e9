"""What light may not cross: a performance that a brief keeps as it is, unless the brief says so."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from slowfilm.ledger import Refused
from slowfilm.light.models import DraftFigures

# The tags that a draft, or one that light made it of, was to keep out of all light.
TAGS = """
WITH RECURSIVE line(made) AS (
    SELECT %s::uuid
    UNION SELECT source.earlier_id FROM line JOIN slowfilm_draftsource source
    ON source.draft_id = line.made AND source.role = 'light' AND source.earlier_id IS NOT NULL)
SELECT DISTINCT citation.tag FROM line
JOIN slowfilm_generation generation ON generation.draft_id = line.made
JOIN slowfilm_citation citation ON citation.brief_id = generation.brief_id
WHERE citation.role = 'verbatim' AND NOT citation.light_crosses ORDER BY 1
"""


def spared(draft: UUID) -> list[str]:
    """The tags of the performances in a draft that light may not cross."""
    with connection.cursor() as cursor:
        cursor.execute(TAGS, [draft])
        return [tag for (tag,) in cursor.fetchall()]


def need_where(draft: UUID) -> None:
    """Raise Refused where light may not cross a performance, and nobody knows where it is.

    Without the people in it the whole picture is the performance, and no light may lie on any.
    """
    tags = spared(draft)
    if not tags or DraftFigures.objects.filter(draft=draft, people__gt=0).exists():
        return
    about = {"tags": _(", ").join(f"@{tag}" for tag in tags)}
    if DraftFigures.objects.filter(draft=draft).exists():
        sentence = _(
            "Light may not cross %(tags)s, and nobody was found in this draft to keep it off."
        )
    else:
        sentence = _("Light may not cross %(tags)s: have the people in this draft traced first.")
    raise Refused("light-may-not-cross", sentence % about)
