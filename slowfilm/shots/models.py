"""Scene, Shot, Draft, DraftSource, Keyframe."""

import hashlib
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.references.models import Reference
from slowfilm.storage import Blob


class Scene(models.Model):
    """S03: a part of the film in one place and time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="scenes")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["film", "number"], name="scenes_are_numbered")
        ]

    @property
    def name(self) -> str:
        """S03."""
        return f"S{self.number:02d}"


class Shot(models.Model):
    """S03_SH040: numbered by tens, so that one can come between."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="shots")
    scene = models.ForeignKey(Scene, models.CASCADE, related_name="shots")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    intent = models.TextField(blank=True)
    selected = models.ForeignKey("slowfilm.Draft", models.PROTECT, null=True, related_name="+")
    selected_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["scene__number", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scene", "number"], name="shots_are_numbered"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | Q(selected__isnull=False),
                name="a_locked_shot_has_its_picture",
            ),
        ]

    @property
    def name(self) -> str:
        """S03_SH040."""
        return f"{self.scene.name}_SH{self.number:03d}"

    @property
    def wording(self) -> str:
        """The digest of title and intent: by it a writer says what they have seen of them."""
        return hashlib.sha256(f"{self.title}\0{self.intent}".encode()).hexdigest()


class Draft(models.Model):
    """An immutable clip that competes for a shot. Triggers refuse to change it."""

    BROUGHT_BY = "made_by"  # whose quota its files count in; an engine has none
    FOR_MAKERS = ("master", "mattes")  # who only looks has the proxy

    class Origin(models.TextChoices):
        GENERATED = "generated", _("Generated")
        UPLOADED = "uploaded", _("Uploaded")
        RELIT = "relit", _("Re-lit")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="drafts")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="drafts")
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    engine = models.CharField(max_length=40, blank=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    nobody_else_by = models.CharField(max_length=60, blank=True)  # said that nobody but those named
    nobody_else_at = models.DateTimeField(null=True)
    master = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    proxy = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    poster = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    filmstrip = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    waveform = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    # Where its people are, if its engine put them there and said so (media/light/mattes.py).
    mattes = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    rate = models.CharField(max_length=20)  # "24000/1001"
    frames = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)  # the engine's, or the probe's

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["shot", "version"], name="drafts_are_numbered"),
            models.CheckConstraint(condition=Q(frames__gt=0), name="a_draft_has_frames"),
        ]

    @property
    def name(self) -> str:
        """S03_SH040_v007."""
        return f"{self.shot.name}_v{self.version:03d}"


class DraftSource(models.Model):
    """What a draft was made from. Clearance, lineage and withdrawal read only this."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="sources")
    order = models.PositiveIntegerField()
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="used_in")
    earlier = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="led_to")
    role = models.CharField(max_length=20)
    tag = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="sources_are_numbered"),
            models.CheckConstraint(
                condition=Q(reference__isnull=False) ^ Q(earlier__isnull=False),
                name="a_source_is_a_reference_or_a_draft",
            ),
        ]


class Keyframe(models.Model):
    """A still that a draft must pass through."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="keyframes")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="keyframes")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="keyframes")
    frame = models.PositiveIntegerField()
    still = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
