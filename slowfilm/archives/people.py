"""The people of an archive. To be named in it gives nobody anything.

Each gets an account that nobody can use until a single-use link has made it theirs, unless
whoever reads the archive in says that accounts of this studio are to be matched.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from slowfilm.archives.container import PEOPLE, Unreadable
from slowfilm.films.roles import May
from slowfilm.ledger.messages import keepable
from slowfilm.models import Film, Member, Team, User

Users = dict[UUID, User]  # by the ids that the archive gives them


def accounts(people: Iterable[dict[str, Any]], *, match: bool) -> Users:
    """An account for everyone in people.jsonl. Raises Unreadable; KeyError, ValueError …"""
    users: Users = {}
    for person in people:
        if (old_id := UUID(person["id"])) in users:
            raise Unreadable("It names a person twice.")
        user = _known(person) if match else None
        users[old_id] = user or User.objects.create_unclaimed(keepable(person["name"]))
    return users


def _known(person: dict[str, Any]) -> User | None:
    """The account that has this person's id or address here."""
    everybody = User.objects.filter(is_active=True)
    return (
        everybody.filter(id=person["id"]).first()
        or everybody.filter(email__iexact=person["email"]).first()
    )


def team_of(about: dict[str, Any], users: Users) -> Team:
    """A new team for the film, whatever teams are here: its founder is who the archive says."""
    founder = users.get(UUID(about["founder"]))
    if founder is None:
        raise Unreadable(f"{PEOPLE} does not say who its team's founder is.")
    return Team.objects.create(name=keepable(about["team"]["name"]), founder=founder)


def nobody_else(film: Film, users: Users) -> None:
    """Refuse people who are neither on the film nor founded its team."""
    members = set(Member.objects.filter(film=film).values_list("user_id", flat=True))
    for user in users.values():
        if user.id not in members | {film.team.founder_id}:
            raise Unreadable(f"It names somebody who is not on the film: {user}.")


def founder_of_import(film: Film) -> User:
    """By whose account the film is entered first: its team's founder, if they lead the film."""
    members = Member.objects.present().filter(film=film).select_related("user")
    leading = [member for member in members.order_by("joined_at") if member.may(May.MANAGE)]
    by_user = {member.user_id: member.user for member in leading}
    return by_user.get(film.team.founder_id) or next(iter(by_user.values()), film.team.founder)
