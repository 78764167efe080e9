"""What the people traced in a draft are called: as the draft says, never by their looks."""

from collections.abc import Mapping, Sequence
from typing import Any

from slowfilm.clearance.models import Sighting
from slowfilm.shots.models import Draft


def called(draft: Draft, people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of each their character or name, as far as it is known; else "".

    Known is who an engine put there itself, by the character it was cited for or the only person
    said to be seen in what was cited; and who is seen where one person was found and one was named.
    """
    tags = [person["tag"] for person in people if person.get("tag")]
    cited = _seen_in(draft, tags) if tags else {}
    names = [person.get("name") or cited.get(person.get("tag", ""), "") for person in people]
    if len(names) == 1 and not names[0]:
        sightings = Sighting.objects.standing().filter(draft=draft, seen=True)
        names = _only(list(sightings.values_list("person__name", flat=True)))
    return names


def _only(names: list[str]) -> list[str]:
    return names if len(names) == 1 else [""]


def _seen_in(draft: Draft, tags: list[str]) -> dict[str, str]:
    """By tag, the only person said to be seen in the reference of that tag."""
    sources = dict(draft.sources.filter(tag__in=tags).values_list("reference", "tag"))
    sightings = Sighting.objects.standing().filter(reference__in=sources, seen=True)
    by_tag: dict[str, list[str]] = {}
    for reference, name in sightings.values_list("reference", "person__name"):
        by_tag.setdefault(sources[reference], []).append(name)
    return {tag: _only(names)[0] for tag, names in by_tag.items()}
