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
    asked = list(person.check_ins.select_related("owner__user").order_by("done_at", "due"))
    by = names_of(person.film_id, [each.opened_by for each in cases])
    copies = list(Copy.objects.filter(film=person.film_id))
    return {
        "copies": copies,
        "out": [each for each in copies if each.recalled_at is None],
        "check_ins": asked,
        "cases": [(each, by.get(each.opened_by, "")) for each in cases],
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


def _act(member: Member, person: Person, said: Any) -> None:
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    outcome = said.get("outcome", "")
    match said.get("act"):
        case "copy":
            names = ("venue", "medium", "territory", "version")
            told = {name: said.get(name, "") for name in names}
            until = _day(said, "until") if said.get("until") else None
            actions.record_copy(**by, **told, sent_on=_day(said, "sent_on"), until=until)
        case "recall":
            actions.recall_copy(**by, sent=UUID(said.get("copy", "")))
        case "plan":
            owner = UUID(said.get("owner", ""))
            actions.plan_check_in(**by, person=person.id, due=_day(said, "due"), owner=owner)
        case "asked":
            one = UUID(said.get("check_in", ""))
            actions.finish_check_in(**by, check_in=one, outcome=outcome)
        case "harm":
            actions.open_harm_case(**by, person=person.id, words=said.get("words", ""))
        case "remedy":
            copy = UUID(said["copy"]) if said.get("copy") else None
            actions.decide_remedy(
                **by, case=UUID(said.get("case", "")), remedy=said.get("remedy", ""),
                recalled=copy, due=_day(said, "due"), owner=UUID(said.get("owner", "")),
            )  # fmt: skip
        case "close":
            actions.close_harm_case(**by, case=UUID(said.get("case", "")), outcome=outcome)


def _day(said: Any, name: str) -> Any:
    """A day that is said. Raises ValueError."""
    day = parse_date(said.get(name, ""))
    if day is None:
        raise ValueError
    return day
