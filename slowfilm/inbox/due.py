"""What has to be sent now: letters and entries for webhooks become jobs."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from slowfilm.inbox.delivering import DELIVER, waiting
from slowfilm.inbox.letters import LETTER
from slowfilm.inbox.models import Inbox
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import enqueue


def enqueue_due() -> int:
    """Ask for all that is due and not asked for; how much. Several workers may do so at once."""
    letters = Inbox.objects.filter(daily=True, letter_due_at__lte=timezone.now())
    letters = letters.select_related("member")
    jobs = [(LETTER, inbox.member_id, inbox.member.film_id) for inbox in letters]
    jobs += [(DELIVER, webhook.id, webhook.film_id) for webhook in waiting()]
    return sum(_ask(kind, subject, film) for kind, subject, film in jobs)


def _ask(kind: JobKind, subject: UUID, film: UUID) -> bool:
    """False where a job is under way: the database lets each subject have one."""
    try:
        with transaction.atomic():
            ended = Job.objects.filter(kind=kind.name, subject=subject, ended_at__isnull=False)
            ended.delete()  # what came of it stands elsewhere
            enqueue(film_id=film, kind=kind, subject=subject)
    except IntegrityError:
        return False
    return True
