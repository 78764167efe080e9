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
    told = json.dumps(asdict(about), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


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
    found = standing(film_id, engine)
    return found is not None and found.terms == terms_of(about)


@action(events.PermitEngine, May.MANAGE, events.EnginePermitted)
def permit_engine(this: Act, asked: events.PermitEngine) -> events.EnginePermitted:
    """Record that the team may use an engine. The permission's id is the command's."""
    try:
        about = engines.engine(asked.engine).capabilities().about
    except LookupError as error:
        raise Refused("no-engine", _("This engine is not switched on here.")) from error
    if terms_of(about) != asked.terms:
        raise Refused("terms-changed", _("The engine's terms have changed. Read them again."))
    had = standing(this.film_id, asked.engine)
    if had is not None and had.terms == asked.terms:
        raise Refused("permitted-already", _("That is recorded already."))
    if had is not None:
        raise Refused("withdraw-first", _("Withdraw first what was recorded for other terms."))
    Permission.objects.create(
        id=this.command,
        film_id=this.film_id,
        engine=asked.engine,
        terms=asked.terms,
        basis=asked.basis,
        recorded_by=this.actor,
        recorded_at=this.at,
    )
    return events.EnginePermitted.of(asked)


@action(events.WithdrawPermission, May.MANAGE, events.PermissionWithdrawn)
def withdraw_permission(this: Act, asked: events.WithdrawPermission) -> events.PermissionWithdrawn:
    """Say that the team may use an engine no more."""
    found = Permission.objects.filter(film_id=this.film_id, id=asked.permission).first()
    if found is None:
        raise Refused("no-permission", _("There is no such permission in this film."))
    if found.withdrawn_at is not None:
        raise Refused("withdrawn", _("That was withdrawn already."))
    found.withdrawn_by, found.withdrawn_at = this.actor, this.at
    found.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return events.PermissionWithdrawn(permission=found.id)
