"""The page from which a film can be taken out."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from slowfilm.archives import actions
from slowfilm.archives.origin import origin_of
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import NO_ROOM, waiting_for_room
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry, Head
from slowfilm.moment import one_moment
from slowfilm.storage import ARCHIVE, Holding


@film_page(May.MANAGE)
def archive(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask for an archive; fetch those that were written."""
    if request.method == "POST":
        try:
            actions.ask(film_id=member.film_id, actor=member.actor, command=None)
        except Refused as refused:
            messages.error(request, str(refused.reason))
        return redirect("archive", film_id=member.film_id)
    context = {**_shown(member), "origin": origin_of(member.film_id)}
    return render(request, "archives/archive.html", context)


@require_safe
@film_page(May.MANAGE)
def stand(request: HttpRequest, member: Member) -> HttpResponse:
    """How it stands, fetched when something has happened."""
    return render(request, "archives/stand.html", _shown(member))


@one_moment()
def _shown(member: Member) -> dict[str, Any]:
    seq = Head.objects.get(film_id=member.film_id).seq
    written = Entry.objects.filter(
        film_id=member.film_id, verb="film-taken-out", payload__isnull=False
    ).order_by("-seq")
    archives = [{"at": entry.at, **json.loads(entry.payload or "{}")} for entry in written]
    holdings = Holding.objects.filter(film_id=member.film_id, blob__media_type=ARCHIVE)
    digests = set(holdings.values_list("blob_id", flat=True))  # old ones go; others never were here
    jobs = Job.objects.filter(film_id=member.film_id, kind=actions.EXPORT.name)
    job = jobs.order_by("queued_at").last()
    failed = job is not None and job.state == Job.State.FAILED
    return {
        "film": member.film,
        "member": member,
        "seq": seq,
        "archives": [record for record in archives if record["archive"] in digests],
        "job": job,
        "percent": round(job.progress * 100) if job else 0,
        "why": _why(job) if job and failed else "",
        "waits": waiting_for_room() if job and not job.ended and job.error == NO_ROOM else "",
    }


def _why(job: Job) -> str:
    """Why no archive was written, as a sentence."""
    if job.error == "disk-full":
        return _("The disk is full. Nothing was lost. Make room, then ask again.")
    if job.error == "media-lost":
        missing = int(job.facts.get("missing", 1))
        sentence = ngettext(
            "%(n)s file of this film is missing from the studio's store, and an archive without "
            "it would not be whole. Whoever keeps the studio can bring it back from a backup.",
            "%(n)s files of this film are missing from the studio's store, and an archive without "
            "them would not be whole. Whoever keeps the studio can bring them back from a backup.",
            missing,
        )
        return sentence % {"n": missing}
    if job.error == "stopped":
        return _("It was stopped, since part of the film is to be erased. Ask again after that.")
    if job.error == "worker-lost":
        return _("The worker was lost twice while writing it. Ask again.")
    return _("Something went wrong on our side. Ask again; if it stays so, tell your engineer.")
