"""The film's part of the room's snapshot: the film itself, its members, and what one may."""

from typing import Any

from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May


def of_film(member: Member) -> dict[str, Any]:
    """For whoever looks."""
    film = member.film
    return {
        "film": {"id": str(film.id), "title": film.title, "rate": film.rate},
        "you": str(member.id),
        "rights": [right for right in May if member.may(right)],
        "members": members_of(film),
    }


def members_of(film: Film) -> list[dict[str, Any]]:
    """Everyone who is or was on the film: those who left are still named on what they wrote."""
    members = Member.objects.filter(film=film).select_related("user").order_by("joined_at")
    return [
        {
            "id": str(member.id),
            "name": str(member),
            "roles": member.roles,
            "present": member.removed_at is None,
        }
        for member in members
    ]
