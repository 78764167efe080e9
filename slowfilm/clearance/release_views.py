"""A person's own page, by a link: read, sign, look again, withdraw. No account is needed.

It shows nothing of the film but its title, who directs it, and what concerns this person.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from slowfilm.clearance import releases
from slowfilm.clearance.forms import SignForm
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.paper import Language, directors, last_day, paper
from slowfilm.ledger import Refused

GONE = (ReleaseLink.State.REVOKED, ReleaseLink.State.EXPIRED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link leads to, in the language that was chosen on it; first in that of the link."""
    link = releases.link_of(secret)
    if link is None:
        raise Http404
    language = _language(request, link)
    with translation.override(language):
        if request.method == "POST" and request.POST.get("act") == "withdraw":
            return _withdraw(request, secret, link)
        if request.method == "POST":
            return _sign(request, secret, link, language)
        return _page(request, link, language, status=410 if link.state in GONE else 200)


def _language(request: HttpRequest, link: ReleaseLink) -> Language:
    asked = request.GET.get("language") or request.POST.get("language") or link.language
    return "zh-hans" if asked == "zh-hans" else "en"


def _sign(request: HttpRequest, secret: str, link: ReleaseLink, language: Language) -> HttpResponse:
    form = SignForm(request.POST, asked=link.uses, sent=link.providers)
    if link.state != ReleaseLink.State.OPEN:
        why = _("This release has been signed by this link already.")
        signed = link.state == ReleaseLink.State.SIGNED
        return _page(request, link, language, status=409 if signed else 410, why=why * signed)
    if not form.is_valid():
        return _page(request, link, language, form=form, status=422)
    try:
        releases.sign(secret, language, form.cleaned_data)
    except Refused as refused:
        again = releases.link_of(secret)
        assert again is not None
        return _page(request, again, language, status=409, why=str(refused.reason))
    return redirect(f"{request.path}?language={language}")


def _withdraw(request: HttpRequest, secret: str, link: ReleaseLink) -> HttpResponse:
    language = _language(request, link)
    try:
        releases.withdraw_own(secret)
    except Refused as refused:
        again = releases.link_of(secret)
        assert again is not None
        return _page(request, again, language, status=409, why=str(refused.reason))
    return redirect(f"{request.path}?language={language}")


def _page(
    request: HttpRequest,
    link: ReleaseLink,
    language: Language,
    *,
    form: SignForm | None = None,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    signed = getattr(link, "release", None)
    context: dict[str, Any] = {
        "title": link.person.film.title,
        "person": link.person.name,
        "directors": _(", ").join(directors(link.person)),
        "state": link.state,
        "release": signed,
        "release_state": signed.state if signed else "",
        "last_day": signed and signed.ends_at and last_day(signed.ends_at),
        "expires_at": link.expires_at,
        "language": language,
        "why": why,
    }
    if link.state == ReleaseLink.State.OPEN:
        text = paper(link.person, link.uses, language, link.ends_at, link.providers)
        # Nothing is ticked before the person ticks it, and what is signed is what is shown now.
        form = form or SignForm(
            asked=link.uses, sent=link.providers, initial={"text_hash": text.hash}
        )
        context |= {"paper": text, "form": form}
    return render(request, "people/sign.html", context, status=status)
