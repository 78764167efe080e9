"""Pages that walk: where a draft comes from, what was made of something, who agreed to what."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Shot
from slowfilm.traces import pdf_job
from slowfilm.traces.graph import lineage, made_from
from slowfilm.traces.nodes import Graph
from slowfilm.traces.picture import drawn
from slowfilm.traces.title import chosen, title_of

LISTED = 200  # of each kind
ROOTS: dict[str, Any] = {"person": Person, "reference": Reference, "place": Place}


@require_safe
@film_page()
@one_moment()
def lineage_page(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Everything that a draft came from, as a picture that can be walked."""
    drafts = Draft.objects.filter(film=member.film).select_related("shot__scene")
    draft = get_object_or_404(drafts, id=draft_id)
    graph = lineage(draft)
    return _page(request, member, graph, "back", draft.name, {"draft": draft})


@require_safe
@film_page()
@one_moment()
def made_from_page(request: HttpRequest, member: Member, what: str, root_id: UUID) -> HttpResponse:
    """Everything that was made from a person, reference or place."""
    if what not in ROOTS:
        raise Http404
    root = get_object_or_404(ROOTS[what], film=member.film, id=root_id)
    return _page(request, member, made_from(member.film_id, root), "on", root.name, {})


def _page(
    request: HttpRequest, member: Member, graph: Graph, way: str, name: str, more: dict[str, Any]
) -> HttpResponse:
    kinds = ("draft", "brief", "reference", "person", "place", "paper")
    by_kind = {f"{kind}s": graph.of(kind) for kind in kinds}  # type: ignore[arg-type]
    context = {
        "film": member.film,
        "member": member,
        "way": way,
        "name": name,
        "picture": drawn(graph),
        "hands": graph.hands.most_common(LISTED),
        "engines": graph.engines.most_common(),
        "many": {kind: len(nodes) for kind, nodes in by_kind.items()},
        **{kind: nodes[:LISTED] for kind, nodes in by_kind.items()},
        **more,
    }
    return render(request, "traces/lineage.html", context)


@require_safe
@film_page(May.CLEAR)
@one_moment()
def film_title(request: HttpRequest, member: Member) -> HttpResponse:
    """The chain of title of the film: of every selected draft."""
    return _title(request, member, None)


@require_safe
@film_page(May.CLEAR)
@one_moment()
def shot_title(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """The chain of title of one shot: of its selected draft."""
    get_object_or_404(Shot, film=member.film, id=shot_id)
    return _title(request, member, shot_id)


@require_POST
@film_page(May.CLEAR)
def ask_pdf(request: HttpRequest, member: Member) -> HttpResponse:
    """Have it written as a PDF: of a `shot`, or of the film."""
    text = request.POST.get("shot", "")
    shot = get_object_or_404(Shot, film=member.film, id=_uuid(text)) if text else None
    pdf_job.ask(member.film_id, shot.id if shot else None, get_language() or "en")
    if shot:
        return redirect("shot-title", film_id=member.film_id, shot_id=shot.id)
    return redirect("film-title", film_id=member.film_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _title(request: HttpRequest, member: Member, shot_id: UUID | None) -> HttpResponse:
    name, drafts = chosen(member.film, shot_id)
    context = {
        "film": member.film,
        "member": member,
        "name": name,
        "shot_id": shot_id,
        "drafts": drafts,
        "title": title_of(member.film_id, drafts),
        "pdfs": pdf_job.asked_for(member.film_id, shot_id),
    }
    return render(request, "traces/title.html", context)
