"""The conditions that every gate has: what is put forward, who said what of it, and time."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.never_conditions import never_conditions
from slowfilm.approvals.role_conditions import approved, role_conditions
from slowfilm.approvals.subjects import Subject
from slowfilm.approvals.waiting_conditions import waiting_conditions
from slowfilm.approvals.words import Words


def conditions(subject: Subject, words: Words, own: Sequence[Condition]) -> list[Condition]:
    """All of them in order, with the subject's `own` before the last."""
    if subject.part is None:
        return [_nothing(subject)]
    answers = words.answers.get(words.digest(subject), [])
    roles = role_conditions(subject, words.standings(subject), words.members)
    nevers = never_conditions(words.nevers, [answer for answer in answers if answer.counts])
    waiting = waiting_conditions(roles, words.policy)
    return [_put_forward(subject), *roles, *nevers, *own, *waiting]


def kept(subject: Subject, words: Words) -> list[Condition]:
    """Of what is locked nothing is asked any more: who said yes to it."""
    digest = words.digest(subject)
    answers = words.answers.get(digest, [])
    nevers = [answer.never for answer in answers if answer.holds]
    approvals = [approved(approval) for approval in words.approvals.get(digest, [])]
    return [_put_forward(subject), *approvals, *never_conditions(nevers, answers)]


def _nothing(subject: Subject) -> Condition:
    if subject.kind == "shot":
        return Condition("picture", False, _("No draft is selected yet."))
    return Condition("picture", False, _("This cut has no version yet."))


def _put_forward(subject: Subject) -> Condition:
    sentence = _("%(draft)s is selected.")
    if subject.kind == "cut":
        sentence = _("%(draft)s is the newest version.")
    return Condition("picture", True, sentence % {"draft": subject.name})
