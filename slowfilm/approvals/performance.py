"""A performer looks at what keeps their performance, beside it, and answers for it themselves."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from slowfilm.approvals.gate import gate
from slowfilm.approvals.performers import Performer, performers_of
from slowfilm.approvals.relit import lines_of
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.generations.beside import Side, sides_of
from slowfilm.moment import one_moment
from slowfilm.shots.models import Draft, Shot

ANSWERS = ("approve", "withdraw", "request", "withdraw-request")


@require_safe
@film_page()
@one_moment()
def performance(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """The selected draft beside what it keeps of a member's own. To nobody else is it there."""
    shots = Shot.objects.select_related("scene", "selected__shot__scene", "film")
    shot = get_object_or_404(shots, film_id=member.film_id, id=shot_id)
    draft = shot.selected
    if draft is None:
        raise Http404
    sides = _sides(draft, _mine(draft, member))
    now = gate(shot)
    context = {
        "film": member.film,
        "member": member,
        "draft": draft,
        "sides": sides,
        "side": _shown(sides, request.GET.get("tag", "")),
        "gate": now,
        "each": next(
            (condition for condition in now.conditions if condition.own_of(member.id)), None
        ),
        "kind": "shot",
        "whole": shot,
        "to": {
            act.replace("-", "_"): reverse(f"shot-{act}", args=[member.film_id, shot.id]) + "?own"
            for act in ANSWERS
        },
    }
    return render(request, "approvals/performance.html", context)


def _mine(draft: Draft, member: Member) -> Performer:
    performers = performers_of([draft.id]).get(draft.id, [])
    performer = next(
        (candidate for candidate in performers if candidate.person.member_id == member.id), None
    )
    if performer is None:
        raise Http404
    return performer


def _sides(draft: Draft, performer: Performer) -> list[Side]:
    line = lines_of([draft])[draft.id]
    return [side for ancestor in line for side in sides_of(draft, ancestor, performer.tags)]


def _shown(sides: list[Side], tag: str) -> Side | None:
    """The one that was asked for, else the first with a picture, else the first."""
    order = sorted(sides, key=lambda side: (side.source.tag != tag, not side.moving))
    return next(iter(order), None)
