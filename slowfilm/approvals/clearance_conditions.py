"""The gate's conditions about clearance: what is missing of whom, and by whose word it is not."""

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.subjects import Subject
from slowfilm.clearance.answer import Answer
from slowfilm.clearance.presenters import names_of


def clearance_conditions(subject: Subject) -> list[Condition]:
    """One for each that is not cleared, or one that says why all is."""
    answer = subject.clearance()
    if not answer.cleared:
        return [
            Condition("clearance", False, sentence, mend=mend) for sentence, mend in answer.told()
        ]
    return [Condition("clearance", True, _declared(subject, answer))]


def _declared(subject: Subject, answer: Answer) -> str:
    """By whose word it is cleared: nothing has looked at the picture."""
    names = names_of(subject.whole.film_id, answer.declared_by)
    by = _(", ").join(names.get(actor, actor) for actor in answer.declared_by)
    if not by:
        return _("It was made from no picture and no sound of anybody.")
    if not answer.sightings:
        sentence = _("Nobody is seen or heard in it: declared by %(names)s, not checked.")
    else:
        sentence = _("Everyone named in it has a release. Declared by %(names)s, not checked.")
    return sentence % {"names": by}
