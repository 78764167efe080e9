"""Where it is said who is seen and heard in references and drafts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowfilm.clearance import actions, presenters
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_presenters import found_in
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.references.views import change
from slowfilm.shots.models import Draft


@require_POST
@film_page(May.CLEAR)
def declare_nobody(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Say that nobody is seen or heard in it."""
    return change(request, member, actions.declare_nobody, reference_id)


@require_POST
@film_page(May.CLEAR)
def name_people(request: HttpRequest, member: Member) -> HttpResponse:
    """Say who is in the references and drafts that were chosen."""
    fields = request.POST
    chosen = {name: fields.getlist(name) for name in ("references", "drafts")}
    seen, heard = set(fields.getlist("seen")), set(fields.getlist("heard"))
    try:
        actions.name_people(
            film_id=member.film_id,
            actor=member.actor,
            command=None,
            **chosen,
            people=[
                {"person": person, "seen": person in seen, "heard": person in heard}
                for person in sorted(seen | heard)
            ],
            nobody_else=fields.get("nobody_else") == "yes",
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Who is in it is in the film's record, under your name."))
    return _back(member, **chosen)


@require_safe
@film_page()
@one_moment()
def draft_people(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Who is seen and heard in a draft, itself and by what it was made from."""
    film = member.film
    drafts = Draft.objects.filter(film=film).select_related("shot__scene")
    draft = get_object_or_404(drafts, id=draft_id)
    answer = clearance("show", drafts=[draft])
    names = presenters.names_of(film.id, answer.declared_by)
    declaration = presenters.said_of(draft, answer, names)
    context = {
        "film": film,
        "member": member,
        "draft": draft,
        "said": declaration,
        "inherited": inherited(draft, answer.sightings),
        "told": answer.told(),
        "choices": presenters.choices(film, declaration.sightings),
        "found": found_in(
            draft,
            member,
            [sighting.person for sighting in answer.sightings if sighting.draft_id != draft.id],
        ),
        "may": {"clear": member.may(May.CLEAR)},
    }
    return render(request, "people/draft.html", context)


def inherited(draft: Draft, sightings: tuple[Sighting, ...]) -> list[str]:
    """Who is in what a draft was made from, each once."""
    others = [sighting for sighting in sightings if sighting.draft_id != draft.id]
    return list(dict.fromkeys(other.person.name for other in others))


def _back(member: Member, references: list[str], drafts: list[str]) -> HttpResponse:
    """The page of the one that was named, or the library."""
    film_id = member.film_id
    try:
        if len(references) == 1 and not drafts:
            return redirect("reference", film_id, UUID(references[0]))
        if len(drafts) == 1 and not references:
            return redirect("draft-people", film_id, UUID(drafts[0]))
    except ValueError:
        pass
    return redirect("references", film_id)
