"""Every live command on one page: command -> the right it takes -> the action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm.approvals import actions as approvals
from slowfilm.films.access import acting_member
from slowfilm.films.roles import May
from slowfilm.generations import actions as generations
from slowfilm.ledger import Refused, events
from slowfilm.ledger.models import Entry
from slowfilm.references import actions as references
from slowfilm.reviews import actions as reviews
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots


@dataclass(frozen=True)
class Live:
    """A command that can be given over the socket."""

    right: May
    action: Callable[..., Entry]


COMMANDS: dict[str, Live] = {
    "draw-stroke": Live(May.MARK, reviews.draw),
    "erase-stroke": Live(May.MARK, reviews.erase),
    "restore-stroke": Live(May.MARK, reviews.restore),
    "add-scene": Live(May.MAKE, shots.add_scene),
    "add-shot": Live(May.MAKE, shots.add_shot),
    "select-draft": Live(May.MAKE, shots.select_draft),
    "cancel-generation": Live(May.MAKE, generations.cancel_generation),
    "write-note": Live(May.MARK, notes.write_note),
    "resolve-note": Live(May.MARK, notes.resolve_note),
    "reopen-note": Live(May.MARK, notes.reopen_note),
    "declare-nobody": Live(May.CLEAR, references.declare_nobody),
    "retry-reference": Live(May.MAKE, references.retry),
    "remove-reference": Live(May.MAKE, references.remove),
    "approve-shot": Live(May.MARK, approvals.approve),
    "withdraw-approval": Live(May.MARK, approvals.withdraw),
    "lock-shot": Live(May.LOCK, approvals.lock),
}


def perform(
    film_id: UUID, user_id: UUID, language: str, verb: str, command: UUID, fields: dict[str, Any]
) -> int:
    """Do one command for a user and answer the seq of its entry. Permission is asked each time.

    Raises Refused, and DatabaseError when the record cannot be reached: then nothing was done.
    """
    live = COMMANDS[verb]
    with override(language):
        try:
            member = acting_member(film_id, user_id)
            if member is None or not member.may(live.right):
                raise Refused("not-allowed", _("Your role on this film does not allow that."))
            return live.action(film_id=film_id, actor=member.actor, command=command, **fields).seq
        except (IntegrityError, DataError) as error:  # such as a NUL in a text
            raise Refused("conflict", _("That cannot be recorded as it stands.")) from error


def parse(verb: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A command's fields, checked against the vocabulary. Raises pydantic.ValidationError."""
    message = events.COMMANDS[verb].model_validate(fields)
    return {name: getattr(message, name) for name in type(message).model_fields}
