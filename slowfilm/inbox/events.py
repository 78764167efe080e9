"""What is asked for and recorded of webhooks. An address may be a secret, so only its host is."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Fact, Text


class AddWebhook(Command):
    """Post the film's entries to an address. The webhook's id is the command's."""

    url: Annotated[Text, Field(max_length=500)]


class RemoveWebhook(Command):
    """Post no more to an address."""

    webhook: UUID


class WebhookAdded(Fact):
    """The film's entries are posted to an address at this host."""

    webhook: UUID
    host: str


class WebhookRemoved(Fact):
    """No more is posted there."""

    webhook: UUID
    host: str
