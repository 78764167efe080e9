"""Brief, Citation, BriefLine, Generation, Comparison, ComparisonCell, Permission."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from slowfilm.jobs.models import Job
from slowfilm.references.models import Character, Reference
from slowfilm.references.roles import Role
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
    labels = models.BooleanField(default=False)  # burn in which references are on screen
    layout = models.JSONField(null=True)  # engines/layout.py; null: the engine guesses
    levels = models.JSONField(default=list)  # engines/levels.py
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=timezone.now)


class Citation(models.Model):
    """A reference in a brief: its tag, what it is for, and the part of it that counts.

    With a `character`, the text names them, and this is one of their references.
    """

    Role = Role

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="citations")
    order = models.PositiveIntegerField()
    tag = models.CharField(max_length=20)
    role = models.CharField(max_length=20, choices=Role.choices)
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)
    frame = models.PositiveIntegerField(null=True)  # where a keyframe stands
    character = models.ForeignKey(Character, models.PROTECT, null=True, related_name="citations")
    light_crosses = models.BooleanField(default=False)  # of a performance that is kept as it is

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "tag"], name="a_tag_cites_once"),
            models.UniqueConstraint(fields=["brief", "order"], name="citations_are_numbered"),
        ]


class BriefLine(models.Model):
    """What a character says in a brief, after a pause. Kept as it was when the brief was sent."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    line = models.UUIDField()  # the line it was taken from, which may have changed since
    character = models.ForeignKey(Character, models.PROTECT, related_name="said")
    pause_ms = models.PositiveIntegerField()
    words = models.TextField(max_length=2000)
    dialect = models.CharField(max_length=80, blank=True)
    translation = models.TextField(max_length=2000, blank=True)
    take = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="said_in")
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "order"], name="lines_of_a_brief_are_numbered")
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
    memory = models.JSONField(default=dict)  # what its engine keeps from one attempt to the next
    sent_to = models.CharField(max_length=80, default="")  # the provider that was confirmed
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(default=timezone.now)


class Comparison(models.Model):
    """Generations of one brief that differ in one thing, to be seen side by side."""

    class Kind(models.TextChoices):
        SEEDS = "seeds"
        ENGINES = "engines"
        LEFT_OUT = "left-out"  # the first has all inputs, each other lacks one

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="comparisons")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="comparisons")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(default=timezone.now)


class ComparisonCell(models.Model):
    """One generation in a comparison; `without` is the tag of what it lacks.

    How its draft differs from the first one's is worked out by a job, once.
    """

    FILM = "comparison__film"  # as storage asks for it

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="cells")
    order = models.PositiveIntegerField()
    generation = models.ForeignKey(Generation, models.PROTECT, related_name="compared_in")
    without = models.CharField(max_length=20, blank=True)
    difference = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    distance = models.FloatField(null=True)  # mean difference of a value, 0..1

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "order"], name="cells_are_numbered")
        ]


class Permission(models.Model):
    """That the team may use an engine in its film, under the terms that were shown.

    Other terms need another one: `terms` is the digest of those it was recorded for.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="permissions")
    engine = models.CharField(max_length=40)
    terms = models.CharField(max_length=64)
    basis = models.CharField(max_length=200)  # why the team may
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "engine"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="an_engine_is_permitted_once",
            )
        ]
