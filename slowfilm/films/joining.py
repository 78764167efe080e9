"""A film from an archive joins a team only when that team's founder has agreed."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films import events
from slowfilm.films.models import Film, Team, TeamRequest
from slowfilm.ledger import SYSTEM, Refused, act
from slowfilm.ledger.models import Entry


def ask(film: Film, team: Team) -> None:
    """Have a team's founder asked whether a film may be of it."""
    TeamRequest.objects.create(film=film, team=team)


def waiting_for(founder: User) -> QuerySet[TeamRequest]:
    """The films that wait for somebody's yes, the oldest first."""
    requests = TeamRequest.objects.filter(team__founder=founder)
    return requests.select_related("film__team", "team").order_by("asked_at")


def accept(film_id: UUID, founder: User) -> Entry:
    """The film is of the team from now on. Raises Refused."""
    with act(film_id, SYSTEM) as this:
        team = _answered(film_id, founder)
        film = Film.objects.select_related("team").get(id=film_id)
        own, film.team = film.team, team
        try:
            with transaction.atomic():
                film.save(update_fields=["team"])
        except IntegrityError as error:
            sentence = _("This team has already declared its film of %(year)s.")
            raise Refused("year-taken", sentence % {"year": film.declared_year}) from error
        if not own.films.exists():
            own.delete()
        return this.record(events.TeamJoined(team=team.name, by=str(founder)))


def decline(film_id: UUID, founder: User) -> Entry:
    """The film stays in the team of its own that it came with. Raises Refused."""
    with act(film_id, SYSTEM) as this:
        team = _answered(film_id, founder)
        return this.record(events.TeamDeclined(team=team.name, by=str(founder)))


def _answered(film_id: UUID, founder: User) -> Team:
    """Take the question back, which may be answered once, by the team's founder alone."""
    team_request = waiting_for(founder).filter(film_id=film_id).first()
    if team_request is None:
        raise Refused("not-asked", _("This film does not wait for your answer."))
    team_request.delete()
    return team_request.team
