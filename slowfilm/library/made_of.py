"""What a reference that was made here was made of, as its page says it."""

from dataclasses import dataclass

from slowfilm.abstractions.actions import made_here
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.clearance.presenters import names_of
from slowfilm.references.models import Reference


@dataclass(frozen=True)
class MadeOf:
    """An abstraction, a light space or neither, and who made it."""

    abstraction: Abstraction | None = None
    space: LightSpace | None = None
    by: str = ""


def made_of(reference: Reference) -> MadeOf:
    """At most four queries."""
    row = made_here(reference.film_id, reference.id)
    if row is None:
        return MadeOf()
    by = names_of(reference.film_id, [row.made_by]).get(row.made_by, row.made_by)
    if isinstance(row, Abstraction):
        return MadeOf(abstraction=row, by=by)
    return MadeOf(space=row, by=by)
