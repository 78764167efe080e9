"""Erasure."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from slowfilm.people.models import Person


class Erasure(models.Model):
    """That what rests on a person goes for good: asked for by one member, confirmed by another.

    `digest` is that of the list that was asked for; what went stands in the entry that did it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="erasures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures")
    digest = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(default=timezone.now)
    done_by = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=60, blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_open_erasure_a_person",
            ),
            models.CheckConstraint(condition=~Q(done_by=F("asked_by")), name="two_members_erase"),
        ]
