"""What can be done to a film and to who is on it."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction

from slowfilm.films.models import Film, Member, Policy, Team, User
from slowfilm.films.roles import Role
from slowfilm.ledger import act, chain, events
from slowfilm.ledger.models import Head


def found_film(
    *,
    user: User,
    team: Team,
    title: str,
    why: str = "",
    nevers: Sequence[str] = (),
    film_id: UUID | None = None,
) -> Film:
    """Begin a film: its ledger, its policy, and its founder as director and producer."""
    with transaction.atomic():
        film = Film.objects.create(
            id=film_id or uuid4(), team=team, title=title, why=why, nevers=list(nevers)
        )
        Head.objects.create(film=film, hash=chain.genesis(film.id))
        Policy.objects.create(film=film, approving=[Role.DIRECTOR])
        founder = Member.objects.create(film=film, user=user, roles=[Role.DIRECTOR, Role.PRODUCER])
        with act(film.id, founder.actor) as this:
            this.record(events.FilmFounded(title=title, team=team.name))
        join(film=film, user=user, roles=founder.roles, member=founder)
    return film


def join(*, film: Film, user: User, roles: Sequence[str], member: Member | None = None) -> Member:
    """A user takes a place on a film; one who was removed takes it again."""
    with act(film.id, f"member:{member.id}" if member else "system") as this:
        place = (
            member
            or Member.objects.filter(film=film, user=user).first()
            or Member(film=film, user=user)
        )
        place.roles, place.removed_at = list(roles), None
        place.save()
        this.record(events.MemberJoined(member=place.id, name=str(place), roles=list(place.roles)))
    return place
