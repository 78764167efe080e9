"""The gate's conditions about roles: who has approved, who asked for changes, who is awaited."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.models import Approval
from slowfilm.approvals.performers import Performer
from slowfilm.approvals.roles import Standing
from slowfilm.approvals.subjects import Subject
from slowfilm.films.models import Member
from slowfilm.films.roles import Role


def role_conditions(
    subject: Subject, found: list[Standing], members: Sequence[Member]
) -> list[Condition]:
    """One condition for each role, and for each performer whose performance is kept."""
    return [_condition(subject, each, found, members) for each in found]


def approved(approval: Approval) -> Condition:
    """Who approved, and as what."""
    return Condition("approval", True, _approved(approval), role=approval.role, approval=approval)


def _approved(approval: Approval) -> str:
    said = _("%(role)s: approved by %(name)s.")
    return said % {"role": Role(approval.role).label, "name": approval.member}


def _condition(
    subject: Subject, one: Standing, others: list[Standing], members: Sequence[Member]
) -> Condition:
    able = [each for each in members if one.said_by(each)]
    about: dict[str, Any] = {
        "who": [str(each) for each in able],
        "answering": [each.id for each in able],
        "role": one.role,
        "turn": one.turn,
    }
    if one.performer is not None and able:
        about["own"] = reverse("performance", args=[subject.whole.film_id, subject.whole.id])
    if one.request is not None:
        said = _("%(role)s: %(name)s requested changes to %(draft)s.") % {
            "role": one.role.label,
            "name": one.request.member,
            "draft": one.request.what,
        }
        return Condition("changes", False, said, request=one.request, **about)
    if one.approval is not None and one.approval.counts:
        return Condition("approval", True, _approved(one.approval), approval=one.approval, **about)
    first = next((str(each.role.label) for each in others if not each.holds), "")
    if one.performer is not None and not able:
        about["mend"] = reverse("members", args=[subject.whole.film_id])
    return Condition("approval", False, _missing(one, bool(able), first), **about)


def _missing(one: Standing, able: bool, first: str) -> str:
    """That it is not approved, and why nobody can yet, if so."""
    about = {"role": str(one.role.label), "first": first}
    if one.performer is not None:
        return _performer_missing(one.performer, able) + _first(one, able, about)
    if one.approval is not None:
        said = _("%(role)s: %(name)s had approved, but no longer has that role on the film.")
        about["name"] = str(one.approval.member)
    elif not able:
        said = _("%(role)s must approve, and nobody on the film has that role.")
    elif one.turn:
        said = _("%(role)s: not yet approved.")
    else:
        said = _("%(role)s: not yet approved. First comes: %(first)s.")
    return said % about


def _performer_missing(performer: Performer, able: bool) -> str:
    said = (
        _("%(name)s has not yet approved it: it keeps their performance (%(tags)s).")
        if able
        else _(
            "%(name)s must approve it, since it keeps their performance (%(tags)s), "
            "and is not on the film as a performer."
        )
    )
    tags = _(", ").join(f"@{tag}" for tag in performer.tags)
    return said % {"name": performer.person, "tags": tags}


def _first(one: Standing, able: bool, about: dict[str, str]) -> str:
    if one.turn or not able:
        return ""
    return " " + _("First comes: %(role)s.") % {"role": about["first"]}
