"""The page on which two members erase what rests on a person: what goes, and what stays."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from slowfilm.clearance.presenters import names_of
from slowfilm.erasures import actions
from slowfilm.erasures.models import Erasure
from slowfilm.erasures.removing import erased_by
from slowfilm.erasures.scope import scope_of
from slowfilm.erasures.stopping import work_on
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.people.models import Person


@never_cache
@require_safe
@film_page(May.CLEAR)
@one_moment()
def erasure_page(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """All that would go, one by one, and what was erased before."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    scope = scope_of(person)
    rows = list(person.erasures.order_by("-asked_at"))
    by = names_of(member.film_id, [actor for row in rows for actor in (row.asked_by, row.done_by)])
    erasure = next((row for row in rows if not row.done_at and not row.dropped_at), None)
    context: dict[str, Any] = {
        "film": member.film,
        "member": member,
        "person": person,
        "scope": scope,
        "entries": sorted([*scope.entries, *scope.spoken], key=lambda entry: entry.seq),
        "files": sum(len(item.files) for item in scope.items),
        "locked": [item for item in scope.items if item.locked],
        "at_work": len(work_on(member.film_id, scope.references, scope.drafts)),
        "against": list(actions.against(person, scope)),
        "asked": erasure,
        "asked_by": by.get(erasure.asked_by, "") if erasure else "",
        "changed": erasure is not None and erasure.digest != scope.digest,
        "own": erasure is not None and erasure.asked_by == member.actor,
        "done": [(row, *_how_far(row)) for row in rows if row.done_at],
    }
    return render(request, "people/erasure.html", context)


def _how_far(erasure: Erasure) -> tuple[int, bool]:
    """How many files an erasure took, and whether their bytes are gone."""
    done = Job.objects.filter(kind=actions.ERASE.name, subject=erasure.id, state=Job.State.DONE)
    return len(erased_by(erasure.film_id, erasure.id)), done.exists()


@require_POST
@film_page(May.CLEAR)
def act_erasure(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Ask, confirm, or let it be."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    fields = request.POST
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    do: dict[str, Any] = {
        "ask": lambda: actions.ask_erasure(**by, person=person.id, digest=fields.get("digest", "")),
        "confirm": lambda: actions.confirm_erasure(
            **by, erasure=fields.get("erasure", ""), digest=fields.get("digest", "")
        ),
        "drop": lambda: actions.drop_erasure(**by, erasure=fields.get("erasure", "")),
    }
    try:
        if act := do.get(fields.get("act", "")):
            act()
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("erasure", member.film_id, person.id)
