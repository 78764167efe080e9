"""Abstraction, LightSpace: what a reference made here was made of. Neither ever changes."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from slowfilm.references.models import Reference


class Abstraction(models.Model):
    """That a reference is another one with light in the place of what may not be shown.

    Its id is the reference's. `source_digest` is the original that it was made of; the source may
    have another by now.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="abstractions")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="abstraction_of")
    source = models.ForeignKey(Reference, models.PROTECT, related_name="abstractions")
    source_digest = models.CharField(max_length=64)
    guards = models.JSONField()  # as media/guards.py says
    spans = models.JSONField()  # of sound, milliseconds
    look = models.CharField(max_length=20)
    seed = models.PositiveIntegerField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)


class LightSpace(models.Model):
    """That a reference is rendered from a description of light, and from nothing else.

    Its id is the reference's. `made_from`: the light space that it was changed from.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="light_spaces")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="light_space_of")
    made_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="changed_to")
    space = models.JSONField()  # as media/lightspace/space.py says
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
