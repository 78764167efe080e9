"""A film's notes on a page, and as files."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from slowfilm.films.access import film_page
from slowfilm.films.filenames import plain
from slowfilm.films.models import Member
from slowfilm.markers import FORMATS
from slowfilm.moment import one_moment
from slowfilm.reviews import out, pdf_job
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.listing import Threads, Wish, drafts_with_notes, writers
from slowfilm.shots.models import Draft

PAGE = 50  # threads


@require_GET
@film_page()
@one_moment()
def notes(request: HttpRequest, member: Member) -> HttpResponse:
    """All notes of a film, filtered and sorted, fifty a page."""
    film, wish = member.film, Wish.of(request.GET.dict())
    page = Paginator(Threads(wish, film), PAGE).get_page(request.GET.get("page"))
    context = {
        "film": film,
        "member": member,
        "wish": wish,
        "page": page,
        "rows": out.shown(film, list(page)),
        "kinds": {name: kind.label for name, kind in KINDS.items()},
        "writers": writers(film),
        "drafts": drafts_with_notes(film),
        "formats": FORMATS,
        "query": _query(wish),
        "pdfs": pdf_job.of_member(member),
    }
    return render(request, "reviews/notes.html", context)


def _query(wish: Wish) -> str:
    """The wish as the query of an address."""
    parameters: dict[str, Any] = {"state": wish.state, "kind": wish.kind, "sort": wish.sort}
    parameters |= {"member": wish.member or "", "draft": wish.draft or ""}
    return urlencode({name: value for name, value in parameters.items() if value})


@require_GET
@film_page()
@one_moment()
def as_csv(request: HttpRequest, member: Member) -> HttpResponse:
    """The notes that the page would show, as a table."""
    threads = Wish.of(request.GET.dict()).threads(member.film)
    text = out.as_table(member.film, threads)
    return _file(text, f"{member.film.title}.csv", "text/csv; charset=utf-8")


@require_GET
@film_page()
@one_moment()
def as_markers(request: HttpRequest, member: Member, draft_id: UUID, form: str) -> HttpResponse:
    """The notes of one draft as the markers of an editing program."""
    if form not in FORMATS:
        raise Http404
    ending, write = FORMATS[form]
    drafts = Draft.objects.select_related("shot__scene")
    draft = get_object_or_404(drafts, film=member.film, id=draft_id)
    wish = Wish.of(request.GET.dict() | {"draft": str(draft.id)})
    text = write(out.sheet(draft, wish.threads(member.film)))
    return _file(text, draft.name + ending, "application/octet-stream")


@require_POST
@film_page()
def ask_pdf(request: HttpRequest, member: Member) -> HttpResponse:
    """Have a PDF of the notes with their stills made."""
    wish = Wish.of(request.POST.dict())
    pdf_job.ask(member, _query(wish), get_language() or "en")
    return redirect(f"{request.path.removesuffix('pdf')}?{_query(wish)}")


def _file(text: str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(text.encode(), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, plain(name) or "notes")
    return answer
