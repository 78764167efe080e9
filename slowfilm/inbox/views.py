"""The inbox: what concerns one, on all one's films; and the letters that tell of it."""

import json
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from slowfilm.accounts.models import User
from slowfilm.films.models import Member
from slowfilm.inbox import letters
from slowfilm.inbox.coming import coming_for
from slowfilm.inbox.found import found
from slowfilm.inbox.items import requests_of, shown
from slowfilm.inbox.reading import mark_read, seen
from slowfilm.moment import one_moment

MOST = 50  # items on one page


@login_required
@require_GET
@one_moment()
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything, the newest first; ?before= asks on."""
    user = _user(request)
    rows = list(found(user.id, _before(request), MOST))
    places = Member.objects.present().filter(user=user).select_related("film", "inbox")
    context = {
        "items": shown(rows),
        "older": rows[-1].at if len(rows) == MOST else None,
        "requests": requests_of(user),
        "coming": coming_for(places),
        "seen": json.dumps(seen(user)),
        "places": places.order_by("film__title"),
    }
    return render(request, "inbox/inbox.html", context)


@login_required
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """The link with its number, for the room."""
    return render(request, "inbox/_link.html")


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read what the page showed."""
    try:
        films = {
            str(UUID(film)): int(seq) for film, seq in json.loads(request.POST["seen"]).items()
        }
    except (KeyError, ValueError, AttributeError, TypeError):
        return HttpResponseBadRequest(_("That is not what the page sent."))
    mark_read(_user(request), films)
    return redirect("inbox")


@login_required
@require_POST
def letter(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Turn the daily letter of one film on or off."""
    places = Member.objects.present().filter(user=_user(request))
    member = get_object_or_404(places, id=member_id)
    if request.POST.get("daily") == "on":
        letters.turn_on(member, request.build_absolute_uri("/"), get_language() or "en")
    else:
        letters.turn_off(member)
    return redirect("inbox")


@csrf_exempt  # the link is what proves it, and mail programs press the button without a cookie
def letters_off(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a letter, without signing in: GET asks, POST does it.

    Not by GET: programs that look for dangerous links open every one.
    """
    try:
        member = letters.member_of(token)
    except (signing.BadSignature, Member.DoesNotExist):
        raise Http404 from None
    if request.method == "POST":
        letters.turn_off(member)
        messages.success(request, _("No more daily letters about this film."))
        return render(request, "inbox/letters_off.html", {"about": member.film, "done": True})
    return render(request, "inbox/letters_off.html", {"about": member.film})


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _before(request: HttpRequest) -> datetime | None:
    try:
        return parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
