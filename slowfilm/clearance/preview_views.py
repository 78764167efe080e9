"""Pictures and sounds on a page where somebody signs: for who has the link, while it is open."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slowfilm.clearance import releases
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.previews import Previews, picture_of, previews_of
from slowfilm.clearance.voice_previews import Voices, sound_of, voices_of
from slowfilm.films.blobs import of_memory


@never_cache
@require_safe
def preview(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """One of the pictures, for this link alone."""
    picture = picture_of(_open_link(secret), name)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg")


@never_cache
@require_safe
def voice(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """One of the sounds, for this link alone."""
    sound = sound_of(_open_link(secret), name)
    if sound is None:
        raise Http404
    return of_memory(request, sound, "audio/mp4")


def _open_link(secret: str) -> ReleaseLink:
    link = releases.link_of(secret)
    if link is None or link.state != ReleaseLink.State.OPEN:
        raise Http404
    return link


def beside(link: ReleaseLink, secret: str) -> dict[str, Any]:
    """For a page: pictures and sounds, and what of them stands beside each use's tick box."""
    previews, voices = previews_of(link), voices_of(link)
    return {
        "previews": previews,
        "voices": voices,
        "light_alone": "abstracted" in previews.names,
        "room_alone": "room-tone" in voices.names,
        "beside": {use: _shown(secret, previews, voices, use) for use in link.uses},
    }


def _shown(secret: str, previews: Previews, voices: Voices, use: str) -> SafeString:
    context = {"secret": secret, "pictures": previews.of(use), "sounds": voices.of(use)}
    return render_to_string("people/_previews.html", context)
