"""Approval and Lock."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from slowfilm.films.models import Member
from slowfilm.shots.models import Draft, Shot


class Approval(models.Model):
    """A role's yes, bound to a digest. When the digest is no longer current, it is void."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="approvals")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="approvals")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="approvals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="approvals")
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    remark = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shot", "digest", "role"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_yes_a_role_and_digest",
            )
        ]

    @property
    def counts(self) -> bool:
        """Whether whoever gave it is on the film, in that role, today."""
        return self.member.removed_at is None and self.role in self.member.roles


class ChangeRequest(models.Model):
    """A role's wish for changes in exactly what `digest` names.

    It stands until the role approves another digest, asks for other changes, or takes it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="change_requests")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="change_requests")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="change_requests")
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
                condition=models.Q(closed_at__isnull=True),
                name="one_standing_request_a_role",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_change_request_says_why"
            ),
        ]

    @property
    def counts(self) -> bool:
        """Whether whoever asked is on the film, in that role, today."""
        return self.member.removed_at is None and self.role in self.member.roles


class NeverAnswer(models.Model):
    """A member's word on one never of the film: whether exactly what `digest` names keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="never_answers")
    shot = models.ForeignKey(Shot, models.CASCADE, related_name="never_answers")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="never_answers")
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
                fields=["shot", "digest", "never", "member"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_standing_answer_a_member",
            ),
        ]

    @property
    def counts(self) -> bool:
        """Whether whoever answered is on the film today."""
        return self.member.removed_at is None


class Lock(models.Model):
    """The end of change. Triggers refuse to alter or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="locks")
    shot = models.OneToOneField(Shot, models.PROTECT, related_name="lock")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    locked_by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
