"""Person."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.films.models import Member


class Person(models.Model):
    """A real individual, of one film. Another film copies them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=200)
    member = models.OneToOneField(Member, models.PROTECT, null=True, related_name="person")
    note = models.CharField(_("note"), max_length=200, blank=True)
    assets = models.JSONField(default=dict)  # by a provider's id, what the person is called there
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True)  # their latest release; set above, by clearance/

    class Meta:
        ordering = ["name", "added_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_person_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name
