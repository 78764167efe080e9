"""What can be done to a film."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films.models import Film, Member, Policy, Team
from slowfilm.films.roles import Role
from slowfilm.ledger import Refused, act, chain, events
from slowfilm.ledger.models import Entry, Head


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


def change_film(
    *,
    film_id: UUID,
    actor: str,
    command: UUID | None = None,
    title: str,
    why: str,
    nevers: Sequence[str],
) -> Entry:
    """Say anew what the film is called, why it is made, and what will not be done."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        film = Film.objects.get(id=film_id)
        film.title, film.why, film.nevers = title, why, list(nevers)
        film.save(update_fields=["title", "why", "nevers"])
        return this.record(events.FilmChanged(title=title, why=why, nevers=film.nevers))


def declare_year(
    *,
    film_id: UUID,
    actor: str,
    command: UUID | None = None,
    year: int | None,
    opt_out: str = "",
) -> Entry:
    """Declare the team's film of a year, or, with None, take that back. Raises Refused.

    The database decides, since two films of a team share no ledger that could be locked.
    """
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        film = Film.objects.get(id=film_id)
        film.declared_year, film.year_opt_out = year, opt_out if year else ""
        try:
            with transaction.atomic():
                film.save(update_fields=["declared_year", "year_opt_out"])
        except IntegrityError as error:
            sentence = _(
                "This team has already declared its film of %(year)s. "
                "A second one needs a reason in writing."
            )
            raise Refused("year-taken", sentence % {"year": year}) from error
        return this.record(events.YearDeclared(year=year, opt_out=film.year_opt_out))


def set_policy(
    *,
    film_id: UUID,
    actor: str,
    command: UUID | None = None,
    approving: Sequence[str],
    waiting_days: int,
    change_notes_closed: bool,
) -> Entry:
    """Say what must be true before a shot is locked. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        if not approving:
            raise Refused("nobody-approves", _("At least one role has to approve."))
        policy = Policy.objects.get(film_id=film_id)
        policy.approving, policy.waiting_days = list(approving), waiting_days
        policy.change_notes_closed = change_notes_closed
        policy.save(update_fields=["approving", "waiting_days", "change_notes_closed"])
        return this.record(
            events.PolicyChanged(
                approving=policy.approving,
                waiting_days=waiting_days,
                change_notes_closed=change_notes_closed,
            )
        )
