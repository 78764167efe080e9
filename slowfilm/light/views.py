"""The light of a draft for pages and scripts: rows, strokes, a master's own pixels."""

import hashlib
from functools import lru_cache
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowfilm import storage
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.chain import canonical
from slowfilm.light import rendering, snapshot, tracing
from slowfilm.light.called import called
from slowfilm.light.frames import CHILD
from slowfilm.light.models import DraftFigures
from slowfilm.media.errors import MediaError
from slowfilm.media.light.mattes_file import EVERYBODY, Packed
from slowfilm.moment import one_moment
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding

JSON = "application/json"


@require_safe
@film_page()
@one_moment()
def light(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Every key and the exposure of a draft; what is painted comes by window of frames."""
    draft = get_object_or_404(Draft, film=member.film, id=draft_id)
    text = snapshot.text_of(draft, rendering.state(draft), tracing.state(draft))
    return HttpResponse(text, content_type=JSON)


@require_safe
@film_page()
@one_moment()
def strokes(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """What is painted on keys at ?first= ≤ f < ?last=, a page at a time: ask on with ?after=next.

    `after` is two numbers with a comma between.
    """
    draft = get_object_or_404(Draft, film=member.film, id=draft_id)
    try:
        first = int(request.GET.get("first", 0))
        last = int(request.GET.get("last", draft.frames))
        seq, place = (int(number) for number in request.GET.get("after", "0,0").split(","))
    except ValueError:
        return HttpResponseBadRequest(_("Frames are numbers."))
    text = snapshot.strokes_text(draft, first, last, (seq, place))
    return HttpResponse(text, content_type=JSON)


@require_safe
@film_page(May.MAKE)
def frame(request: HttpRequest, member: Member, draft_id: UUID, number: int) -> HttpResponse:
    """A frame of the master: planes G, B, R, each of width × height little-endian uint16."""
    draft = get_object_or_404(Draft, film=member.film, id=draft_id)
    digest = draft.master_id
    is_held = Holding.objects.filter(film=member.film_id, blob=digest, frozen_at=None).exists()
    if number >= draft.frames or not is_held:
        return _no_frame(_("The draft has no such frame."))
    tag = f'"{digest[:32]}-{number}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _kept(HttpResponse(status=304), tag)
    if not storage.there(digest):
        return _no_frame(_("This file is missing from the studio's store."))
    try:
        planes = CHILD.frame(digest, number)
    except MediaError as error:
        return _no_frame(_("This frame can't be read (%(code)s).") % {"code": error.code})
    return _kept(HttpResponse(planes, content_type="application/octet-stream"), tag)


def _no_frame(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")


def _kept(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"  # it may be kept, but the right is asked anew
    answer["Vary"] = "Cookie, Authorization"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@film_page(May.MAKE)
def mattes(request: HttpRequest, member: Member, draft_id: UUID, group: int) -> HttpResponse:
    """Where people are in twelve frames of a draft, from `group` × 12 on: zlib of their grids.

    A grid has 480 columns of bytes: 0 nobody, 255 a person. It is of everybody, or with ?who= of
    one person by their number from 1.
    """
    figures = _figures(member, draft_id)
    try:
        who = int(request.GET.get("who", EVERYBODY))
    except ValueError:
        return HttpResponseBadRequest(_("A person is named by a number."))
    tag = f'"{figures.mattes_id[:32]}-{group}-{who}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _kept(HttpResponse(status=304), tag)
    try:
        packed = _mattes(figures.mattes_id).group(group, who)
    except IndexError:
        return _no_frame(_("The draft has no such frame."))
    except (MediaError, OSError):
        return _no_frame(_("This file is missing from the studio's store."))
    return _kept(HttpResponse(packed, content_type="application/octet-stream"), tag)


@require_safe
@film_page(May.MAKE)
def ways(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Of everybody who was traced: first and last frame, where they are at every frame, and what
    they are called where that is known; and whether the people are told apart."""
    figures = _figures(member, draft_id)
    try:
        opened = _mattes(figures.mattes_id)
    except (MediaError, OSError):
        return _no_frame(_("This file is missing from the studio's store."))
    about = {name: getattr(opened, name) for name in ("columns", "rows", "frames", "apart")}
    names = called(figures.draft, opened.people)
    people = [{**person, "name": name} for person, name in zip(opened.people, names, strict=True)]
    answer = HttpResponse(canonical({**about, "people": people}), content_type=JSON)
    return _kept(answer, f'"{figures.mattes_id[:32]}-{_digest(names)}"')


def _digest(names: list[str]) -> str:
    return hashlib.sha256(canonical(names).encode()).hexdigest()[:16]


def _figures(member: Member, draft_id: UUID) -> DraftFigures:
    """Raises Http404: nothing is traced, or the draft is frozen."""
    figures = get_object_or_404(DraftFigures.objects.select_related("draft"), draft=draft_id)
    holdings = Holding.objects.filter(film=member.film_id, frozen_at=None)
    if holdings.filter(blob__in=[figures.mattes_id, figures.draft.master_id]).count() != 2:
        raise Http404
    return figures


@lru_cache(maxsize=4)
def _mattes(digest: str) -> Packed:
    with storage.on_disk(digest) as path:
        return Packed.of(path.read_bytes())


@require_POST
@film_page(May.LIGHT)
def render(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Ask for the light pass. JSON for scripts that want it, else back to the draft."""
    wants_json = JSON in request.headers.get("Accept", "")
    try:
        rendering.render_light(film_id=member.film_id, actor=member.actor, draft=draft_id)
    except Refused as refused:
        if wants_json or refused.code == "no-draft":
            fault = {"code": refused.code, "reason": str(refused.reason)}
            status = 404 if refused.code == "no-draft" else 409
            return HttpResponse(canonical(fault), status=status, content_type=JSON)
        messages.error(request, str(refused.reason))
    if wants_json:
        return HttpResponse("{}", status=202, content_type=JSON)
    return redirect(f"{reverse('room', args=[member.film_id])}?draft={draft_id}")
