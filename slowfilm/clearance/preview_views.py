"""The pictures on a page where somebody signs: for whoever has the link, while it is open."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slowfilm.clearance import releases
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.previews import Previews, picture_of, previews_of


@never_cache
@require_safe
def preview(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """One of the pictures, for this link alone."""
    link = releases.link_of(secret)
    if link is None or link.state != ReleaseLink.State.OPEN:
        raise Http404
    found = picture_of(link, name)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg")


def beside(link: ReleaseLink, secret: str) -> dict[str, Any]:
    """For a page: the pictures, and what stands beside each use's tick box."""
    made = previews_of(link)
    return {
        "previews": made,
        "light_alone": "abstracted" in made.names,
        "beside": {use: _shown(secret, made, use) for use in link.uses},
    }


def _shown(secret: str, made: Previews, use: str) -> SafeString:
    pictures = made.of(use)
    return render_to_string("people/_previews.html", {"secret": secret, "pictures": pictures})
