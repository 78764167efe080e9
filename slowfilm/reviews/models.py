"""Stroke, Note, Viewing."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from slowfilm.films.models import Member
from slowfilm.shots.models import Draft


class Stroke(models.Model):
    """Ink on one frame. Its points are canonical JSON text (see ledger.events.Point)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="strokes")
    frame = models.PositiveIntegerField()
    actor = models.CharField(max_length=60)
    tool = models.CharField(max_length=10)
    colour = models.CharField(max_length=7)
    width = models.PositiveIntegerField()
    points = models.TextField()
    seq = models.BigIntegerField()  # the entry that drew it: the order ink lies in
    drawn_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["draft", "frame"],
                condition=Q(erased_at__isnull=True),
                name="ink_by_frame",
            )
        ]


class NoteQuerySet(models.QuerySet["Note"]):
    """Which notes."""

    def threads(self) -> "NoteQuerySet":
        """The first note of each thread; only it is open or resolved."""
        return self.filter(parent__isnull=True)

    def open(self) -> "NoteQuerySet":
        """Threads that nobody has closed."""
        return self.threads().filter(resolved_at__isnull=True)

    def unanswered(self) -> "NoteQuerySet":
        """Open threads of which nobody has said that they are still true of a later draft."""
        return self.open().filter(carried_to__isnull=True)

    def before(self, draft: Draft) -> "NoteQuerySet":
        """What earlier drafts of the same shot leave to be asked of this one."""
        earlier = {"draft__shot": draft.shot_id, "draft__version__lt": draft.version}
        return self.unanswered().filter(**earlier)


class Note(models.Model):
    """Words on the frames first ≤ f < last of a draft, or a reply under another note.

    On a join they are said of these frames and of the draft that follows, from `next_first` to
    `next_frame`, both of them; where `next_first` is null, of that one frame.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried_to"
    )  # of an earlier draft, where it was asked whether it is still true
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    next_draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="join_notes")
    next_first = models.PositiveIntegerField(null=True)
    next_frame = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=10)  # see kinds.py
    text = models.TextField()
    reason = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    mentions = ArrayField(models.UUIDField(), default=list)
    written_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=60, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["first", "written_at"]
        indexes = [models.Index(fields=["draft", "first"], name="notes_of_a_draft")]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("last")), name="a_span_is_not_empty"),
            models.CheckConstraint(
                condition=~Q(kind="keep") | ~Q(reason="") | Q(parent__isnull=False),
                name="a_keep_says_why",
            ),
            models.CheckConstraint(
                condition=~(Q(next_draft__isnull=True) ^ Q(next_frame__isnull=True)),
                name="a_join_has_two_frames",
            ),
            models.CheckConstraint(
                condition=Q(next_first__isnull=True) | Q(next_first__lte=F("next_frame")),
                name="a_span_after_a_join_is_not_empty",
            ),
        ]


class Viewing(models.Model):
    """A member saw the frames first ≤ f < last of a draft whose master is `digest`.

    What came to attest it, a sitting so far, is the entry `act`.
    """

    act = models.UUIDField()
    order = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="viewings")
    member = models.ForeignKey(Member, models.PROTECT, related_name="viewings")
    digest = models.CharField(max_length=64)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "order"]
        indexes = [models.Index(fields=["draft", "member"], name="viewings_of_a_draft")]
        constraints = [
            models.UniqueConstraint(fields=["act", "order"], name="viewings_are_numbered"),
            models.CheckConstraint(condition=Q(first__lt=F("last")), name="a_viewing_is_not_empty"),
        ]
