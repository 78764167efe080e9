"""LightKey, LightStroke, LightExposure, DraftFigures."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from slowfilm.shots.models import Draft
from slowfilm.storage import Blob


class LightKey(models.Model):
    """The light of a draft at one frame: curves and lamps, as JSON (events.Light)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="light_keys")
    frame = models.PositiveIntegerField()
    how = models.CharField(max_length=10)  # it goes on to the next key: hold, linear, smooth
    light = models.TextField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    set_by = models.CharField(max_length=60)
    set_seq = models.BigIntegerField()  # the entry that last said what it is
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["frame"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "frame"],
                condition=Q(removed_at__isnull=True),
                name="one_light_key_a_frame",
            )
        ]


class LightStroke(models.Model):
    """Light or shadow brushed onto a key. Of one that was copied with its key, `act` is the copy.

    Points as JSON: [x, y, pressure, tilt], all from 0 to 1, of the picture's width and height.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    act = models.UUIDField()
    key = models.ForeignKey(LightKey, models.CASCADE, related_name="strokes")
    place = models.PositiveIntegerField()  # among those that came by the same entry
    seq = models.BigIntegerField()
    points = models.TextField()
    width = models.FloatField()
    stops = models.FloatField()
    softness = models.FloatField()
    erase = models.BooleanField()
    mask = models.CharField(max_length=80, blank=True)
    who = models.PositiveSmallIntegerField(default=0)  # the person it means, by number; 0: all
    actor = models.CharField(max_length=60)
    drawn_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seq", "place"]
        indexes = [models.Index(fields=["key", "seq"], name="light_on_a_key")]


class LightExposure(models.Model):
    """How the exposure of a draft goes over its frames, as JSON: [frame, stops]. One stands."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="exposures")
    points = models.TextField()
    set_by = models.CharField(max_length=60)
    set_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(replaced_at__isnull=True),
                name="one_standing_exposure",
            )
        ]


class DraftFigures(models.Model):
    """The people in a draft, traced: mattes and ways in one file (media/light/mattes.py)."""

    FOR_MAKERS = ("mattes",)
    FILM = "draft__film"  # as storage asks for it

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="figures")
    mattes = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    traced_at = models.DateTimeField(default=timezone.now)
