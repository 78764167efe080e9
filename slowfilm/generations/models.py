"""Brief, Citation, Generation."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.jobs.models import Job
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Shot
from slowfilm.storage import Blob


class Brief(models.Model):
    """An instruction citing references (@Image1…). Kept as it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="briefs")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="briefs")
    text = models.TextField(max_length=5000)
    engine = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    rate = models.CharField(max_length=20)
    frames = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=timezone.now)


class Citation(models.Model):
    """A reference in a brief: its tag, what it is for, and the part of it that counts."""

    class Role(models.TextChoices):
        SUBJECT = "subject", _("Subject")
        STYLE = "style", _("Style")
        MOTION = "motion", _("Motion")
        CAMERA = "camera", _("Camera")
        PLACE = "place", _("Place")
        PLATE = "plate", _("Plate")
        SCREEN = "screen", _("On a screen")
        VOICE = "voice", _("Voice")
        AMBIENCE = "ambience", _("Ambience")
        MUSIC = "music", _("Music")
        FIRST_FRAME = "first-frame", _("First frame")
        LAST_FRAME = "last-frame", _("Last frame")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="citations")
    order = models.PositiveIntegerField()
    tag = models.CharField(max_length=20)
    role = models.CharField(max_length=20, choices=Role.choices)
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "tag"], name="a_tag_cites_once"),
            models.UniqueConstraint(fields=["brief", "order"], name="citations_are_numbered"),
        ]


class Generation(models.Model):
    """One run of a brief. Its state is its job's; what came of it is its draft."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="generations")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="generations")
    brief = models.ForeignKey(Brief, models.PROTECT, related_name="generations")
    job = models.OneToOneField(Job, models.PROTECT, related_name="generation")
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, related_name="generation")
    poster = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(default=timezone.now)
