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


class Lock(models.Model):
    """The end of change. Triggers refuse to alter or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="locks")
    shot = models.OneToOneField(Shot, models.PROTECT, related_name="lock")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    locked_by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
