"""The gate before a lock: a list, asked afresh each time, each with who or what is missing."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.approvals.condition import Condition
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.never_conditions import answered, never_conditions
from slowfilm.approvals.role_conditions import approved, given, role_conditions, standings_of
from slowfilm.clearance.answer import Answer, clearance
from slowfilm.clearance.presenters import names_of
from slowfilm.films.models import Film, Member, Policy
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Shot


@dataclass(frozen=True)
class Gate:
    """All the conditions of one shot, and the digest they were asked for."""

    shot: Shot
    digest: str
    conditions: list[Condition] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the shot may be locked now."""
        return self.shot.locked_at is None and all(each.holds for each in self.conditions)


def gate(shot: Shot) -> Gate:
    """Ask everything about a shot, as it stands now."""
    draft = shot.selected
    if draft is None:
        return Gate(shot, "", [Condition("picture", False, _("No draft is selected yet."))])
    digest = shot_digest(draft)
    found = [Condition("picture", True, _("%(draft)s is selected.") % {"draft": draft.name})]
    answers = answered(shot, digest)
    if shot.locked_at is not None:  # nothing is asked any more: these said yes to what is locked
        found += [approved(each) for each in given(shot, digest)]
        nevers = [each.never for each in answers if each.holds]
        return Gate(shot, digest, found + never_conditions(nevers, answers))
    policy = Policy.objects.get(film_id=shot.film_id)
    members = list(Member.objects.present().select_related("user").filter(film_id=shot.film_id))
    roles = role_conditions(standings_of(shot, digest, policy), members)
    nevers = Film.objects.values_list("nevers", flat=True).get(id=shot.film_id)
    found += roles + never_conditions(nevers, [a for a in answers if a.counts])
    found += _notes(draft, policy) + _clearance(draft) + _waiting(roles, policy)
    return Gate(shot, digest, found)


def _notes(draft: Draft, policy: Policy) -> list[Condition]:
    if not policy.change_notes_closed:
        return []
    kinds = those("holds_gate")
    open_ = Note.objects.open().filter(draft=draft, kind__in=kinds).count()
    earlier = Note.objects.before(draft).filter(kind__in=kinds).count()
    found = []
    if open_:
        said = ngettext(
            "%(count)s note still asks for a change.",
            "%(count)s notes still ask for a change.",
            open_,
        )
        found.append(Condition("notes", False, said % {"count": open_}))
    if earlier:
        said = ngettext(
            "%(count)s note on an earlier version is unanswered: is it still true?",
            "%(count)s notes on earlier versions are unanswered: are they still true?",
            earlier,
        )
        found.append(Condition("notes", False, said % {"count": earlier}))
    return found or [Condition("notes", True, _("No note asks for a change any more."))]


def _clearance(draft: Draft) -> list[Condition]:
    answer = clearance("show", drafts=[draft])
    if not answer.cleared:
        return [Condition("clearance", False, said, mend=mend) for said, mend in answer.told()]
    return [Condition("clearance", True, _declared(draft, answer))]


def _declared(draft: Draft, answer: Answer) -> str:
    """By whose word it is cleared: nothing has looked at the picture."""
    names = names_of(draft.film_id, answer.declared_by)
    by = _(", ").join(names.get(actor, actor) for actor in answer.declared_by)
    if not by:
        return _("It was made from no picture and no sound of anybody.")
    if not answer.sightings:
        said = _("Nobody is seen or heard in it: declared by %(names)s, not checked.")
    else:
        said = _("Everyone named in it has a release. Declared by %(names)s, not checked.")
    return said % {"names": by}


def _waiting(roles: list[Condition], policy: Policy) -> list[Condition]:
    """Time for second thoughts: the policy's days, counted from the last approval."""
    if not policy.waiting_days:
        return []
    given_at = [each.approval.at for each in roles if each.approval is not None]
    if len(given_at) < len(roles) or not given_at:
        said = ngettext(
            "Once everyone has approved, it waits %(days)s day.",
            "Once everyone has approved, it waits %(days)s days.",
            policy.waiting_days,
        )
        return [Condition("waiting", False, said % {"days": policy.waiting_days})]
    until = max(given_at) + timedelta(days=policy.waiting_days)
    if timezone.now() >= until:
        return [
            Condition("waiting", True, _("It has waited since everyone approved."), until=until)
        ]
    return [Condition("waiting", False, _("It waits until"), until=until)]
