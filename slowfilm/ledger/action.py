"""An action: one command, the right it takes, the entry it makes, and the code that does it.

Declared once, beside that code. Pages, the API and the room's socket all call the same action.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from slowfilm.ledger.act import Act, act
from slowfilm.ledger.actors import Actor
from slowfilm.ledger.messages import Command, Fact, verb_of
from slowfilm.ledger.models import Entry
from slowfilm.ledger.refused import Refused

C = TypeVar("C", bound=Command)
SPENT = gettext_lazy("This id belongs to another act. Use a new one.")


class Action(Generic[C]):
    """Does one kind of command. Raises Refused, whatever is wrong with what is asked."""

    def __init__(
        self,
        takes: type[C],
        right: str,
        makes: tuple[type[Fact], ...],
        do: Callable[[Act, C], Fact],
    ) -> None:
        self.takes, self.right, self.makes, self.do = takes, right, makes, do
        self.verb = verb_of(takes)
        self.verbs = {verb_of(fact) for fact in makes}
        self.__doc__ = do.__doc__

    def __call__(
        self, *, film_id: UUID, actor: Actor, command: UUID | None = None, **fields: Any
    ) -> Entry:
        """Do the command that `fields` say. `command` is its id, for doing it once."""
        return self.perform(film_id, actor, command, read(self.takes, fields))

    def perform(self, film_id: UUID, actor: Actor, command: UUID | None, request: C) -> Entry:
        """Check, change and record in one act; a command done before is answered as it was."""
        try:
            with act(film_id, actor, command, right=self.right) as this:
                if this.done is None:
                    return this.record(self.do(this, request))
        except (IntegrityError, DataError) as error:
            raise _conflict(error) from error
        if this.done.verb not in self.verbs:
            raise Refused("conflict", SPENT)
        return this.done


def action(
    takes: type[C], right: str, *makes: type[Fact]
) -> Callable[[Callable[[Act, C], Fact]], Action[C]]:
    """Declare the function below as the action of a command."""

    def declare(do: Callable[[Act, C], Fact]) -> Action[C]:
        return Action(takes, right, makes, do)

    return declare


def _conflict(error: Exception) -> Refused:
    """What the database says no to: mostly a row's id that another act has taken already."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if constraint.endswith("_pkey") or constraint == "a_command_is_done_once":
        return Refused("conflict", SPENT)
    return Refused("conflict", _("That cannot be recorded as it stands."))


def read(takes: type[C], fields: dict[str, Any]) -> C:
    """A command from its fields. Raises Refused with a sentence that names what is wrong."""
    try:
        return takes.model_validate(fields)
    except ValidationError as error:
        raise Refused("malformed", what_is_wrong(error)) from error


def what_is_wrong(error: ValidationError) -> str:
    """A sentence; the detail in brackets is for who wrote the script."""
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "text":
        return _("%(where)s: %(why)s.") % {"where": where, "why": fault["msg"]}
    sentence = _("%(where)s: not what docs/protocol.md asks for (%(why)s).")
    return sentence % {"where": where, "why": fault["msg"]}
