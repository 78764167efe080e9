"""What a provider calls the one person who is in a picture, where they are verified there."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from slowfilm.clearance.models import Sighting


def assets_of(references: Collection[UUID], provider: str) -> dict[UUID, str]:
    """By the reference, the id at a provider of the only person who is seen in it: one query."""
    standing = Sighting.objects.standing().filter(reference__in=references, seen=True)
    seen: dict[UUID, list[Sighting]] = defaultdict(list)
    for each in standing.select_related("person"):
        assert each.reference_id is not None
        seen[each.reference_id].append(each)
    return {
        reference: asset
        for reference, found in seen.items()
        if len(found) == 1 and (asset := found[0].person.assets.get(provider))
    }
