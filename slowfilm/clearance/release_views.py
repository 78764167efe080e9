"""A person's own page, by a link: read, sign, look again, withdraw. No account is needed.

It shows nothing of the film but its title, who directs it, and what concerns this person.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from slowfilm.clearance import after_actions, aftercare_actions, releases
from slowfilm.clearance.events import SignRelease
from slowfilm.clearance.forms import SignForm, again_with
from slowfilm.clearance.majority import due_of, minor_until
from slowfilm.clearance.models import Consent, ReleaseLink
from slowfilm.clearance.paper import Language, Paper, directors, last_day
from slowfilm.clearance.preview_views import beside
from slowfilm.clearance.resting_views import for_person
from slowfilm.ledger import Refused
from slowfilm.ledger.action import read

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
        if request.method == "POST":
            match request.POST.get("act"):
                case "withdraw":
                    return _withdraw(request, secret, link)
                case "ask" | "agree" | "disagree" | "harm":
                    return _tell(request, secret, link, language)
            return _sign(request, secret, link, language)
        return _page(request, link, language, status=410 if link.state in GONE else 200)


def _language(request: HttpRequest, link: ReleaseLink) -> Language:
    language = request.GET.get("language") or request.POST.get("language") or link.language
    return "zh-hans" if language == "zh-hans" else "en"


def _sign(request: HttpRequest, secret: str, link: ReleaseLink, language: Language) -> HttpResponse:
    form = SignForm(request.POST, asked=link.uses, sent=link.providers)
    if link.state != ReleaseLink.State.OPEN:
        why = _("This release has been signed by this link already.")
        signed = link.state == ReleaseLink.State.SIGNED
        return _page(request, link, language, status=409 if signed else 410, why=why * signed)
    if not form.is_valid():
        return _page(request, link, language, form=form, status=422)
    chosen = {name: form.cleaned_data.get(name, []) for name in releases.CHOSEN}
    whole = {**chosen, **{n: form.cleaned_data[n] for n in ("signed_name", "text_hash")}}
    ticked = read(SignRelease, {**whole, "text_hash": "0" * 64})  # whatever the page said of it
    text = releases.granted(link, language, ticked).text(link.person)
    if text.hash != form.cleaned_data["text_hash"]:
        again = again_with(form, text, link.uses, link.providers)
        return _page(request, link, language, form=again, status=409, text=text)
    try:
        releases.sign(secret, language, whole)
    except Refused as refused:
        now = releases.link_of(secret)
        assert now is not None
        return _page(request, now, language, status=409, why=str(refused.reason))
    return redirect(f"{request.path}?language={language}")


def _withdraw(request: HttpRequest, secret: str, link: ReleaseLink) -> HttpResponse:
    language = _language(request, link)
    try:
        text = request.POST.get("release", "")
        release = UUID(text) if text else None
        releases.withdraw_own(secret, release, request.POST.getlist("uses"))
    except (Refused, ValueError) as refused:
        again = releases.link_of(secret)
        assert again is not None
        return _page(request, again, language, status=409, why=_why(refused))
    return redirect(f"{request.path}?language={language}")


def _tell(request: HttpRequest, secret: str, link: ReleaseLink, language: Language) -> HttpResponse:
    """A question, or whether a picture that they were shown may be approved."""
    fields = request.POST
    try:
        if fields["act"] == "ask":
            after_actions.ask_makers(secret, fields.get("text", ""))
        elif fields["act"] == "harm":
            aftercare_actions.report_harm(secret, fields.get("text", ""))
        else:
            draft = UUID(fields.get("draft", ""))
            after_actions.view_draft(secret, draft, fields["act"] == "agree")
    except (Refused, ValueError) as refused:
        return _page(request, link, language, status=409, why=_why(refused))
    return redirect(f"{request.path}?language={language}")


def _why(error: Refused | ValueError) -> str:
    return str(error.reason) if isinstance(error, Refused) else _("There is no such release.")


def _page(
    request: HttpRequest,
    link: ReleaseLink,
    language: Language,
    *,
    form: SignForm | None = None,
    text: Paper | None = None,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    signed = getattr(link, "release", None) or (
        link.person.releases.last() if link.state == ReleaseLink.State.LASTING else None
    )
    context: dict[str, Any] = {
        "title": link.person.film.title,
        "person": link.person.name,
        "directors": _(", ").join(directors(link.person)),
        "state": link.state,
        "release": signed,
        "release_state": signed.state if signed else "",
        "standing": [(use, Consent(use).label) for use in signed.granted] if signed else [],
        "last_day": signed and signed.ends_at and last_day(signed.ends_at, signed.limits.zone),
        "expires_at": link.expires_at,
        "language": language,
        "why": why,
    }
    secret = request.resolver_match.kwargs["secret"] if request.resolver_match else ""
    if link.state == ReleaseLink.State.OPEN:
        text = text or releases.asked_in_full(link, language)
        # Nothing is ticked before the person ticks it, and what is signed is what is shown now.
        form = form or SignForm(
            asked=link.uses, sent=link.providers, initial={"text_hash": text.hash}
        )
        previews = beside(link, secret)
        form.show_beside(previews["beside"], link.uses)
        context |= {"paper": text, "form": form, "secret": secret, **previews}
        context["asked_uses"] = link.uses
        context["from_day"] = minor_until(link)
    elif signed:
        context |= {"show_first": signed.limits.show_first, **for_person(link)}
        context["secret"] = secret
        context["of_age"] = None if signed.superseded_by_id else due_of(signed)
    return render(request, "people/sign.html", context, status=status)
