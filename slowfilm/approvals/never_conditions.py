"""The gate's conditions about the film's nevers: each is answered by a member, for this digest."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.models import NeverAnswer


def never_conditions(nevers: Sequence[str], answers: list[NeverAnswer]) -> list[Condition]:
    """One condition for each never: somebody says that it holds, and nobody that it does not."""
    return [
        _condition(never, [answer for answer in answers if answer.never == never])
        for never in dict.fromkeys(nevers)
    ]


def _condition(never: str, answers: list[NeverAnswer]) -> Condition:
    broken = [str(answer.member) for answer in answers if not answer.holds]
    confirmers = [str(answer.member) for answer in answers if answer.holds]
    if broken:
        sentence = _("Never: %(never)s Broken, says %(names)s.")
    elif confirmers:
        sentence = _("Never: %(never)s It holds, says %(names)s.")
    else:
        sentence = _("Never: %(never)s Nobody has answered for this version.")
    about = {"never": _sentence(never), "names": _(", ").join(broken or confirmers)}
    holds = bool(confirmers) and not broken
    return Condition("never", holds, sentence % about, never=never, answers=answers)


def _sentence(never: str) -> str:
    """A never as it is written, with a stop at its end if it has none."""
    return never if never.endswith((".", "!", "?", "。", "！", "？")) else never + _(".")
