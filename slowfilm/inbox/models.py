"""Inbox, Webhook, Delivery."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.films.models import Film, Member


class Inbox(models.Model):
    """How far a member has read, and whether a letter a day tells of the rest.

    What there is to read follows from the film's own rows: see items.py.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="inbox")
    seq = models.BigIntegerField(default=0)  # of the last entry that was shown and marked as read
    read_at = models.DateTimeField(null=True)
    daily = models.BooleanField(default=False)
    site = models.URLField(blank=True)  # where it was turned on: what a letter's links lead to
    language = models.CharField(max_length=10, blank=True)  # in which it was turned on
    letter_due_at = models.DateTimeField(null=True)
    letter_seq = models.BigIntegerField(default=0)  # of the last entry a letter told of


class Webhook(models.Model):
    """An address to which a film's entries are posted, signed with a secret that both know."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=64)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    seq = models.BigIntegerField()  # of the last entry that was delivered, given up or not told
    due_at = models.DateTimeField(default=timezone.now)  # when the next one is tried


class Delivery(models.Model):
    """One entry on its way to one address, and how its last try ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("will be tried again")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given-up", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(null=True)  # of the answer, where there was one
    error = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "seq"], name="an_entry_is_told_once")
        ]
