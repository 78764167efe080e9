"""The gate before a lock: a list, asked afresh each time, each line with who or what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.models import Approval
from slowfilm.clearance.answer import Answer, clearance
from slowfilm.clearance.presenters import names_of
from slowfilm.films.models import Member, Policy
from slowfilm.films.roles import Role
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Shot


@dataclass(frozen=True)
class Line:
    """One condition. `who` may help; `until` is a date to wait for."""

    code: str
    holds: bool
    sentence: str
    who: Sequence[str] = ()
    until: datetime | None = None
    role: str = ""
    mend: str = ""  # the path of the page where it is mended
    approval: Approval | None = None


@dataclass(frozen=True)
class Gate:
    """All the conditions of one shot, and the digest they were asked for."""

    shot: Shot
    digest: str
    lines: list[Line] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the shot may be locked now."""
        return self.shot.locked_at is None and all(line.holds for line in self.lines)


def gate(shot: Shot) -> Gate:
    """Ask everything about a shot, as it stands now."""
    draft = shot.selected
    if draft is None:
        return Gate(shot, "", [Line("picture", False, _("No draft has been put forward yet."))])
    digest = shot_digest(draft)
    lines = [Line("picture", True, _("%(draft)s is put forward.") % {"draft": draft.name})]
    if shot.locked_at is not None:  # nothing is asked any more: these said yes to what is locked
        return Gate(shot, digest, lines + [_said(each) for each in _given(shot, digest)])
    policy = Policy.objects.get(film_id=shot.film_id)
    approvals = _approvals(shot, digest, policy)
    lines += approvals + _notes(draft, policy) + _clearance(draft) + _waiting(approvals, policy)
    return Gate(shot, digest, lines)


def _given(shot: Shot, digest: str) -> list[Approval]:
    given = Approval.objects.filter(shot=shot, digest=digest, withdrawn_at=None)
    return list(given.select_related("member__user").order_by("at"))


def _approvals(shot: Shot, digest: str, policy: Policy) -> list[Line]:
    given = {approval.role: approval for approval in _given(shot, digest)}
    members = list(Member.objects.present().select_related("user").filter(film_id=shot.film_id))
    return [_approval(Role(role), given.get(role), members) for role in policy.approving]


def _said(approval: Approval) -> Line:
    role = Role(approval.role)
    said = _("%(role)s: %(name)s has said yes.") % {"role": role.label, "name": approval.member}
    return Line("approval", True, said, role=role, approval=approval)


def _approval(role: Role, approval: Approval | None, members: list[Member]) -> Line:
    if approval is not None and approval.counts:
        return _said(approval)
    who = [str(member) for member in members if role in member.roles]
    if approval is not None:
        lapsed = _("%(role)s: %(name)s had said yes, but no longer has that role on the film.")
        said = lapsed % {"role": role.label, "name": approval.member}
        return Line("approval", False, said, who, role=role)
    missing = (
        _("%(role)s has not said yes to exactly this.")
        if who
        else _("%(role)s must say yes, and nobody on the film has that role.")
    )
    return Line("approval", False, missing % {"role": role.label}, who, role=role)


def _notes(draft: Draft, policy: Policy) -> list[Line]:
    if not policy.change_notes_closed:
        return []
    wanted = Note.objects.open().filter(draft=draft, kind__in=those("holds_gate")).count()
    if not wanted:
        return [Line("notes", True, _("No note asks for a change any more."))]
    said = ngettext(
        "%(count)s note still asks for a change.",
        "%(count)s notes still ask for a change.",
        wanted,
    )
    return [Line("notes", False, said % {"count": wanted})]


def _clearance(draft: Draft) -> list[Line]:
    answer = clearance("show", drafts=[draft])
    if not answer.cleared:
        return [Line("clearance", False, said, mend=mend) for said, mend in answer.told()]
    return [Line("clearance", True, _declared(draft, answer))]


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


def _waiting(approvals: list[Line], policy: Policy) -> list[Line]:
    """Time for second thoughts: the policy's days, counted from the last yes."""
    if not policy.waiting_days:
        return []
    given = [line.approval.at for line in approvals if line.approval is not None]
    if len(given) < len(approvals) or not given:
        said = ngettext(
            "Once everyone has said yes, it waits %(days)s day.",
            "Once everyone has said yes, it waits %(days)s days.",
            policy.waiting_days,
        )
        return [Line("waiting", False, said % {"days": policy.waiting_days})]
    until = max(given) + timedelta(days=policy.waiting_days)
    if timezone.now() >= until:
        return [Line("waiting", True, _("It has waited since everyone said yes."), until=until)]
    return [Line("waiting", False, _("It waits until"), until=until)]
