"""What a provider calls the one person who is in a picture, where they are verified there."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from slowfilm.clearance.models import Sighting


def assets_of(references: Collection[UUID], provider: str) -> dict[UUID, str]:
    """By the reference, the id at a provider of the only person who is seen in it: one query."""
    standing = Sighting.objects.standing().filter(reference__in=references, seen=True)
    by_reference: dict[UUID, list[Sighting]] = defaultdict(list)
    for sighting in standing.select_related("person"):
        assert sighting.reference_id is not None
        by_reference[sighting.reference_id].append(sighting)
    return {
        reference: asset
        for reference, sightings in by_reference.items()
        if len(sightings) == 1 and (asset := sightings[0].person.assets.get(provider))
    }
