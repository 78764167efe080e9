"""Sitting, its agenda and guests, what was shown, decided and given to do, who was there."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.approvals.models import Approval, ChangeRequest
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.models import Film, Member
from slowfilm.shots.models import Draft, Shot


class Sitting(models.Model):
    """A review session. `plan` is the entry that said its title, time, agenda and guests last.

    `hold` is the entry by which `presenter` presents: whoever takes over names the one they saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="sittings")
    title = models.CharField(_("title"), max_length=200)
    begins_at = models.DateTimeField()
    zone = models.CharField(max_length=64)  # as it was planned, by its IANA name
    minutes = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField(default=0)  # of its calendar entry
    plan = models.UUIDField()
    planned_by = models.CharField(max_length=60)
    called_off = models.UUIDField(null=True)  # the entry that did
    called_off_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    presenter = models.ForeignKey(Member, models.PROTECT, null=True, related_name="presents")
    hold = models.UUIDField(null=True)

    class Meta:
        ordering = ["begins_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_sitting_has_a_title"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(called_off_at__isnull=True),
                name="a_sitting_is_held_or_called_off",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(opened_at__isnull=False),
                name="what_ends_was_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """planned, called-off, open or ended."""
        if self.ended_at:
            return "ended"
        if self.opened_at:
            return "open"
        return "called-off" if self.called_off_at else "planned"


class SittingItem(models.Model):
    """One thing on the agenda that entry `act` set: a shot, or a cut."""

    act = models.UUIDField()
    order = models.PositiveIntegerField()
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    shot = models.ForeignKey(Shot, models.PROTECT, null=True, related_name="+")
    cut = models.ForeignKey(Cut, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["act", "order"], name="an_agenda_is_numbered"),
            models.CheckConstraint(
                condition=Q(shot__isnull=True) ^ Q(cut__isnull=True), name="a_shot_or_a_cut"
            ),
        ]


class SittingGuest(models.Model):
    """A member whom entry `act` invited."""

    class Part(models.TextChoices):
        PRESENTER = "presenter", _("presents")
        GUEST = "guest", _("guest")

    act = models.UUIDField()
    order = models.PositiveIntegerField()
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="guests")
    member = models.ForeignKey(Member, models.PROTECT, related_name="invited_to")
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["act", "order"], name="guests_are_numbered"),
            models.UniqueConstraint(fields=["act", "member"], name="a_guest_is_invited_once"),
        ]


class SittingShown(models.Model):
    """From `ms` after the opening on, everyone who followed saw this: a frame, or playing from it.

    Of a draft, or of a version of a cut at the cut's frames.
    """

    act = models.UUIDField()
    order = models.PositiveIntegerField()
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="shown")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")  # who presented it
    ms = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(CutVersion, models.PROTECT, null=True, related_name="+")
    frame = models.PositiveIntegerField()
    speed = models.FloatField()

    class Meta:
        ordering = ["ms", "id"]
        constraints = [
            models.UniqueConstraint(fields=["act", "order"], name="what_is_shown_is_numbered"),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(version__isnull=True),
                name="a_draft_or_a_version",
            ),
        ]


class SittingDecision(models.Model):
    """What was decided, in words, of what was shown; an approval or request is named beside it."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes requested")
        NOTED = "noted", _("Decided")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    frame = models.PositiveIntegerField(null=True)
    version = models.ForeignKey(CutVersion, models.PROTECT, null=True, related_name="+")
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(ChangeRequest, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]


class SittingTask(models.Model):
    """Who does what by when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="tasks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="tasks")
    text = models.TextField()
    due = models.DateField(null=True)
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    frame = models.PositiveIntegerField(null=True)
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_task_says_what"),
        ]


class SittingPresence(models.Model):
    """A member was there from one moment to another."""

    act = models.UUIDField()
    order = models.PositiveIntegerField()
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["act", "order"], name="presences_are_numbered"),
            models.CheckConstraint(
                condition=Q(came_at__lte=F("left_at")), name="who_leaves_has_come"
            ),
        ]


class Attending(models.Model):
    """What a member's screens have told of an open sitting so far. Its end makes a record of it.

    `times` are pairs of ISO moments, `seen` spans first ≤ f < last of frames by draft.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attending")
    member = models.ForeignKey(Member, models.CASCADE, related_name="attending")
    told_at = models.DateTimeField(default=timezone.now)
    times = models.JSONField(default=list)
    seen = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "member"], name="one_row_an_attendant")
        ]
