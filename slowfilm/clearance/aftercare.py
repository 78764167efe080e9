"""After release: where copies went, check-ins with the people in the film, and cases of harm."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from slowfilm.clearance.terms import Medium
from slowfilm.films.models import Member
from slowfilm.people.models import Person


class Copy(models.Model):
    """A copy of the film that went to a venue: which version, where, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="copies")
    venue = models.CharField(max_length=200)
    medium = models.CharField(max_length=20, choices=Medium.choices)
    territory = models.CharField(max_length=2, blank=True)  # a country; empty: anywhere
    version = models.CharField(max_length=200)  # of the film, as the team calls it
    sent_on = models.DateField()
    until = models.DateField(null=True)  # its last day there
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(default=timezone.now)
    recalled_by = models.CharField(max_length=60, blank=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_on", "venue", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("sent_on")),
                name="a_copy_is_not_due_before_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.venue

    @property
    def out(self) -> bool:
        """Whether it is still there."""
        over = self.until is not None and self.until < timezone.localdate()
        return self.recalled_at is None and not over


class CheckIn(models.Model):
    """A day on which a member asks a person how they are, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.PROTECT, related_name="check_ins")
    due = models.DateField()
    owner = models.ForeignKey(Member, models.PROTECT, related_name="check_ins")
    done_by = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "id"]


class HarmCase(models.Model):
    """That harm came to a person, what is done about it, by when and by whom."""

    class Remedy(models.TextChoices):
        RECUT = "recut", pgettext_lazy("remedy", "The film is recut")
        ABSTRACT = "abstract", pgettext_lazy("remedy", "Light takes their place")
        WITHDRAW = "withdraw", pgettext_lazy("remedy", "A copy is called back")
        NONE = "none", pgettext_lazy("remedy", "Nothing is changed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="harm_cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="harm_cases")
    words = models.TextField()
    opened_by = models.CharField(max_length=60)  # a member, or the person by their link
    opened_at = models.DateTimeField(default=timezone.now)
    remedy = models.CharField(max_length=10, choices=Remedy.choices, blank=True)
    copy = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="cases")
    due = models.DateField(null=True)
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="harm_cases")
    decided_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "id"]
