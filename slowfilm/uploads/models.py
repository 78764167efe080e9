"""Upload."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Upload(models.Model):
    """A file on its way in, by the tus protocol. Its pieces lie in DATA until they are whole."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="uploads")
    member = models.ForeignKey("slowfilm.Member", models.CASCADE, related_name="uploads")
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    about = models.JSONField(default=dict)  # the tus metadata: origin fields, or a shot
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=models.F("size")),
                name="an_upload_stays_in_its_size",
            )
        ]
