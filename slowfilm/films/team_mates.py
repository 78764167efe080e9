"""Whom a team's other films know already: offered when somebody is invited."""

from slowfilm.films.models import Member

MOST = 30  # that are offered


def team_mates(member: Member) -> list[Member]:
    """Members of the team's other films that `member` is on too, who are not on this one.

    One place for each user: where they joined last. Nobody learns of a film they are not on.
    """
    present = Member.objects.present().filter(user__is_active=True)
    own = present.filter(user=member.user_id, film__team=member.film.team_id).values("film")
    users = present.filter(film=member.film_id).values("user")
    others = present.filter(film__in=own).exclude(user__in=users).select_related("user")
    latest = {other.user_id: other for other in others.order_by("joined_at")}
    return sorted(latest.values(), key=str)[:MOST]
