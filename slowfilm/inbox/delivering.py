"""Posting a film's entries to its webhooks: in their order, tried again later and later.

Which entries are still to be told follows from the film's record and the webhook's `seq`; only how
each try ended is kept.
"""

import json
import time
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from slowfilm.inbox.models import Delivery, Webhook
from slowfilm.inbox.posting import Refusal, post
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.ledger import wire
from slowfilm.ledger.models import Entry

DELIVER = JobKind("deliver-webhook", "io")
# Drawing is told live and to nobody's tracker: hundreds of strokes a minute.
NOT_TOLD = ("stroke-drawn", "stroke-erased", "stroke-restored")
# Pauses after a try that failed; after the last one the entry is given up.
PAUSES = [timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21600, 43200)]
AT_ONCE = 60.0  # seconds after which a job leaves the rest to the next one
KEPT = 200  # deliveries that a webhook's list shows


@DELIVER.does
def deliver(job: Job, lease: Lease) -> None:
    """The job: post what is to be told, until nothing is, or something has to wait."""
    webhook = Webhook.objects.get(id=job.subject)
    entries = Entry.objects.filter(film=webhook.film_id, seq__gt=webhook.seq).order_by("seq")
    until = time.monotonic() + AT_ONCE
    for entry in entries.iterator(chunk_size=100):
        if webhook.removed_at is not None or lease.cancelled() or time.monotonic() > until:
            break
        tells = entry.verb not in NOT_TOLD and entry.payload is not None
        if tells and not _told(webhook, entry):
            break
        webhook.seq = entry.seq
        Webhook.objects.filter(pk=webhook.pk).update(seq=entry.seq)
    _forget(webhook)
    end(job, Job.State.DONE)


@DELIVER.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Broken: tried again as if the address had not answered."""
    Webhook.objects.filter(id=job.subject).update(due_at=timezone.now() + PAUSES[1])
    end(job, Job.State.FAILED, code, facts)


def _told(webhook: Webhook, entry: Entry) -> bool:
    """One try. Whether the entry is done with: delivered, or tried too often."""
    delivery, _new = Delivery.objects.get_or_create(
        webhook=webhook, seq=entry.seq, defaults={"verb": entry.verb}
    )
    try:
        delivery.status = post(webhook.url, webhook.secret, body_of(entry), str(delivery.pk))
        delivery.error = ""
    except Refusal as refusal:
        delivery.status, delivery.error = None, str(refusal)[:200]
    delivery.attempts += 1
    delivery.tried_at = timezone.now()
    if delivery.status is not None and 200 <= delivery.status < 300:
        delivery.state = Delivery.State.DELIVERED
    elif delivery.attempts > len(PAUSES):
        delivery.state = Delivery.State.GIVEN_UP
    delivery.save()
    if delivery.state == Delivery.State.WAITING:
        due = timezone.now() + PAUSES[delivery.attempts - 1]
        Webhook.objects.filter(pk=webhook.pk).update(due_at=due)
        return False
    return True


def body_of(entry: Entry) -> bytes:
    """An entry as the room's sockets get it, with its film."""
    message = {"film": str(entry.film_id), "entry": json.loads(wire.text(entry))}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _forget(webhook: Webhook) -> None:
    """Deliveries that the list does not show any more."""
    ended = webhook.deliveries.exclude(state=Delivery.State.WAITING)
    Delivery.objects.filter(pk__in=list(ended.values_list("pk", flat=True)[KEPT:])).delete()


def waiting() -> list[Webhook]:
    """The webhooks whose film has entries to be told now."""
    due = Webhook.objects.filter(removed_at=None, due_at__lte=timezone.now())
    return list(due.filter(film__head__seq__gt=F("seq")))
