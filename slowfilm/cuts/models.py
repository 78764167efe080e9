"""Cut, CutVersion, CutClip, CutSound, CutRender."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Blob


class Cut(models.Model):
    """Shots in order. Its rate and size are what every draft in it is conformed to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="cuts")
    title = models.CharField(_("title"), max_length=200)
    rate = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)
    locked_at = models.DateTimeField(null=True)  # set by approvals/, as a shot's is

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="a_cut_has_a_title")]

    def __str__(self) -> str:
        return self.title


class CutVersion(models.Model):
    """A cut as it was saved once. Triggers refuse to change it.

    One that was read from an editing program's file keeps that file, and what in it was not
    understood, as pairs of a code and a name: see left_out.py.
    """

    FILM = "cut__film"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cut = models.ForeignKey(Cut, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    frames = models.PositiveIntegerField()  # at the cut's rate
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    left_out = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cut", "number"], name="versions_are_numbered")
        ]

    @property
    def name(self) -> str:
        """v007."""
        return f"v{self.number:03d}"

    @property
    def full_name(self) -> str:
        """The lane, v007."""
        return f"{self.cut.title}, {self.name}"


class CutClip(models.Model):
    """The frames first ≤ f < last of a draft, and how they follow the clip before."""

    class Join(models.TextChoices):
        CUT = "cut", pgettext_lazy("how two shots meet", "Cut")
        DISSOLVE = "dissolve", _("Dissolve")
        DIP = "dip", _("Dip to black")

    version = models.ForeignKey(CutVersion, models.CASCADE, related_name="clips")
    order = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="clips")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    join = models.CharField(max_length=10, choices=Join.choices)
    join_frames = models.PositiveIntegerField()
    level = models.IntegerField()  # dB, of its own sound

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="clips_are_numbered"),
            models.CheckConstraint(condition=Q(first__lt=F("last")), name="a_clip_is_not_empty"),
        ]


class CutSound(models.Model):
    """A part of a reference's sound, on one of two tracks beneath the drafts' own."""

    version = models.ForeignKey(CutVersion, models.CASCADE, related_name="sounds")
    order = models.PositiveIntegerField()
    track = models.PositiveIntegerField()
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="in_cuts")
    at = models.PositiveIntegerField()  # frame of the cut
    start_ms = models.PositiveIntegerField()  # of the sound, half-open
    end_ms = models.PositiveIntegerField()
    levels = models.JSONField(default=list)  # [seconds after its beginning, dB], …
    fade_in_ms = models.PositiveIntegerField()
    fade_out_ms = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="sounds_are_numbered"),
            models.CheckConstraint(
                condition=Q(start_ms__lt=F("end_ms")), name="a_sound_is_not_empty"
            ),
        ]


class CutRender(models.Model):
    """A version as one file: a master, a proxy, and subtitles where something is said."""

    FOR_MAKERS = ("master",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="cut_renders")
    version = models.ForeignKey(CutVersion, models.CASCADE, related_name="renders")
    master = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    proxy = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    subtitles = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    rendered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["rendered_at"]
