"""Stroke, Note, Viewing."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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


class Part(NamedTuple):
    """The frames first ≤ f < last of one draft that a note lies on."""

    draft: UUID
    first: int
    last: int


class NoteQuerySet(models.QuerySet["Note"]):
    """Which notes."""

    def on(self, drafts: Iterable[UUID]) -> "NoteQuerySet":
        """Those that lie on frames of any of these drafts, alone or with others."""
        ids = list(drafts)
        over = Q(next_draft__in=ids) | Q(between__overlap=ids)
        return self.filter(Q(draft__in=ids) | over) if ids else self.none()

    def threads(self) -> "NoteQuerySet":
        """The first note of each thread; only it is open or resolved."""
        return self.filter(parent__isnull=True)

    def open(self) -> "NoteQuerySet":
        """Threads that nobody has closed."""
        return self.threads().filter(resolved_at__isnull=True)

    def unanswered(self) -> "NoteQuerySet":
        """Open threads of which nobody has said that they are still true of a later draft.

        Of one over several shots: of a later draft of its first.
        """
        return self.open().exclude(carried_to__draft__shot=F("draft__shot"))

    def before(self, draft: Draft) -> "NoteQuerySet":
        """What earlier drafts of the same shot leave to be asked of this one.

        One over several shots is asked of each of them.
        """
        shot = Draft.objects.filter(shot=draft.shot_id)
        earlier = shot.filter(version__lt=draft.version).values_list("id", flat=True)
        left = self.open().on(earlier).exclude(carried_to__draft__shot=draft.shot_id)
        return left.exclude(id__in=Note.objects.on([draft.id]).values("id"))


class Note(models.Model):
    """Words on the frames first ≤ f < last of a draft, or a reply under another note.

    On a join they are said of these frames and of the draft that follows, from `next_first` to
    `next_frame`, both of them; where `next_first` is null, of that one frame. Over more shots,
    `between` are the drafts that come between those two, and `between_frames` the first and last
    of each, first ≤ f < last.
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
    between = ArrayField(models.UUIDField(), default=list)
    between_frames = ArrayField(models.PositiveIntegerField(), default=list)
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
        indexes = [
            models.Index(fields=["draft", "first"], name="notes_of_a_draft"),
            GinIndex(fields=["between"], name="notes_over_a_draft"),
        ]
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
            models.CheckConstraint(
                condition=Q(between__len=0) | Q(next_draft__isnull=False),
                name="what_lies_between_has_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(between_frames__len=F("between__len") * 2),
                name="what_lies_between_has_its_frames",
            ),
        ]

    @property
    def parts(self) -> list[Part]:
        """What it lies on, in order: one draft's frames, or those of several that follow."""
        pairs = zip(self.between_frames[::2], self.between_frames[1::2], strict=True)
        parts = [Part(self.draft_id, self.first, self.last)]
        parts += [Part(id_, *pair) for id_, pair in zip(self.between, pairs, strict=True)]
        if self.next_draft_id is not None and self.next_frame is not None:
            first = self.next_frame if self.next_first is None else self.next_first
            parts.append(Part(self.next_draft_id, first, self.next_frame + 1))
        return parts


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
