"""Scan, Track: what was found in a file by looking at it, and who that is."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

IN_ONE = Q(reference__isnull=False) ^ Q(draft__isnull=False)


class Scan(models.Model):
    """That the file with a digest was looked through, or could not be: then `error` says why.

    `boxes`: by a track's id, where a face is, as [frame, left, top, width, height] in 10,000ths
    of the picture; between two it moves straight.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="scans")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="scans")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="scans")
    digest = models.CharField(max_length=64)  # of the copy that was scanned: the proxy
    detector = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=40, blank=True)
    boxes = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=IN_ONE, name="a_scan_is_of_a_reference_or_a_draft")
        ]


class TrackQuerySet(models.QuerySet["Track"]):
    """Which tracks."""

    def standing(self) -> "TrackQuerySet":
        """Those of which two members have not said that nobody is there."""
        return self.filter(dismissed_at__isnull=True)


class Track(models.Model):
    """A face through some frames, a voice through some time, a place or a sign: and whose it is.

    `first` and `end` are half-open: frames, of a voice milliseconds. `frame` and `box` (left, top,
    width, height in 10,000ths of the picture) are where a face is largest. Without `person` nobody
    knows who it is; of a `stranger` it was said that nobody will. A sign is a house number, a plate
    or a name; it and a place may be given a `place`, whose residents' answer then counts for them.
    `scan` is None for what a member added. Who doubts that anybody is there says why; a second
    member can then dismiss it.
    """

    class Kind(models.TextChoices):
        FACE = "face", _("Face")
        VOICE = "voice", pgettext_lazy("what is found", "Voice")
        PLACE = "place", _("Place")
        SIGN = "sign", _("House number, plate or name")

    OF_PLACES = (Kind.PLACE, Kind.SIGN)  # which are nobody's face or voice

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="tracks")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="tracks")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="tracks")
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, related_name="tracks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    first = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    frame = models.PositiveIntegerField()
    box = models.JSONField(default=list)
    words = models.CharField(max_length=200, blank=True)  # what a member says of it
    act = models.UUIDField()  # the command that made it
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tracks")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="tracks")
    stranger = models.BooleanField(default=False)
    named_by = models.CharField(max_length=60, blank=True)
    named_at = models.DateTimeField(null=True)
    doubt = models.TextField(blank=True)
    doubted_by = models.CharField(max_length=60, blank=True)
    doubted_at = models.DateTimeField(null=True)
    dismissed_by = models.CharField(max_length=60, blank=True)
    dismissed_at = models.DateTimeField(null=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "first", "added_at", "id"]
        indexes = [
            models.Index(fields=["reference"], name="tracks_of_a_reference"),
            models.Index(fields=["draft"], name="tracks_of_a_draft"),
        ]
        constraints = [
            models.CheckConstraint(condition=IN_ONE, name="a_track_is_in_a_reference_or_a_draft"),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("first")), name="a_track_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(stranger=False),
                name="a_stranger_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_by="")
                | (~Q(doubted_by="") & ~Q(dismissed_by=models.F("doubted_by"))),
                name="two_members_dismiss_a_track",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_by="") | Q(person__isnull=True),
                name="a_named_track_is_not_dismissed",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(kind__in=["place", "sign"], dismissed_by=""),
                name="a_face_is_no_place",
            ),
        ]

    @property
    def subject_id(self) -> object:
        """The reference or draft it is in."""
        return self.reference_id or self.draft_id
