"""Whether a brief, or the scene it is for, names a place that may not be used."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from slowfilm.clearance.grounds import place_page, place_sentence
from slowfilm.clearance.works import Decision
from slowfilm.people.place import Place
from slowfilm.references.naming import fold

LETTER = "[^\\W_]"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A place that stops a brief: a sentence, where it is mended, and by which way it is named."""

    place: UUID
    sentence: str
    mend: str
    by: str  # "text" or "scene"


def names(text: str, name: str) -> bool:
    """Whether a text names a place, whatever the widths, case and spaces.

    A name in letters of which words are made must stand as a word of its own.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = fold(name)
    if not letters:
        return False
    pattern = r"\s*".join(map(re.escape, letters))
    before = f"(?<!{LETTER})" if letters[0].isascii() and letters[0].isalnum() else ""
    after = f"(?!{LETTER})" if letters[-1].isascii() and letters[-1].isalnum() else ""
    return re.search(f"{before}{pattern}{after}", plain) is not None


def stopped(film_id: UUID, text: str, scene: UUID | None = None) -> Iterator[Stopped]:
    """Every uncleared place that a text names, or in which the scene is set.

    A scene in which something else stands in the place's stead, by a decision, is free of it. Two
    queries at most.
    """
    cleared = (Place.Agreed.YES, Place.Agreed.CONDITIONS)
    for place in Place.objects.filter(film_id=film_id).exclude(agreed__in=cleared):
        if names(text, place.name):
            yield Stopped(place.id, place_sentence(place), place_page(place), "text")
        elif scene in place.scenes and not _replaced(place.id, scene):
            yield Stopped(place.id, place_sentence(place), place_page(place), "scene")


def _replaced(place: UUID, scene: UUID | None) -> bool:
    decisions = Decision.objects.filter(place=place, scene=scene)
    return any(decision.replaced for decision in decisions)
