"""The page from which a film can be taken out."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from slowfilm.archives import actions
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry


@film_page(May.MANAGE)
def archive(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask for an archive; fetch those that were written."""
    if request.method == "POST":
        try:
            actions.ask(film_id=member.film_id, actor=member.actor, command=None)
        except Refused as refused:
            messages.error(request, str(refused.reason))
        return redirect("archive", film_id=member.film_id)
    written = Entry.objects.filter(
        film_id=member.film_id, verb="film-taken-out", payload__isnull=False
    ).order_by("-seq")
    context = {
        "film": member.film,
        "member": member,
        "archives": [{"at": one.at, **json.loads(one.payload or "{}")} for one in written],
        "job": Job.objects.filter(film_id=member.film_id, kind="take-out")
        .order_by("queued_at")
        .last(),
    }
    return render(request, "archives/archive.html", context)
