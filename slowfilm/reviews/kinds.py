"""The kinds of notes: declared here once, for the database's rows, the gate and the scripts.

`manage.py vocabulary` writes them into static/js/room/events.js.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class Kind:
    """What a note of a kind is called, looks like, and does."""

    label: str | Promise
    close: str | Promise  # the button that closes its thread
    shape: Literal["block", "ring", "diamond"]  # on the time axis, so that none is told by colour
    asks_reason: bool = False  # it says why, beside what it says
    holds_gate: bool = False  # while it is open the approval rules may refuse a lock
    bound: bool = False  # what is approved includes it


KINDS: dict[str, Kind] = {
    "change": Kind(_("Change"), _("Resolve"), "block", holds_gate=True),
    "question": Kind(_("Question"), _("Resolve"), "ring"),
    "keep": Kind(_("Keep"), _("Release"), "diamond", asks_reason=True, bound=True),
}


def those(trait: Literal["asks_reason", "holds_gate", "bound"]) -> list[str]:
    """The kinds that have a trait."""
    return [name for name, kind in KINDS.items() if getattr(kind, trait)]


def _known(name: str) -> str:
    if name not in KINDS:
        raise PydanticCustomError("kind", "not one of {kinds}", {"kinds": ", ".join(KINDS)})
    return name


NoteKind = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": [*KINDS]})]
