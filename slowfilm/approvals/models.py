"""Approval, ChangeRequest, NeverAnswer, Lock: each of a shot's draft or of a version of a cut."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.models import Member
from slowfilm.films.roles import Role
from slowfilm.shots.models import Draft, Shot


def about_one(name: str) -> models.CheckConstraint:
    """A row is about a draft of a shot or about a version of a cut: one of them, and whole."""
    shot = models.Q(shot__isnull=False, draft__isnull=False)
    cut = models.Q(cut__isnull=False, version__isnull=False)
    no_shot = models.Q(shot__isnull=True, draft__isnull=True)
    no_cut = models.Q(cut__isnull=True, version__isnull=True)
    return models.CheckConstraint(condition=shot & no_cut | cut & no_shot, name=name)


class AboutOne:
    """What such a row is about, by its name."""

    draft: Any
    version: Any

    @property
    def what(self) -> str:
        """S03_SH040_v007, or: The lane, v007."""
        return str(self.draft.name if self.draft else self.version.full_name)

    @property
    def of_version(self) -> str:
        """v007."""
        return f"v{self.draft.version:03d}" if self.draft else str(self.version.name)


class Approval(AboutOne, models.Model):
    """A role's yes, bound to a digest. When the digest is no longer current, it is void."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="approvals")
    shot = models.ForeignKey(Shot, models.CASCADE, null=True, related_name="approvals")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="approvals")
    cut = models.ForeignKey(Cut, models.CASCADE, null=True, related_name="approvals")
    version = models.ForeignKey(CutVersion, models.PROTECT, null=True, related_name="approvals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="approvals")
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    remark = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "role"],
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(role=Role.PERFORMER),
                name="one_standing_yes_a_role_and_digest",
            ),
            models.UniqueConstraint(  # each performer approves what keeps their own performance
                fields=["digest", "member"],
                condition=models.Q(withdrawn_at__isnull=True, role=Role.PERFORMER),
                name="one_standing_yes_a_performer_and_digest",
            ),
            about_one("an_approval_is_about_one"),
        ]

    @property
    def role_label(self) -> str:
        """The role's name."""
        return str(Role(self.role).label)

    @property
    def counts(self) -> bool:
        """Whether whoever gave it is on the film, in that role, today."""
        return self.member.removed_at is None and self.role in self.member.roles


class ChangeRequest(AboutOne, models.Model):
    """A role's wish for changes in exactly what `digest` names.

    It stands until the role approves another digest, asks for other changes, or takes it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="change_requests")
    shot = models.ForeignKey(Shot, models.CASCADE, null=True, related_name="change_requests")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="change_requests")
    cut = models.ForeignKey(Cut, models.CASCADE, null=True, related_name="change_requests")
    version = models.ForeignKey(
        CutVersion, models.PROTECT, null=True, related_name="change_requests"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="change_requests")
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shot", "role"],
                condition=models.Q(closed_at__isnull=True) & ~models.Q(role=Role.PERFORMER),
                name="one_standing_request_a_role",
            ),
            models.UniqueConstraint(
                fields=["shot", "member"],
                condition=models.Q(closed_at__isnull=True, role=Role.PERFORMER),
                name="one_standing_request_a_performer",
            ),
            models.UniqueConstraint(
                fields=["cut", "role"],
                condition=models.Q(closed_at__isnull=True),
                name="one_standing_request_a_role_of_a_cut",
            ),
            about_one("a_change_request_is_about_one"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_change_request_says_why"
            ),
        ]

    @property
    def counts(self) -> bool:
        """Whether whoever asked is on the film, in that role, today."""
        return self.member.removed_at is None and self.role in self.member.roles


class NeverAnswer(AboutOne, models.Model):
    """A member's word on one never of the film: whether exactly what `digest` names keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="never_answers")
    shot = models.ForeignKey(Shot, models.CASCADE, null=True, related_name="never_answers")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="never_answers")
    cut = models.ForeignKey(Cut, models.CASCADE, null=True, related_name="never_answers")
    version = models.ForeignKey(CutVersion, models.PROTECT, null=True, related_name="never_answers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="never_answers")
    digest = models.CharField(max_length=64)
    never = models.CharField(max_length=300)  # as the film had it when it was answered
    holds = models.BooleanField()
    remark = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "never", "member"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_standing_answer_a_member",
            ),
            about_one("an_answer_is_about_one"),
        ]

    @property
    def counts(self) -> bool:
        """Whether whoever answered is on the film today."""
        return self.member.removed_at is None


class Lock(AboutOne, models.Model):
    """The end of change to a shot or a cut. Triggers refuse to alter or delete it.

    The lock of a cut locks its shots: one act, a row for each of them and one for the cut.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="locks")
    shot = models.OneToOneField(Shot, models.PROTECT, null=True, related_name="lock")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    cut = models.OneToOneField(Cut, models.PROTECT, null=True, related_name="lock")
    version = models.ForeignKey(CutVersion, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    act = models.UUIDField()  # the command that made it
    locked_by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [about_one("a_lock_is_about_one")]
