"""That a team may use an engine whose terms ask for it: recorded by whoever manages the film."""

import hashlib
import json
from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import engines
from slowfilm.engines.about import About
from slowfilm.films.roles import May
from slowfilm.generations import events
from slowfilm.generations.models import Permission
from slowfilm.ledger import Act, Refused, action


def terms_of(about: About) -> str:
    """The digest of an engine's terms as they are said now."""
    text = json.dumps(asdict(about), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def standing(film_id: UUID, engine: str) -> Permission | None:
    """What was recorded of an engine and stands, whatever its terms were."""
    return Permission.objects.filter(film=film_id, engine=engine, withdrawn_at=None).first()


def permitted(film_id: UUID, engine: str) -> bool:
    """Whether the team may use an engine: none is asked for, or one is there for these terms."""
    try:
        about = engines.engine(engine).capabilities().about
    except LookupError:
        return True  # that it is not here is said otherwise
    if not about.permission:
        return True
    permission = standing(film_id, engine)
    return permission is not None and permission.terms == terms_of(about)


@action(events.PermitEngine, May.MANAGE, events.EnginePermitted)
def permit_engine(this: Act, command: events.PermitEngine) -> events.EnginePermitted:
    """Record that the team may use an engine. The permission's id is the command's."""
    try:
        about = engines.engine(command.engine).capabilities().about
    except LookupError as error:
        raise Refused("no-engine", _("This engine is not switched on here.")) from error
    if terms_of(about) != command.terms:
        raise Refused("terms-changed", _("The engine's terms have changed. Read them again."))
    had = standing(this.film_id, command.engine)
    if had is not None and had.terms == command.terms:
        raise Refused("permitted-already", _("That is recorded already."))
    if had is not None:
        raise Refused("withdraw-first", _("Withdraw first what was recorded for other terms."))
    Permission.objects.create(
        id=this.command,
        film_id=this.film_id,
        engine=command.engine,
        terms=command.terms,
        basis=command.basis,
        recorded_by=this.actor,
        recorded_at=this.at,
    )
    return events.EnginePermitted.of(command)


@action(events.WithdrawPermission, May.MANAGE, events.PermissionWithdrawn)
def withdraw_permission(
    this: Act, command: events.WithdrawPermission
) -> events.PermissionWithdrawn:
    """Say that the team may use an engine no more."""
    permission = Permission.objects.filter(film_id=this.film_id, id=command.permission).first()
    if permission is None:
        raise Refused("no-permission", _("There is no such permission in this film."))
    if permission.withdrawn_at is not None:
        raise Refused("withdrawn", _("That was withdrawn already."))
    permission.withdrawn_by, permission.withdrawn_at = this.actor, this.at
    permission.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return events.PermissionWithdrawn(permission=permission.id)
