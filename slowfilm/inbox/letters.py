"""A letter a day about what one has not read, for those who asked for it."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm.clearance.majority import ComingOfAge
from slowfilm.films.models import Member
from slowfilm.inbox.coming import coming_for, tells_today
from slowfilm.inbox.found import Found, found
from slowfilm.inbox.items import Request, requests_of, shown
from slowfilm.inbox.models import Inbox
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.ledger.models import Head

LETTER = JobKind("daily-letter", "io")
SALT = "slowfilm.letters-off"
EVERY = timedelta(days=1)
MOST = 100  # things one letter tells of


def turn_on(member: Member, site: str, language: str) -> None:
    """Have a letter a day, the first in a day from now, with links to `site`, in `language`."""
    seq = Head.objects.values_list("seq", flat=True).get(film=member.film_id)
    about = {"site": site.rstrip("/"), "language": language, "letter_seq": seq}
    due = timezone.now() + EVERY
    Inbox.objects.update_or_create(
        member=member, defaults={"daily": True, "letter_due_at": due, **about}
    )


def turn_off(member: Member) -> None:
    """No more letters."""
    Inbox.objects.filter(member=member).update(daily=False, letter_due_at=None)


def token_of(member: Member) -> str:
    """What a letter's link carries, by which its daily letters are turned off."""
    return signing.dumps(str(member.id), salt=SALT)


def member_of(token: str) -> Member:
    """Whose letters a link turns off. Raises BadSignature, Member.DoesNotExist."""
    return Member.objects.select_related("film").get(id=signing.loads(token, salt=SALT))


@LETTER.does
def write(job: Job, lease: Lease) -> None:
    """The job: one letter, if there is anything to tell. Raises Superseded."""
    inbox = Inbox.objects.select_related("member__film", "member__user").get(member=job.subject)
    member, now = inbox.member, timezone.now()
    if inbox.daily and member.removed_at is None and member.user.is_active:
        head = Head.objects.values_list("seq", flat=True).get(film=member.film_id)
        # Said first: a letter that may have gone out is not sent twice.
        Inbox.objects.filter(member=member).update(letter_due_at=now + EVERY, letter_seq=head)
        news, requests = _news(inbox), requests_of(member.user, member.film)
        coming = coming_for([member])
        if news or requests or tells_today(coming):
            _send(inbox, news, requests, coming)
    end(job, Job.State.DONE)


@LETTER.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be sent: tomorrow's tells of more."""
    Inbox.objects.filter(member=job.subject).update(letter_due_at=timezone.now() + EVERY)
    end(job, Job.State.FAILED, code, facts)


def _news(inbox: Inbox) -> list[Found]:
    """What is unread and no letter has told of, the newest first."""
    return [
        concern
        for concern in found(inbox.member.user_id, most=MOST)
        if concern.member == inbox.member_id and concern.unread and concern.seq > inbox.letter_seq
    ]


def _send(
    inbox: Inbox, news: list[Found], requests: list[Request], coming: list[ComingOfAge]
) -> None:
    member, base = inbox.member, inbox.site
    off = base + reverse("letters-off", args=[token_of(member)])
    with override(inbox.language or settings.LANGUAGE_CODE):
        items = shown(news)
        context = {"film": member.film, "items": items, "base": base, "off": off}
        context |= {"requests": requests, "coming": coming}
        count = len(items) + len(requests) + len(coming)
        about = {"film": member.film.title, "count": count}
        letter = EmailMultiAlternatives(
            " ".join(
                (_("%(film)s: %(count)s to look at") % about).split()
            ),  # one line, whatever a title
            render_to_string("inbox/letter.txt", context),
            to=[member.user.email],
            headers={
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        letter.send()
