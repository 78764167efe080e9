"""How films, their members, invitations and policies follow from the ledger."""

from slowfilm.films import events
from slowfilm.films.authority import member_of
from slowfilm.films.models import Film, Invitation, Member, Policy, Team, TeamRequest
from slowfilm.ledger.records import (
    AT,
    COMMAND,
    FILM,
    ITEM,
    Record,
    always,
    changed,
    from_actor,
    made,
)

ELSEWHERE = "which team of this studio has the film: an archive comes back under another"

RECORDS = (
    Record(Team, outside="a team has no film's ledger", archived=False),
    Record(TeamRequest, outside="a question, which goes once it is answered", archived=False),
    Record(
        Film,
        film="id",
        rules=(
            made(
                events.FilmFounded,
                *("title", "why", "nevers", "rate", "width", "height"),
                id=FILM,
                declared_year=None,
                year_opt_out=always(""),
                created_at=AT,
                locked_at=None,
            ),
            changed(events.FilmChanged, "title", "why", "nevers", key=FILM),
            changed(events.YearDeclared, key=FILM, declared_year="year", year_opt_out="opt_out"),
        ),
        free={"team": ELSEWHERE},
    ),
    Record(
        Policy,
        rules=(
            made(events.FilmFounded, *events.Rules.model_fields, film=FILM),
            changed(events.PolicyChanged, *events.Rules.model_fields, key=FILM),
        ),
    ),
    Record(
        Member,
        rules=(
            made(
                events.MemberJoined,
                *("user", "roles"),
                id="member",
                film=FILM,
                joined_at=AT,
                removed_at=None,
                again=("user", "roles", "removed_at"),
            ),
            changed(events.RolesChanged, "roles", key="member"),
            changed(events.MemberRemoved, key="member", removed_at=AT),
        ),
    ),
    Record(
        Invitation,
        rules=(
            made(
                events.MemberInvited,
                *("roles", "expires_at"),
                id=COMMAND,
                film=FILM,
                invited_by=from_actor(member_of),
                created_at=AT,
                used_at=None,
                used_by=None,
                withdrawn_at=None,
                ended_at=None,
                sealed=("note",),
            ),
            changed(events.InvitationWithdrawn, key="invitation", withdrawn_at=AT),
            changed(events.MemberJoined, key="invitation", used_at=AT, used_by="member"),
            changed(events.RolesChanged, each="ended", key=ITEM, ended_at=AT),
            changed(events.MemberRemoved, each="ended", key=ITEM, ended_at=AT),
        ),
    ),
)
