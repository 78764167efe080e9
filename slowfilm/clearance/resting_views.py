"""What rests on a person, on one page: for those who may clear, and its part for the person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from slowfilm import storage
from slowfilm.clearance import after_actions, releases
from slowfilm.clearance.after import PersonMessage, PersonView, WithdrawalStep
from slowfilm.clearance.aftercare_views import aftercare_of, own_aftercare
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.resting import resting_on
from slowfilm.films.access import film_page
from slowfilm.films.blobs import answered
from slowfilm.films.filenames import ended, plain
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.markers import table
from slowfilm.moment import one_moment
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding

PAGE = 60  # drafts, and as many references


@never_cache
@film_page(May.CLEAR)
def resting(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Everything that rests on a person, the steps of their withdrawals, and their questions."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    drafts, subjects = drafts_of(person), resting_on(person.id)
    rows = Reference.objects.filter(id__in=subjects.references).order_by("name", "id")
    page = Paginator(drafts, PAGE).get_page(request.GET.get("page"))
    references = Paginator(rows, PAGE).get_page(request.GET.get("references"))
    erased = storage.when_erased(member.film_id, [draft.poster_id for draft in page])
    thread = list(person.messages.order_by("said_at"))
    steps = list(person_steps(person))
    holdings = Holding.objects.filter(film=member.film, blob__in=[d.poster_id for d in drafts])
    by = names_of(
        member.film_id, [message.said_by for message in thread] + [s.done_by for s in steps]
    )
    context: dict[str, Any] = {
        "film": member.film,
        "member": member,
        "person": person,
        "references": references,
        "page": page,
        "drafts": [(draft, erased.get(draft.poster_id)) for draft in page],
        "locked": [draft for draft in drafts if locked(draft)],
        "cuts": member.film.cuts.filter(versions__clips__draft__in=subjects.drafts).distinct(),
        "hidden": holdings.filter(erased_at=None).exclude(frozen_at=None).exists(),
        "steps": [(step, by.get(step.done_by, "")) for step in steps],
        "members": Member.objects.present().filter(film=member.film).select_related("user"),
        "thread": [(message, by.get(message.said_by, person.name)) for message in thread],
        **aftercare_of(person),
    }
    return render(request, "people/resting.html", context)


@never_cache
@require_safe
@film_page(May.CLEAR)
@one_moment()
def as_csv(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Everything that rests on a person as a table: what, its name, when, whether it is locked."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    references = Reference.objects.filter(id__in=resting_on(person.id).references)
    gone = storage.all_erased(person.film_id)
    rows = [
        _line(_("Draft"), draft.name, draft.made_at, locked(draft), gone.get(draft.proxy_id))
        for draft in drafts_of(person)
    ] + [
        _line(
            _("Reference"),
            reference.name,
            reference.added_at,
            False,
            gone.get(reference.original_id or ""),
        )
        for reference in references.order_by("name", "id")
    ]
    head = [_("What"), _("Name"), _("Made"), _("Locked"), _("Erased")]
    answer = HttpResponse(table.write(head, rows), content_type="text/csv; charset=utf-8")
    name = ended(plain(person.name) or "slowfilm", "text/csv")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _line(
    what: str, name: str, created_at: datetime, is_locked: bool, erased: datetime | None
) -> list[str]:
    days = [
        timezone.localtime(moment).date().isoformat() if moment else ""
        for moment in (created_at, erased)
    ]
    return [what, name, days[0], _("Locked") if is_locked else "", days[1]]


def drafts_of(person: Person) -> list[Draft]:
    """The drafts that rest on a person, newest first."""
    drafts = Draft.objects.filter(id__in=resting_on(person.id).drafts)
    return list(drafts.select_related("shot__scene").defer("facts").order_by("-made_at"))


def locked(draft: Draft) -> bool:
    """Whether it is its shot's locked picture."""
    return draft.shot.locked_at is not None and draft.shot.selected_id == draft.id


def person_steps(person: Person) -> Any:
    """The steps of all their withdrawals, what is open first."""
    rows = WithdrawalStep.objects.filter(release__person=person).select_related("owner__user")
    return rows.order_by("done_at", "due")


@require_POST
@film_page(May.CLEAR)
def act_on(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """One act of that page: a step's date and owner, a step done, hidden or shown, a message."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    try:
        _act(member, person, request.POST)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    except ValueError:
        messages.error(request, _("That is not a date, or there is no such step."))
    return redirect("resting", member.film_id, person.id)


def _act(member: Member, person: Person, fields: Any) -> None:
    by: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    match fields.get("act"):
        case "set-step":
            due = parse_date(fields.get("due", ""))
            if due is None:
                raise ValueError
            owner = UUID(fields["owner"]) if fields.get("owner") else None
            after_actions.set_step(**by, step=UUID(fields.get("step", "")), due=due, owner=owner)
        case "finish-step":
            step = UUID(fields.get("step", ""))
            after_actions.finish_step(**by, step=step, remark=fields.get("remark", ""))
        case "hide" | "show" as act:
            after_actions.hide_what_rests(**by, person=person.id, hidden=act == "hide")
        case "write":
            after_actions.write_to_person(**by, person=person.id, text=fields.get("text", ""))


@require_safe
def picture(request: HttpRequest, secret: str, draft_id: UUID) -> HttpResponseBase:
    """A still of a draft that the person of this link is in, for them alone."""
    link = releases.link_of(secret)
    if link is None or link.state in (ReleaseLink.State.REVOKED, ReleaseLink.State.EXPIRED):
        raise Http404
    if draft_id not in resting_on(link.person_id).drafts:
        raise Http404
    draft = get_object_or_404(Draft, id=draft_id, film=link.film_id)
    holdings = Holding.objects.select_related("blob").filter(film=link.film_id, frozen_at=None)
    return answered(request, get_object_or_404(holdings, blob=draft.poster_id).blob)


def for_person(link: ReleaseLink) -> dict[str, Any]:
    """What their page shows besides what they signed: what was made, what is due, the questions."""
    drafts = drafts_of(link.person)
    film, posters = link.film_id, [draft.poster_id for draft in drafts]
    erased = storage.when_erased(film, posters)
    holdings = Holding.objects.filter(film=film, blob__in=posters, frozen_at=None)
    shown = set(holdings.values_list("blob_id", flat=True))
    verdicts: dict[UUID, bool] = {}
    for view in PersonView.objects.filter(person=link.person).order_by("said_at"):
        verdicts[view.draft_id] = view.agrees
    return {
        "drafts": [
            {
                "draft": draft,
                "locked": locked(draft),
                "agreed": verdicts.get(draft.id),
                "shown": draft.poster_id in shown,
                "erased": erased.get(draft.poster_id),
            }
            for draft in drafts
        ],
        "steps": person_steps(link.person),
        "thread": PersonMessage.objects.filter(person=link.person).order_by("said_at"),
        **own_aftercare(link.person),
    }
