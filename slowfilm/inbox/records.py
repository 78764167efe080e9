"""Why inboxes and webhooks follow from no entry."""

from slowfilm.inbox.models import Delivery, Inbox, Webhook
from slowfilm.ledger.records import Record

RECORDS = (
    Record(
        Inbox,
        film="member__film",
        outside="what a member has read is theirs alone",
        archived=False,
    ),
    Record(
        Webhook,
        outside="an address with its secret is this studio's; the entry says only its host",
        archived=False,
    ),
    Record(
        Delivery,
        film="webhook__film",
        outside="how word of an entry travelled says nothing of the film",
        archived=False,
    ),
)
