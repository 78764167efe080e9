"""Signing in to the demo by its link."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from slowfilm.demo import sign_in


@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a demo member in by a link. Where this is no demo, the page does not exist."""
    if not settings.DEMO:
        raise Http404
    user = sign_in.user_of_link(token)
    if user is None:
        return render(request, "films/demo_link_old.html", status=410)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("films")
