"""Whether those who listen to a film may still: asked again and again, for all at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import Cursor

from slowfilm import prepared
from slowfilm.accounts.credentials import Credential

MEMBERS = """
SELECT member.id, member.roles, who.password, who.is_active
FROM slowfilm_member member JOIN slowfilm_user who ON who.id = member.user_id
WHERE member.id = ANY(%s::uuid[]) AND member.removed_at IS NULL
"""
SESSIONS = """
SELECT session_key FROM django_session WHERE session_key = ANY(%s) AND expire_date > now()
"""
TOKENS = "SELECT digest FROM slowfilm_token WHERE digest = ANY(%s) AND revoked_at IS NULL"

Came = tuple[UUID, Credential]  # a member, and by what they came


@dataclass(frozen=True, slots=True)
class Standing:
    """A present member's roles, and whether what they came by still opens anything."""

    roles: list[str]
    signed_in: bool


def standing(cames: set[Came]) -> dict[Came, Standing]:
    """How those stand who came; of who was removed from the film there is nothing."""
    with connection.wrap_database_errors, prepared.together():
        rows = _ask(MEMBERS, [str(member) for member, _credential in cames])
        sessions = _ask(SESSIONS, [credential.session for _member, credential in cames])
        tokens = _ask(TOKENS, [credential.token for _member, credential in cames])
        members = {id_: more for id_, *more in rows.fetchall()}
        open_ = {key for (key,) in [*sessions.fetchall(), *tokens.fetchall()]}
    stand = {}
    for member, credential in cames:
        if member in members:
            roles, password, active = members[member]
            holds = credential.holds(
                password, credential.session in open_, credential.token in open_
            )
            stand[member, credential] = Standing(roles, active and holds)
    return stand


def _ask(statement: str, keys: list[str | None]) -> Cursor[tuple[Any, ...]]:
    """The rows of some keys. Planned each time, for there may be one or many."""
    return prepared.ask(statement, [list({key for key in keys if key})], keep_plan=False)
