"""Light as files: .cube and ASC CDL of a key, stills of 16 bits; and a .cube read as curves."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowfilm import curves, storage
from slowfilm.clearance.answer import clearance
from slowfilm.films.access import film_page
from slowfilm.films.filenames import plain
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger.chain import canonical
from slowfilm.light import cdl, cube
from slowfilm.light.frames import CHILD
from slowfilm.light.grade import Grade
from slowfilm.light.light_pass import told
from slowfilm.light.models import LightKey
from slowfilm.light.state import Standing, standing
from slowfilm.media.errors import MediaError
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding

JSON = "application/json"
SIZE = cube.SIZES[0]
SMALL = 640  # pixels of a still on a page


@require_safe
@film_page(May.MAKE)
def key_file(request: HttpRequest, member: Member, key_id: UUID, form: str) -> HttpResponse:
    """A key as a file for other programs: `form` is cube or ccc. What it can't hold it says."""
    keys = LightKey.objects.select_related("draft__shot__scene")
    key = get_object_or_404(keys, id=key_id, draft__film=member.film, removed_at=None)
    name = f"{key.draft.name}_{key.frame}"
    now = standing(key.draft_id)
    gain = curves.exposure(now.exposure, key.frame)
    light = json.loads(key.light)
    grade = Grade(light, gain)
    left = _left_out(light, bool(now.strokes.get(key.id)))
    if form == "cube":
        text = "".join(cube.written(grade, name, SIZE, left))
    elif form == "ccc":
        fits = cdl.fitted(grade)
        text = cdl.written(fits, name, (*_missed(fits, light), *left))
    else:
        return HttpResponse(_("There is no such form."), status=404, content_type="text/plain")
    return _file(text.encode(), f"{name}.{form}", "application/octet-stream")


def _left_out(light: dict[str, object], painted: bool) -> tuple[str, ...]:
    """What no table of colours can hold."""
    sentences = []
    if painted:
        sentences.append(
            _("The painted light is not in it: it depends on the place in the picture.")
        )
    if light["lamps"]:
        sentences.append(_("The lamps are not in it: they depend on the place in the picture."))
    if isinstance(qualifier := light["qualifier"], dict) and qualifier.get("mask"):
        sentences.append(_("Its curves are kept on people or off them: here they lie everywhere."))
    return tuple(sentences)


def _missed(fits: list[cdl.Fit], light: dict[str, object]) -> tuple[str, ...]:
    """What slope, offset and power can't hold of the curves."""
    sentences = [
        _("Slope, offset and power miss the curves by %(codes)s of 255 at most.")
        % {"codes": f"{max(fit.miss for fit in fits) * 255:.1f}"}
    ]
    if isinstance(qualifier := light["qualifier"], dict) and (
        qualifier["tone"] or qualifier["hue"]
    ):
        sentences.append(_("The selection by tone or hue is not in it."))
    return tuple(sentences)


@require_safe
@film_page(May.MAKE)
def still(request: HttpRequest, member: Member, draft_id: UUID, number: int) -> HttpResponse:
    """A frame as a PNG of 16 bits, in its light; as it is with `?light=no`. Clearance is asked."""
    drafts = Draft.objects.select_related("shot__scene")
    draft = get_object_or_404(drafts, film=member.film, id=draft_id)
    digest = draft.master_id
    is_held = Holding.objects.filter(film=member.film_id, blob=digest, frozen_at=None).exists()
    if number >= draft.frames or not is_held or not storage.there(digest):
        return _said(_("The draft has no such frame."), 404)
    answer = clearance("show", drafts=[draft])
    if not answer.cleared:
        return _said(" ".join(answer.sentences()), 409)
    light = None if request.GET.get("light") == "no" else told(draft)[0]
    try:
        body = CHILD.still(digest, number, light)
    except MediaError as error:
        return _said(_("This frame can't be read (%(code)s).") % {"code": error.code}, 404)
    return _file(body, f"{draft.name}_{number}.png", "image/png")


@require_safe
@film_page()
def shown(request: HttpRequest, member: Member, draft_id: UUID, number: int) -> HttpResponse:
    """A frame in its light, small, as a JPEG; as it is with `?light=no`."""
    draft = get_object_or_404(Draft, film=member.film, id=draft_id)
    digest = draft.master_id
    is_held = Holding.objects.filter(film=member.film_id, blob=digest, frozen_at=None).exists()
    if number >= draft.frames or not is_held or not storage.there(digest):
        return _said(_("The draft has no such frame."), 404)
    light, now = told(draft)
    if request.GET.get("light") == "no":
        light, now = {"keys": [], "exposure": []}, Standing()
    tag = f'"{digest[:32]}-{now.digest[:16]}-{number}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _kept(HttpResponse(status=304), tag)
    try:
        body = CHILD.shown(digest, number, light, SMALL)
    except MediaError as error:
        return _said(_("This frame can't be read (%(code)s).") % {"code": error.code}, 404)
    return _kept(HttpResponse(body, content_type="image/jpeg"), tag)


def _kept(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"  # it may be kept, but the right is asked anew
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@film_page(May.LIGHT)
def read_cube(request: HttpRequest, member: Member) -> HttpResponse:
    """A .cube (field `file`) as curves for a key, which nothing keeps yet; 422 says why not."""
    file = request.FILES.get("file")
    if file is None:
        return _refused("not-a-cube")
    if (file.size or 0) > cube.LARGEST:
        return _refused("size")
    try:
        light, more = cube.read(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _refused("not-a-cube")
    except cube.NotACube as error:
        return _refused(error.code)
    sentences = []
    if more:
        sentences.append(
            _("Only its neutral axis is taken: curves can't hold what it does to colours.")
        )
    return HttpResponse(canonical({"light": light, "said": sentences}), content_type=JSON)


def _refused(code: str) -> HttpResponse:
    reasons = {
        "not-a-cube": _("This is not a .cube file."),
        "size": _("A .cube is read up to 65 points a side, or 65,536 of one dimension."),
        "rows": _("The .cube has not as many rows as it says."),
        "numbers": _("A row of the .cube is not three numbers."),
        "domain": _("The .cube's domain ends before it begins."),
    }
    body = canonical({"code": code, "reason": reasons[code]})
    return HttpResponse(body, status=422, content_type=JSON)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, plain(name))
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
