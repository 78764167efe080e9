"""The one answer to "may this be used for that?". What nobody has said is not allowed."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from slowfilm.references.models import Reference

Use = Literal["look", "generate"]


@dataclass(frozen=True)
class Reason:
    """Why not: a code for programs, a sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Clearance:
    """Whether a reference may be used, and all that stands in the way."""

    cleared: bool
    reasons: list[Reason]


def clearance(reference: Reference, use: Use) -> Clearance:
    """Ask for one reference and one use. Members may look at all that is prepared."""
    reasons = _of_its_state(reference)
    if use == "generate":
        reasons += _of_its_origin(reference) + _of_its_people(reference)
    return Clearance(cleared=not reasons, reasons=reasons)


def _of_its_state(reference: Reference) -> list[Reason]:
    if reference.ready:
        return []
    return [Reason("not-prepared", _("It is not prepared yet."))]


def _of_its_origin(reference: Reference) -> list[Reason]:
    if not reference.study:
        return []
    return [Reason("study", _("It is for study only: it may be looked at and never used."))]


def _of_its_people(reference: Reference) -> list[Reason]:
    if reference.nobody_declared_at is not None:
        return []
    return [Reason("unsaid", _("Nobody has said yet who is seen or heard in it."))]
