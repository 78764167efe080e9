"""Letters that invite to a sitting, tell of a change, or call it off, each with a calendar file."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm.films.filenames import plain
from slowfilm.films.models import Member
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.ledger import Action
from slowfilm.ledger.models import Entry
from slowfilm.sittings.calendar_file import Event, written
from slowfilm.sittings.models import Sitting, SittingGuest

LETTER = JobKind("sitting-letter", "io")


@dataclass(frozen=True)
class Site:
    """Where letters lead to, and in which language they are written: as it was planned."""

    base: str
    language: str


def telling(act: Action[Any], site: Site, **fields: Any) -> Entry:
    """Plan, change or call off a sitting, and have everybody told; both or neither.

    A command that was done before tells nobody again. Raises Refused.
    """
    with transaction.atomic():
        changed: UUID | None = fields.get("sitting")
        earlier = Sitting.objects.filter(id=changed).first() if changed else None
        before = _invited(earlier) if earlier else set()
        entry = act(**fields)
        send(Sitting.objects.get(id=changed or entry.command), before, site)
    return entry


def _invited(sitting: Sitting) -> set[UUID]:
    guests = SittingGuest.objects.filter(act=sitting.plan)
    return set(guests.values_list("member_id", flat=True))


def send(sitting: Sitting, before: set[UUID], site: Site) -> int:
    """Ask for a letter to everybody invited, and to those of `before` who are so no more.

    To be asked within the transaction of the act that it tells of. How many letters. Nobody has
    two of the same plan.
    """
    invited = _invited(sitting)
    gone = set() if sitting.called_off_at else before - invited
    subjects = {
        uuid5(member_id, f"{sitting.id} {sitting.sequence}"): member_id
        for member_id in invited | gone
    }
    jobs = Job.objects.filter(kind=LETTER.name, subject__in=subjects)
    for subject in subjects.keys() - set(jobs.values_list("subject", flat=True)):
        member = subjects[subject]
        off = sitting.called_off_at is not None or member in gone
        facts = {"sitting": str(sitting.id), "member": str(member), "off": off}
        facts |= {"base": site.base.rstrip("/"), "language": site.language}
        enqueue(film_id=sitting.film_id, kind=LETTER, subject=subject, facts=facts)
    return len(invited | gone)


@LETTER.does
def write(job: Job, lease: Lease) -> None:
    """The job: one letter to one member. Raises Superseded."""
    members = Member.objects.present().select_related("user")
    member = members.filter(id=job.facts["member"], user__is_active=True).first()
    sitting = Sitting.objects.select_related("film").get(id=job.facts["sitting"])
    if member is not None:
        with override(job.facts["language"]):
            letter(sitting, member, job.facts["base"], off=bool(job.facts["off"])).send()
    end(job, Job.State.DONE)


@LETTER.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be sent; the inbox tells of the sitting all the same."""
    end(job, Job.State.FAILED, code, {**job.facts, **facts})


def letter(sitting: Sitting, member: Member, base: str, *, off: bool) -> EmailMultiAlternatives:
    """The letter, in the language that is active."""
    link = base + reverse("sitting", args=[sitting.film_id, sitting.id])
    context = {"sitting": sitting, "film": sitting.film, "link": link, "off": off}
    context |= {"when": when(sitting), "changed": sitting.sequence > 0}
    about = {"film": sitting.film.title, "title": sitting.title}
    subjects = {
        (True, True): _("Called off: %(title)s · %(film)s"),
        (True, False): _("Called off: %(title)s · %(film)s"),
        (False, True): _("Changed: %(title)s · %(film)s"),
        (False, False): _("Sitting: %(title)s · %(film)s"),
    }
    subject = " ".join((subjects[off, sitting.sequence > 0] % about).split())
    email = EmailMultiAlternatives(
        subject,
        render_to_string("sittings/letter.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [member.user.email],
    )
    method = "CANCEL" if off else "REQUEST"
    kind = f"text/calendar; method={method}; charset=utf-8"
    email.attach("sitting.ics", calendar(sitting, [member], base, off=off), kind)
    return email


def calendar(sitting: Sitting, guests: list[Member], base: str, *, off: bool) -> str:
    """The calendar file of a sitting."""
    link = base.rstrip("/") + reverse("sitting", args=[sitting.film_id, sitting.id])
    planner = Member.objects.select_related("user")
    planned_by = planner.filter(id=sitting.planned_by.removeprefix("member:")).first()
    return written(
        Event(
            id=sitting.id,
            sequence=sitting.sequence,
            method="CANCEL" if off else "REQUEST",
            title=f"{sitting.title} · {sitting.film.title}",
            begins_at=sitting.begins_at,
            minutes=sitting.minutes,
            words="\n".join([*agenda(sitting), link]),
            link=link,
            # The studio's own address: nobody's is given away by being on a list.
            organizer=(str(planned_by), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
            if planned_by
            else None,
            guests=[(str(guest), guest.user.email) for guest in guests],
            stamp=timezone.now(),
        )
    )


def calendar_answer(sitting: Sitting, member: Member, base: str) -> HttpResponse:
    """The calendar file of a sitting for one member, as an answer to be kept as a file."""
    text = calendar(sitting, [member], base, off=sitting.called_off_at is not None)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    name = (plain(sitting.title) or "sitting") + ".ics"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def agenda(sitting: Sitting) -> list[str]:
    """What is on the agenda, a line each."""
    items = sitting.items.filter(act=sitting.plan).select_related("shot__scene", "cut")
    return [f"{item.shot.name} {item.shot.title}" if item.shot else str(item.cut) for item in items]


def when(sitting: Sitting) -> str:
    """The moment in the zone in which it was planned, with that zone's name."""
    local = sitting.begins_at.astimezone(ZoneInfo(sitting.zone))
    return f"{date_format(local, 'DATETIME_FORMAT')} ({sitting.zone})"
