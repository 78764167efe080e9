"""What every page's template knows: the import map, and the words of its scripts."""

import base64
import hashlib
import json
from functools import cache

from babel.messages.pofile import read_po
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.templatetags.static import static
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from slowfilm import storage

LIBRARIES = {
    "mediabunny": "lib/mediabunny/mediabunny.min.mjs",
    "perfect-freehand": "lib/perfect-freehand/index.mjs",
}


def import_map() -> str:
    """Where modules find the libraries: the one inline script there is."""
    return json.dumps({"imports": {name: static(path) for name, path in LIBRARIES.items()}})


@cache
def import_map_hash() -> str:
    """The import map's hash, as the content security policy wants it."""
    digest = hashlib.sha256(import_map().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class ContentSecurityPolicy(CSPMiddleware):
    """The policy in the settings, the import map's hash, and the bucket if there is one."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.replace is None:
            parts.update = {**(parts.update or {}), "script-src": import_map_hash()}
            if bucket := storage.origin(settings.STORAGE_URL):
                parts.update |= dict.fromkeys(("img-src", "media-src", "connect-src"), bucket)
        return parts


class Private(MiddlewareMixin):
    """What is told to one person is kept by no cache between, and shown again only when asked for.

    A page may lie in its reader's own browser, so that going back does not empty a form; what
    scripts and the API are told may not. Answers that say it themselves are left alone: media.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say so where nobody has."""
        page = response.headers.get("Content-Type", "").startswith("text/html")
        response.headers.setdefault(
            "Cache-Control", "private, no-cache" if page else "private, no-store"
        )
        return response


@cache
def javascript_catalogue(language: str) -> SafeString:
    """The translations that scripts use, as data (never run, so the policy lets it be)."""
    path = settings.LOCALE_PATHS[0] / to_locale(language) / "LC_MESSAGES" / "djangojs.po"
    if not path.exists():  # English is written in the scripts themselves
        return json_script({}, "i18n")
    with path.open("rb") as file:
        messages = read_po(file)
    return json_script({m.id: m.string for m in messages if m.id and m.string}, "i18n")


def page(request: HttpRequest) -> dict[str, object]:
    """Context for every template."""
    inline = mark_safe(import_map())
    return {
        "import_map": format_html('<script type="importmap">{}</script>', inline),
        "javascript_catalogue": javascript_catalogue(get_language() or "en"),
        "mail_configured": not settings.EMAIL_BACKEND.endswith(".console.EmailBackend"),
    }


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A page that is not there for whoever asks; for a script, the same as JSON."""
    if request.path.startswith("/api/"):
        reason = _("There is no such thing here for you.")
        return JsonResponse({"code": "not-found", "reason": reason}, status=404)
    return page_not_found(request, exception)
