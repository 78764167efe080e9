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
    subject: Subject, standings: list[Standing], members: Sequence[Member]
) -> list[Condition]:
    """One condition for each role, and for each performer whose performance is kept."""
    return [_condition(subject, standing, standings, members) for standing in standings]


def approved(approval: Approval) -> Condition:
    """Who approved, and as what."""
    return Condition("approval", True, _approved(approval), role=approval.role, approval=approval)


def _approved(approval: Approval) -> str:
    sentence = _("%(role)s: approved by %(name)s.")
    return sentence % {"role": Role(approval.role).label, "name": approval.member}


def _condition(
    subject: Subject, standing: Standing, others: list[Standing], members: Sequence[Member]
) -> Condition:
    able = [member for member in members if standing.said_by(member)]
    about: dict[str, Any] = {
        "who": [str(member) for member in able],
        "answering": [member.id for member in able],
        "role": standing.role,
        "turn": standing.turn,
    }
    if standing.performer is not None and able:
        about["own"] = reverse("performance", args=[subject.whole.film_id, subject.whole.id])
    if standing.request is not None:
        sentence = _("%(role)s: %(name)s requested changes to %(draft)s.") % {
            "role": standing.role.label,
            "name": standing.request.member,
            "draft": standing.request.what,
        }
        return Condition("changes", False, sentence, request=standing.request, **about)
    if standing.approval is not None and standing.approval.counts:
        return Condition(
            "approval", True, _approved(standing.approval), approval=standing.approval, **about
        )
    first = next((str(other.role.label) for other in others if not other.holds), "")
    if standing.performer is not None and not able:
        about["mend"] = reverse("members", args=[subject.whole.film_id])
    return Condition("approval", False, _missing(standing, bool(able), first), **about)


def _missing(standing: Standing, able: bool, first: str) -> str:
    """That it is not approved, and why nobody can yet, if so."""
    about = {"role": str(standing.role.label), "first": first}
    if standing.performer is not None:
        return _performer_missing(standing.performer, able) + _first(standing, able, about)
    if standing.approval is not None:
        sentence = _("%(role)s: %(name)s had approved, but no longer has that role on the film.")
        about["name"] = str(standing.approval.member)
    elif not able:
        sentence = _("%(role)s must approve, and nobody on the film has that role.")
    elif standing.turn:
        sentence = _("%(role)s: not yet approved.")
    else:
        sentence = _("%(role)s: not yet approved. First comes: %(first)s.")
    return sentence % about


def _performer_missing(performer: Performer, able: bool) -> str:
    sentence = (
        _("%(name)s has not yet approved it: it keeps their performance (%(tags)s).")
        if able
        else _(
            "%(name)s must approve it, since it keeps their performance (%(tags)s), "
            "and is not on the film as a performer."
        )
    )
    tags = _(", ").join(f"@{tag}" for tag in performer.tags)
    return sentence % {"name": performer.person, "tags": tags}


def _first(standing: Standing, able: bool, about: dict[str, str]) -> str:
    if standing.turn or not able:
        return ""
    return " " + _("First comes: %(role)s.") % {"role": about["first"]}
