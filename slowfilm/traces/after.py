"""What is owed to the people of a chain of title: withdrawals, check-ins, harm and its remedy."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slowfilm.clearance.after import WithdrawalStep
from slowfilm.clearance.aftercare import CheckIn, HarmCase
from slowfilm.traces.rows import Row


def after_release(people: Collection[UUID]) -> list[Row]:
    """What happened to these people and what is due, by their names: three queries.

    What somebody told of harm is not said here: that stands beside the person.
    """
    rows = [*_steps(people), *_check_ins(people), *_cases(people)]
    return sorted(rows, key=lambda row: row.what)


def _steps(people: Collection[UUID]) -> Iterator[Row]:
    steps = WithdrawalStep.objects.filter(release__person__in=people)
    for step in steps.select_related("release__person", "owner__user").order_by("due", "kind"):
        what = _("Withdrawal: %(step)s") % {"step": step.get_kind_display()}
        yield _row(step.release.person.name, what, "", step, step.done_at)


def _check_ins(people: Collection[UUID]) -> Iterator[Row]:
    ins = CheckIn.objects.filter(person__in=people).select_related("person", "owner__user")
    for check_in in ins.order_by("due", "id"):
        yield _row(check_in.person.name, _("Check-in"), "", check_in, check_in.done_at)


def _cases(people: Collection[UUID]) -> Iterator[Row]:
    cases = HarmCase.objects.filter(person__in=people).select_related(
        "person", "copy", "owner__user"
    )
    for case in cases.order_by("opened_at", "id"):
        day = date_format(timezone.localtime(case.opened_at), "DATE_FORMAT")
        remedy = str(case.get_remedy_display()) if case.remedy else _("Nothing is decided yet.")
        if case.copy:
            remedy = f"{remedy} ({case.copy.venue})"
        what = _("Harm, reported on %(day)s") % {"day": day}
        yield _row(case.person.name, what, remedy, case, case.closed_at)


def _row(name: str, what: str, remedy: str, of: object, ended: object) -> Row:
    """One of them: open by a day and of somebody, or done on a day."""
    owner = getattr(of, "owner", None)
    details = " · ".join(filter(None, [remedy, str(owner) if owner else ""]))
    if ended is not None:
        day = date_format(timezone.localtime(ended), "DATE_FORMAT")  # type: ignore[arg-type]
        return Row(name, what, details, state=_("Done on %(day)s.") % {"day": day})
    due = getattr(of, "due", None)
    late = due is not None and due < timezone.localdate()
    state = pgettext("a task", "Overdue") if late else pgettext("a task", "Open")
    return Row(name, what, details, state=state, due=due)
