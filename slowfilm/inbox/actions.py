"""Where a film's entries are posted to: set by its director or producer."""

import secrets
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.inbox import events
from slowfilm.inbox.models import Webhook
from slowfilm.ledger import Act, Refused, action

MOST = 10  # addresses of one film


def host_of(url: str) -> str:
    """The host of an http or https address; "" for anything else."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return ""
    named = parts.username is None and parts.password is None
    return parts.hostname or "" if parts.scheme in ("http", "https") and named else ""


@action(events.AddWebhook, May.MANAGE, events.WebhookAdded)
def add_webhook(this: Act, command: events.AddWebhook) -> events.WebhookAdded:
    """Post the film's entries from this one on to an address, signed with a new secret."""
    host = host_of(command.url)
    if not host:
        raise Refused("no-address", _("Give an address that begins with https:// or http://."))
    if Webhook.objects.filter(film_id=this.film_id, removed_at=None).count() >= MOST:
        raise Refused("too-many", _("A film posts to %(most)s addresses at most.") % {"most": MOST})
    Webhook.objects.create(
        id=this.command,
        film_id=this.film_id,
        url=command.url,
        secret=secrets.token_hex(32),
        made_by=this.actor,
        made_at=this.at,
        seq=this.head.seq,
    )
    return events.WebhookAdded(webhook=this.command, host=host)


@action(events.RemoveWebhook, May.MANAGE, events.WebhookRemoved)
def remove_webhook(this: Act, command: events.RemoveWebhook) -> events.WebhookRemoved:
    """Post no more to an address."""
    webhook = Webhook.objects.filter(
        film_id=this.film_id, id=command.webhook, removed_at=None
    ).first()
    if webhook is None:
        raise Refused("no-webhook", _("There is no such webhook."))
    webhook.removed_at = this.at
    webhook.save(update_fields=["removed_at"])
    return events.WebhookRemoved(webhook=webhook.id, host=host_of(webhook.url))
