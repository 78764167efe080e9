"""Characters and lines for tests, made through the real actions."""

from typing import Any
from uuid import UUID

from slowfilm.films.models import Film
from slowfilm.people import actions as people
from slowfilm.people.models import Person
from slowfilm.references import characters
from slowfilm.references.models import Character, Line, Reference
from tests import make


def by(film: Film) -> dict[str, Any]:
    """The film and its director."""
    return {"film_id": film.id, "actor": make.director(film).actor}


def person(film: Film, name: str = "林遥") -> Person:
    """A person of the film."""
    return Person.objects.get(id=people.add_person(**by(film), name=name).command)


def character(
    film: Film, period: str = "1998", of: Person | None = None, **material: Reference
) -> Character:
    """A self, with references by their roles."""
    who = of or person(film)
    one = characters.add(**by(film), person=who.id, period=period).command
    for role, reference in material.items():
        characters.give(**by(film), character=one, reference=reference.id, role=role)
    return Character.objects.get(id=one)


def line(
    one: Character, words: str = "落雨咯。", take: Reference | None = None, **told: Any
) -> Line:
    """What a character says."""
    about: dict[str, Any] = {"words": words, "take": take.id if take else None, **told}
    made: UUID = characters.write(**by(one.film), character=one.id, **about).command
    return Line.objects.get(id=made)
