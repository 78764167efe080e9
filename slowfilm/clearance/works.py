"""Licence, Ruling, Decision, Dissent: what rests on more than what a person signed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.storage import Blob


def _ids() -> list[UUID]:
    return []


class Allowed(models.TextChoices):
    """What a licence may allow."""

    ENGINE = "engine", _("Feeding to an engine")
    ALTER = "alter", _("Altering")
    SHOW = "show", _("Showing as it was")


class Licence(models.Model):
    """What the rights holder of works allows, and until when. `references` are the works.

    A piece of music has two: one of the composition, one of the recording. Besides the works it
    is for only its withdrawal ever changes.
    """

    FOR_CLEARERS = ("paper",)  # who may clear; storage.py

    class Kind(models.TextChoices):
        OWN = "own", _("Our own work")
        CONTRACT = "contract", _("Contract")
        CC = "cc", _("Open licence")
        PUBLIC = "public-domain", _("Public domain")

    class Part(models.TextChoices):
        WHOLE = "whole", _("The whole work")
        COMPOSITION = "composition", _("Music: the composition")
        RECORDING = "recording", _("Music: the recording")

    class State(models.TextChoices):
        LIVE = "live", pgettext_lazy("licence", "In force")
        WITHDRAWN = "withdrawn", pgettext_lazy("licence", "Withdrawn")
        ENDED = "ended", pgettext_lazy("licence", "Ended")
        NOT_BEGUN = "not-begun", pgettext_lazy("licence", "Not in force yet")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="licences")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    part = models.CharField(max_length=20, choices=Part.choices, default=Part.WHOLE)
    holder = models.CharField(max_length=200, blank=True)
    terms = models.TextField(max_length=2000, blank=True)  # its name, or why there is no holder
    allows = ArrayField(models.CharField(max_length=10, choices=Allowed.choices))
    media = models.CharField(max_length=200, blank=True)
    territory = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    paper_name = models.CharField(max_length=200, blank=True)
    references = ArrayField(models.UUIDField(), default=_ids)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(allows__len__gt=0), name="a_licence_allows"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="a_licence_ends_after_it_starts",
            ),
        ]
        indexes = [GinIndex(fields=["references"], name="licences_of_references")]

    def state_at(self, moment: datetime) -> State:
        """What it is worth at a moment."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.ends_at is not None and self.ends_at <= moment:
            return self.State.ENDED
        return self.State.NOT_BEGUN if moment < self.starts_at else self.State.LIVE

    @property
    def state(self) -> State:
        """What it is worth now."""
        return self.state_at(timezone.now())

    @property
    def allows_names(self) -> list[str]:
        """What it allows, in the reader's language."""
        return [str(Allowed(use).label) for use in self.allows]

    @property
    def told(self) -> list[str]:
        """What it allows, in which media and where."""
        return [*self.allows_names, *filter(None, (self.media, self.territory))]

    @property
    def title(self) -> str:
        """Whose it is and of what kind, in one line."""
        parts = [self.holder, str(self.get_kind_display())]
        if self.part != self.Part.WHOLE:
            parts.append(str(self.get_part_display()))
        return " · ".join(filter(None, parts))


class Ruling(models.Model):
    """What clearance said of one reference or draft besides its papers.

    `care`: it is not used, whatever was signed. `law`: it may be shown as it was, though nobody
    signed; it counts once a second member has signed it.
    """

    class Kind(models.TextChoices):
        CARE = "care", _("Refused out of care")
        LAW = "law", _("Rests on the law")

    class Ground(models.TextChoices):
        NEWS = "news", _("News reporting")
        EVENT = "public-event", _("A public event")
        ARCHIVE = "archive", _("The archive's licence")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="rulings")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="rulings")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="rulings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    reason = models.TextField(max_length=2000)
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=timezone.now)
    signed_by = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__isnull=False) ^ Q(draft__isnull=False),
                name="a_ruling_is_of_a_reference_or_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=models.F("written_by")),
                name="a_second_member_signs",
            ),
        ]

    @property
    def stands(self) -> bool:
        """Whether it counts: not ended, and a reason under the law is signed by a second member."""
        if self.ended_at is not None:
            return False
        return self.kind == self.Kind.CARE or self.signed_at is not None


class Decision(models.Model):
    """What was wanted, what was refused, why, and what came instead."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="decisions")
    wanted = models.TextField(max_length=5000)
    refused = models.TextField(max_length=5000, blank=True)
    why = models.TextField(max_length=5000, blank=True)
    instead = models.TextField(max_length=5000, blank=True)
    scene = models.ForeignKey(Scene, models.PROTECT, null=True, related_name="decisions")
    shot = models.ForeignKey(Shot, models.PROTECT, null=True, related_name="decisions")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="decisions")
    instead_reference = models.ForeignKey(
        Reference, models.PROTECT, null=True, related_name="stands_for"
    )
    instead_shot = models.ForeignKey(Shot, models.PROTECT, null=True, related_name="stands_for")
    in_seal = models.BooleanField(default=False)
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(wanted=""), name="something_was_wanted")]

    @property
    def replaced(self) -> bool:
        """Whether something stands in the place of what was wanted."""
        return bool(self.instead or self.instead_reference_id or self.instead_shot_id)


class Dissent(models.Model):
    """That a member sees a decision otherwise. It stands beside it and is never taken out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="dissents")
    words = models.TextField(max_length=2000)
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at", "id"]
