"""A film's sittings: the list, planning one, its page while it lasts, and its record after."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.sittings import actions, forms, holding, letters, pdf_job, presenters, snapshot
from slowfilm.sittings.attending import Report, attend
from slowfilm.sittings.models import Sitting, SittingTask

LARGEST = 256 * 1024  # bytes of what a page tells of its frames


@require_safe
@film_page()
@one_moment()
def sittings(request: HttpRequest, member: Member) -> HttpResponse:
    """Those to come and under way, what is to be done, and those that are over."""
    every = Sitting.objects.filter(film=member.film)
    over = Q(ended_at__isnull=False) | Q(called_off_at__isnull=False)
    tasks = SittingTask.objects.filter(sitting__film=member.film, done_at=None)
    context = {
        "film": member.film,
        "member": member,
        "coming": every.exclude(over),
        "past": every.filter(over).order_by("-begins_at")[:100],
        "tasks": tasks.select_related("member__user", "sitting", "draft__shot__scene"),
        "may_make": member.may(May.MAKE),
        "may_mark": member.may(May.MARK),
    }
    return render(request, "sittings/sittings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def plan(request: HttpRequest, member: Member) -> HttpResponse:
    """Plan one."""
    return _planned(request, member, None)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def change(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """Plan one otherwise."""
    return _planned(request, member, _sitting(member, sitting_id))


def _planned(request: HttpRequest, member: Member, sitting: Sitting | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    initial = forms.plan_of(sitting) if sitting else forms.soon()
    form = forms.PlanForm(posted, initial=initial)
    agenda = posted.getlist("agenda") if posted else None
    guests = forms.guests(member.film, posted.dict()) if posted else None
    if form.is_valid() and agenda is not None and guests is not None:
        fields: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("title", "zone", "minutes")
        }
        fields |= {"begins_at": form.begins_at, "agenda": forms.agenda(agenda)}
        fields["guests"] = [{"member": id_, "part": part} for id_, part in guests.items()]
        with refusal_on(form):
            planned_id = _put(request, member, sitting, fields)
            return redirect("sitting", film_id=member.film_id, sitting_id=planned_id)
    context = {
        "film": member.film,
        "sitting": sitting,
        "form": form,
        "lines": forms.lines(member.film, sitting, agenda),
        "people": forms.people(member.film, sitting, guests),
    }
    return render(request, "sittings/plan.html", context)


def _put(
    request: HttpRequest, member: Member, sitting: Sitting | None, fields: dict[str, Any]
) -> UUID:
    """Plan or change it, and have everybody told; both or neither."""
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    if sitting is None:
        return letters.telling(actions.plan, _site(request), **by, **fields).command
    letters.telling(actions.change, _site(request), **by, sitting=sitting.id, **fields)
    return sitting.id


def _site(request: HttpRequest) -> letters.Site:
    return letters.Site(request.build_absolute_uri("/"), get_language() or "en")


@require_POST
@film_page(May.MAKE)
def call_off(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """Call one off, and have everybody told."""
    sitting = _sitting(member, sitting_id)
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    try:
        fields = {"sitting": sitting.id, "reason": request.POST.get("reason", "")}
        letters.telling(actions.call_off, _site(request), **by, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("sittings", film_id=member.film_id)


@require_safe
@ensure_csrf_cookie  # what is seen is told by scripts
@film_page()
@one_moment()
def sitting(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """The waiting room and the sitting itself; its record once it is over."""
    row = _sitting(member, sitting_id)
    context: dict[str, Any] = {"film": member.film, "member": member, "sitting": row}
    if row.state == "ended":
        record = presenters.record_of(row)
        context |= {"record": record, "pdfs": pdf_job.of_sitting(row)}
        context["may_mark"] = member.may(May.MARK)
        return render(request, "sittings/record.html", context)
    if row.state == "called-off":
        return render(request, "sittings/called_off.html", context)
    context |= {
        "first_paint": snapshot.of_sitting(member, row),
        "may_change": member.may(May.MAKE) and actions.may_change(row, member),
        "may_present": holding.may_present(row, member),
        "when": letters.when(row),
    }
    return render(request, "sittings/sitting.html", context)


@require_safe
@film_page()
def calendar(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """A calendar file of one."""
    row = _sitting(member, sitting_id)
    return letters.calendar_answer(row, member, request.build_absolute_uri("/"))


@require_POST
@film_page()
def attending(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """One is there, and one's screen has shown these frames: see attending.Report."""
    row = _sitting(member, sitting_id)
    if row.state != "open":
        return JsonResponse({"state": row.state}, status=409)
    try:
        if len(request.body) > LARGEST:
            raise ValueError
        report = Report.model_validate(json.loads(request.body))
    except (ValueError, ValidationError):
        return JsonResponse({"reason": _("That is not what the page sends.")}, status=400)
    attend(row, member.id, report.seen)
    return JsonResponse({"state": row.state, "now": timezone.now().isoformat()})


@require_safe
@film_page()
@one_moment()
def replay(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """What was shown, step by step in its time, with what was said."""
    row = _sitting(member, sitting_id)
    if row.state != "ended":
        raise Http404
    record = presenters.record_of(row)
    paint = snapshot.of_replay(member, row)
    paint["moments"] = [
        {
            "ms": moment.ms,
            "label": moment.label,
            "who": moment.who,
            "where": moment.where,
            "words": moment.words,
        }
        for moment in record.moments
    ]
    context = {"film": member.film, "sitting": row, "first_paint": paint}
    return render(request, "sittings/replay.html", context)


@require_POST
@film_page()
def ask_pdf(request: HttpRequest, member: Member, sitting_id: UUID) -> HttpResponse:
    """Have the record written as a PDF."""
    row = _sitting(member, sitting_id)
    if row.state != "ended":
        raise Http404
    pdf_job.ask(row, get_language() or "en")
    return redirect("sitting", film_id=member.film_id, sitting_id=row.id)


@require_POST
@film_page(May.MARK)
def task(request: HttpRequest, member: Member, task_id: UUID) -> HttpResponse:
    """Say that a task is done, or not done after all."""
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor, "task": task_id}
    row = get_object_or_404(SittingTask, sitting__film=member.film, id=task_id)
    try:
        if row.done_at:
            holding.reopen_task(**by)
        else:
            holding.finish_task(**by)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    if request.POST.get("back") == "record":
        return redirect("sitting", film_id=member.film_id, sitting_id=row.sitting_id)
    return redirect("sittings", film_id=member.film_id)


def _sitting(member: Member, sitting_id: UUID) -> Sitting:
    return get_object_or_404(
        Sitting.objects.select_related("film", "presenter__user"), film=member.film, id=sitting_id
    )
