"""After release, on the page of what rests on a person, and on the person's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.clearance import aftercare_actions as actions
from slowfilm.clearance.aftercare import Copy, HarmCase
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.terms import Medium
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.people.models import Person


def aftercare_of(person: Person) -> dict[str, Any]:
    """What those who clear see: copies of the film, check-ins and cases of one person."""
    cases = list(person.harm_cases.select_related("copy", "owner__user"))
    check_ins = list(person.check_ins.select_related("owner__user").order_by("done_at", "due"))
    by = names_of(person.film_id, [case.opened_by for case in cases])
    copies = list(Copy.objects.filter(film=person.film_id))
    return {
        "copies": copies,
        "out": [copy for copy in copies if copy.recalled_at is None],
        "check_ins": check_ins,
        "cases": [(case, by.get(case.opened_by, "")) for case in cases],
        "media": Medium.choices,
        "remedies": HarmCase.Remedy.choices,
    }


def own_aftercare(person: Person) -> dict[str, Any]:
    """What the person sees: where copies went, when they are asked, what became of their cases."""
    return {
        "copies": list(Copy.objects.filter(film=person.film_id)),
        "check_ins": list(person.check_ins.filter(done_at=None)),
        "cases": list(person.harm_cases.select_related("copy")),
    }


@require_POST
@film_page(May.CLEAR)
def act_after(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """One act of that page: a copy, a check-in, or a step of a case."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    try:
        _act(member, person, request.POST)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    except ValueError:
        messages.error(request, _("Something is missing: a day, a name, or whose task it is."))
    return redirect("resting", member.film_id, person.id)


def _act(member: Member, person: Person, fields: Any) -> None:
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    outcome = fields.get("outcome", "")
    match fields.get("act"):
        case "copy":
            names = ("venue", "medium", "territory", "version")
            details = {name: fields.get(name, "") for name in names}
            until = _day(fields, "until") if fields.get("until") else None
            actions.record_copy(**by, **details, sent_on=_day(fields, "sent_on"), until=until)
        case "recall":
            actions.recall_copy(**by, sent=UUID(fields.get("copy", "")))
        case "plan":
            owner = UUID(fields.get("owner", ""))
            actions.plan_check_in(**by, person=person.id, due=_day(fields, "due"), owner=owner)
        case "asked":
            check_in = UUID(fields.get("check_in", ""))
            actions.finish_check_in(**by, check_in=check_in, outcome=outcome)
        case "harm":
            actions.open_harm_case(**by, person=person.id, words=fields.get("words", ""))
        case "remedy":
            copy = UUID(fields["copy"]) if fields.get("copy") else None
            actions.decide_remedy(
                **by, case=UUID(fields.get("case", "")), remedy=fields.get("remedy", ""),
                recalled=copy, due=_day(fields, "due"), owner=UUID(fields.get("owner", "")),
            )  # fmt: skip
        case "close":
            actions.close_harm_case(**by, case=UUID(fields.get("case", "")), outcome=outcome)


def _day(fields: Any, name: str) -> Any:
    """A day that is said. Raises ValueError."""
    day = parse_date(fields.get(name, ""))
    if day is None:
        raise ValueError
    return day
