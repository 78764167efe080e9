"""The cuts of a film, and a cut's page."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowfilm.cuts import (
    actions,
    exporting,
    file_import,
    importing,
    left_out,
    presenters,
    snapshot,
)
from slowfilm.cuts.clearing import cleared
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.moment import one_moment
from slowfilm.storage import Full
from slowfilm.timecode import parse_rate, timecode

LARGEST = 2 * 1024 * 1024  # bytes of a cut that is saved: 2,000 clips are a quarter of that


@require_http_methods(["GET", "HEAD", "POST"])
@film_page()
def cuts(request: HttpRequest, member: Member) -> HttpResponse:
    """All cuts of a film; a new one, empty or of the film's shots in order."""
    if request.method == "POST":
        return _begin(request, member)
    names = presenters.names_of(member.film_id)
    rows = []
    for cut in Cut.objects.filter(film=member.film).prefetch_related("versions"):
        last = max(cut.versions.all(), key=lambda version: version.number, default=None)
        length = timecode(last.frames, parse_rate(cut.rate)) if last else ""
        who = names.get(last.saved_by, "") if last else ""
        rows.append({"cut": cut, "last": last, "length": length, "who": who})
    context = {"film": member.film, "rows": rows, "may_make": member.may(May.MAKE)}
    return render(request, "cuts/cuts.html", context)


@require_POST
@film_page(May.MAKE)
def import_cut(request: HttpRequest, member: Member) -> HttpResponse:
    """A cut from an OTIO or EDL file. What of it is not understood stands with its version."""
    file = request.FILES.get("file")
    data = file.read() if file and file.size and file.size <= importing.LARGEST else b""
    try:
        name = (file.name if file else "") or ""
        outcome = file_import.import_cut(member.film, member.actor, data, name)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("cuts", film_id=member.film_id)
    except Full:
        messages.error(request, _("There is no room left on this studio's disk."))
        return redirect("cuts", film_id=member.film_id)
    for sentence in left_out.sentences(outcome.left_out):
        messages.warning(request, sentence)
    if outcome.left_out:
        return redirect("cuts", film_id=member.film_id)
    return redirect("cut", film_id=member.film_id, cut_id=outcome.cut)


def _begin(request: HttpRequest, member: Member) -> HttpResponse:
    try:
        title = request.POST.get("title", "").strip() or _("Cut")
        by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
        begun = actions.add_cut(**by, title=title)
        if request.POST.get("from") == "shots":
            clips = [clip.model_dump() for clip in actions.from_shots(member.film)]
            if clips:
                actions.save_cut(**by, cut=begun.command, made_from=0, clips=clips)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("cuts", film_id=member.film_id)
    return redirect("cut", film_id=member.film_id, cut_id=begun.command)


@require_safe
@ensure_csrf_cookie  # what is changed is sent by scripts
@film_page()
@one_moment()
def cut(request: HttpRequest, member: Member, cut_id: UUID) -> HttpResponse:
    """A cut to look at, to speak of and to change; `?version=` asks for an earlier one."""
    row, version = _asked(request, member, cut_id)
    paint = snapshot.of_cut(member, row, version)
    context = {"film": member.film, "cut": row, "first_paint": paint}
    return render(request, "cuts/cut.html", context)


@require_safe
@film_page()
@one_moment()
def paint(request: HttpRequest, member: Member, cut_id: UUID) -> JsonResponse:
    """The same as the page carries: for whoever takes over a newer version."""
    return JsonResponse(snapshot.of_cut(member, *_asked(request, member, cut_id)))


@require_POST
@film_page(May.MAKE)
def save(request: HttpRequest, member: Member, cut_id: UUID) -> JsonResponse:
    """The next version, from JSON: see cuts.events.SaveCut. Its id may be given, as `id`."""
    if len(request.body) > LARGEST:
        return _refusal(Refused("too-large", _("That is larger than a cut can be.")), 413)
    try:
        body = json.loads(request.body)
        fields = {**body, "cut": cut_id}
        command = UUID(fields.pop("id")) if "id" in body else None
    except (ValueError, TypeError, AttributeError):
        return _refusal(Refused("malformed", _("That is no cut.")))
    reserved = {"film_id", "actor", "command"} & fields.keys()
    try:
        if reserved:
            raise Refused("malformed", _("That is no cut."))
        by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
        entry = actions.save_cut(**by, command=command, **fields)
    except Refused as refused:
        return _refusal(refused, 409 if refused.code == "conflict" else 400)
    return JsonResponse(_saved(entry))


@require_safe
@film_page()
@one_moment()
def versions(request: HttpRequest, member: Member, cut_id: UUID) -> HttpResponse:
    """The versions of a cut, and what changed in each or between `?from=` and `?to=`: a panel."""
    row = get_object_or_404(Cut, film=member.film, id=cut_id)
    rows = presenters.versions_of(row)
    to = _number(request, "to") or (rows[0].version.number if rows else 0)
    later = row.versions.filter(number=to).first()
    from_ = _number(request, "from")
    if from_ is None:
        from_ = to - 1
    earlier = row.versions.filter(number=from_).first()
    context = {
        "film": member.film,
        "cut": row,
        "rows": rows,
        "later": later,
        "earlier": earlier,
        "changes": presenters.difference(earlier, later) if later else [],
        "uncleared": cleared(later).told() if later else [],
        "may_make": member.may(May.MAKE),
        "forms": list(exporting.ADAPTERS),
    }
    return render(request, "cuts/_versions.html", context)


def _asked(request: HttpRequest, member: Member, cut_id: UUID) -> tuple[Cut, CutVersion | None]:
    """A cut and its version `?version=`, else the newest; None while there is none."""
    row = get_object_or_404(Cut, film=member.film, id=cut_id)
    number = _number(request, "version")
    if number is None:
        return row, row.versions.last()
    return row, get_object_or_404(CutVersion, cut=row, number=number)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Http404
    return int(text)


def _saved(entry: Entry) -> dict[str, object]:
    version = CutVersion.objects.get(id=entry.command)
    return {"id": str(version.id), "number": version.number, "seq": entry.seq}


def _refusal(refused: Refused, status: int = 400) -> JsonResponse:
    return JsonResponse({"code": refused.code, "reason": str(refused.reason)}, status=status)
