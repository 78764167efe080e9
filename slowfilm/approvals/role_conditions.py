"""The gate's conditions about roles: who has approved, who asked for changes, who is awaited."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.models import Approval
from slowfilm.approvals.roles import Standing
from slowfilm.films.models import Member
from slowfilm.films.roles import Role


def role_conditions(found: list[Standing], members: Sequence[Member]) -> list[Condition]:
    """One condition for each role."""
    return [_condition(each, found, members) for each in found]


def approved(approval: Approval) -> Condition:
    """Who approved, and as what."""
    role = Role(approval.role)
    said = _("%(role)s: approved by %(name)s.") % {"role": role.label, "name": approval.member}
    return Condition("approval", True, said, role=role, approval=approval)


def _condition(one: Standing, others: list[Standing], members: Sequence[Member]) -> Condition:
    role, about = one.role, {"role": str(one.role.label)}
    who = [str(member) for member in members if role in member.roles]
    if one.request is not None:
        said = _("%(role)s: %(name)s requested changes to %(draft)s.")
        about |= {"name": str(one.request.member), "draft": one.request.what}
        return Condition(
            "changes", False, said % about, who, role=role, request=one.request, turn=one.turn
        )
    if one.approval is not None and one.approval.counts:
        return approved(one.approval)
    if one.approval is not None:
        said = _("%(role)s: %(name)s had approved, but no longer has that role on the film.")
        about["name"] = str(one.approval.member)
    elif not who:
        said = _("%(role)s must approve, and nobody on the film has that role.")
    elif one.turn:
        said = _("%(role)s: not yet approved.")
    else:
        said = _("%(role)s: not yet approved. First comes: %(first)s.")
        about["first"] = next(str(each.role.label) for each in others if not each.holds)
    return Condition("approval", False, said % about, who, role=role, turn=one.turn)
