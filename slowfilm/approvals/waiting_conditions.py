"""The gate's condition about time."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.approvals.condition import Condition
from slowfilm.films.models import Policy


def waiting_conditions(roles: list[Condition], policy: Policy) -> list[Condition]:
    """Time for second thoughts: the policy's days, counted from the last approval."""
    if not policy.waiting_days:
        return []
    given_at = [role.approval.at for role in roles if role.approval is not None]
    if len(given_at) < len(roles) or not given_at:
        sentence = ngettext(
            "Once everyone has approved, it waits %(days)s day.",
            "Once everyone has approved, it waits %(days)s days.",
            policy.waiting_days,
        )
        return [Condition("waiting", False, sentence % {"days": policy.waiting_days})]
    until = max(given_at) + timedelta(days=policy.waiting_days)
    if timezone.now() >= until:
        return [
            Condition("waiting", True, _("It has waited since everyone approved."), until=until)
        ]
    return [Condition("waiting", False, _("It waits until"), until=until)]
