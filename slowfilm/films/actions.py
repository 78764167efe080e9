"""What can be done to a film."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films import events
from slowfilm.films.models import Film, Member, Policy, Team
from slowfilm.films.roles import May, Role
from slowfilm.ledger import SYSTEM, Act, Refused, act, action, chain
from slowfilm.ledger.models import Head

# A lock can't be undone by anyone: so two roles approve, and a night lies between the last
# approval and the lock. Whoever founds a film has both roles until they are shared.
APPROVING, WAITING_DAYS = (Role.DIRECTOR, Role.PRODUCER), 1


def create_film(
    *,
    user: User,
    team: Team,
    title: str,
    why: str = "",
    nevers: Sequence[str] = (),
    film_id: UUID | None = None,
    approving: Sequence[str] = APPROVING,
    waiting_days: int = WAITING_DAYS,
) -> Film:
    """Begin a film: its ledger, its policy, and its founder as director and producer."""
    with transaction.atomic():
        film = Film.objects.create(
            id=film_id or uuid4(), team=team, title=title, why=why, nevers=list(nevers)
        )
        Head.objects.create(film=film, hash=chain.genesis(film.id))
        policy = Policy.objects.create(
            film=film, approving=list(approving), waiting_days=waiting_days
        )
        founder = Member.objects.create(film=film, user=user, roles=[Role.DIRECTOR, Role.PRODUCER])
        with act(film.id, founder.actor, film.id) as this:
            film.created_at = this.at
            film.save(update_fields=["created_at"])
            this.record(_founded(film, policy))
        join(film=film, user=user, roles=founder.roles, member=founder)
    return film


def _founded(film: Film, policy: Policy) -> events.FilmFounded:
    return events.FilmFounded(
        title=film.title,
        why=film.why,
        nevers=film.nevers,
        team=film.team.name,
        rate=film.rate,
        width=film.width,
        height=film.height,
        **{name: getattr(policy, name) for name in events.Rules.model_fields},
    )


def join(*, film: Film, user: User, roles: Sequence[str], member: Member | None = None) -> Member:
    """A user takes a place on a film; one who was removed takes it again."""
    before = None if member else Member.objects.filter(film=film, user=user).first()
    place = member or before or Member(film=film, user=user)
    with act(film.id, place.actor if member else SYSTEM, None if before else place.id) as this:
        place.roles, place.removed_at = list(roles), None
        if not before:
            place.joined_at = this.at
        place.save()
        this.record(joined(place))
    return place


def joined(place: Member, invitation: UUID | None = None) -> events.MemberJoined:
    """The fact of a member's place."""
    return events.MemberJoined(
        member=place.id,
        user=place.user_id,
        name=str(place),
        roles=[Role(role) for role in place.roles],
        invitation=invitation,
    )


@action(events.ChangeFilm, May.MANAGE, events.FilmChanged)
def change_film(this: Act, command: events.ChangeFilm) -> events.FilmChanged:
    """Say anew what the film is called, why it is made, and what will not be done."""
    film = Film.objects.get(id=this.film_id)
    film.title, film.why, film.nevers = command.title, command.why, command.nevers
    film.save(update_fields=["title", "why", "nevers"])
    return events.FilmChanged.of(command)


@action(events.DeclareYear, May.MANAGE, events.YearDeclared)
def declare_year(this: Act, command: events.DeclareYear) -> events.YearDeclared:
    """Declare the team's film of a year, or, with None, take that back.

    The database decides, since two films of a team share no ledger that could be locked.
    """
    film = Film.objects.get(id=this.film_id)
    film.declared_year, film.year_opt_out = command.year, command.opt_out if command.year else ""
    try:
        with transaction.atomic():
            film.save(update_fields=["declared_year", "year_opt_out"])
    except IntegrityError as error:
        sentence = _(
            "This team has already declared its film of %(year)s. "
            "A second one needs a reason in writing."
        )
        raise Refused("year-taken", sentence % {"year": command.year}) from error
    return events.YearDeclared(year=command.year, opt_out=film.year_opt_out)


@action(events.SetPolicy, May.MANAGE, events.PolicyChanged)
def set_policy(this: Act, command: events.SetPolicy) -> events.PolicyChanged:
    """Say what must be true before a shot is locked."""
    if not command.approving:
        raise Refused("nobody-approves", _("At least one role has to approve."))
    policy = Policy.objects.get(film_id=this.film_id)
    for name in events.Rules.model_fields:
        setattr(policy, name, getattr(command, name))
    policy.save(update_fields=list(events.Rules.model_fields))
    return events.PolicyChanged.of(command)
