"""Job: one piece of background work and the lease of the worker that has it in hand."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

LEASE = timedelta(seconds=20)
RENEWAL = 5.0  # seconds between a worker's signs of life
ATTEMPTS = 2


class JobQuerySet(models.QuerySet["Job"]):
    """Which jobs."""

    def lost(self) -> "JobQuerySet":
        """Running, but nobody has said so for a lease."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())

    def due(self) -> "JobQuerySet":
        """To be claimed now: waiting, and not put off till later; or lost."""
        return self.open().filter(
            Q(state=Job.State.QUEUED, lease_until=None) | Q(lease_until__lt=timezone.now())
        )

    def open(self) -> "JobQuerySet":
        """Not ended."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """`kind` says what is to be done to `subject`; `attempt` says which worker's word counts.

    `lease_until` is until when a running job is somebody's, and until when a waiting one is put
    off; then `error` says why.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    queue = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=200, default="")
    progress = models.FloatField(default=0)
    error = models.CharField(max_length=40, default="")
    facts = models.JSONField(default=dict)
    cancel_asked_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "queued_at"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_to_look_at",
            ),
            models.Index(fields=["subject"], name="jobs_of_a_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=["queued", "running"]),
                name="one_open_job_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
        ]

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)
