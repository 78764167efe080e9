"""What follows a release: pictures shown to the person first, questions, what a withdrawal asks."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from slowfilm.clearance.models import Release
from slowfilm.films.models import Member
from slowfilm.people.models import Person
from slowfilm.shots.models import Draft


class Venues(models.Model):
    """Where the film is meant to be shown; the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="venues")
    media = ArrayField(models.CharField(max_length=20), default=list)
    territory = ArrayField(models.CharField(max_length=2), default=list)
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at"]


class PersonView(models.Model):
    """What a person said of one draft that they were shown before it is approved."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="person_views")
    person = models.ForeignKey(Person, models.PROTECT, related_name="views")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="person_views")
    agrees = models.BooleanField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at"]


class PersonMessage(models.Model):
    """A question of a person's, or what they were told: one thread with those who may clear."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="person_messages")
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    text = models.TextField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at"]

    @property
    def from_person(self) -> bool:
        """Whether it is theirs, by their link."""
        return self.said_by.startswith("person:")


class WithdrawalStep(models.Model):
    """One thing that a withdrawal asks for, by a date, of a member."""

    class Kind(models.TextChoices):
        NOTICE = "notice", pgettext_lazy("withdrawal", "Notice")
        DISPUTE = "dispute", pgettext_lazy("withdrawal", "Dispute")
        REMOVAL = "removal", pgettext_lazy("withdrawal", "Removal")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="withdrawal_steps")
    release = models.ForeignKey(Release, models.PROTECT, related_name="steps")
    withdrawal = models.UUIDField()  # the command that withdrew
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due = models.DateField()
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="withdrawal_steps")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "release", "kind"], name="a_withdrawal_asks_once_of_each"
            ),
        ]
