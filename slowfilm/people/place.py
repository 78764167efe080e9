"""Place."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


def _ids() -> list[UUID]:
    return []


class Place(models.Model):
    """A real place of one film, those who live there, and what they agreed to.

    Which references, drafts and scenes show it is said above, in clearance/showing.py.
    """

    class Kind(models.TextChoices):
        HOME = "home", pgettext_lazy("kind of place", "Home")
        LANE = "lane", pgettext_lazy("kind of place", "Street, lane or yard")
        WORK = "work", pgettext_lazy("kind of place", "Shop or workplace")
        PUBLIC = "public", pgettext_lazy("kind of place", "Public building")
        SACRED = "sacred", pgettext_lazy("kind of place", "Place of worship or memory")
        LAND = "land", pgettext_lazy("kind of place", "Landscape")
        OTHER = "other", pgettext_lazy("kind of place", "Other")

    class Agreed(models.TextChoices):
        UNASKED = "unasked", pgettext_lazy("place", "Not asked yet")
        ASKED = "asked", pgettext_lazy("place", "Asked, no answer yet")
        YES = "yes", pgettext_lazy("place", "Agreed")
        CONDITIONS = "conditions", pgettext_lazy("place", "Agreed with conditions")
        NO = "no", pgettext_lazy("place", "Refused")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    residents = models.TextField(max_length=2000, blank=True)
    agreed = models.CharField(max_length=12, choices=Agreed.choices, default=Agreed.UNASKED)
    conditions = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)  # when what was agreed was recorded last
    answered_by = models.CharField(max_length=60, blank=True)
    references = ArrayField(models.UUIDField(), default=_ids)  # that show it
    drafts = ArrayField(models.UUIDField(), default=_ids)
    scenes = ArrayField(models.UUIDField(), default=_ids)  # that are set in it
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "added_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_place_is_named")
        ]
        indexes = [
            GinIndex(fields=["references"], name="places_of_references"),
            GinIndex(fields=["drafts"], name="places_of_drafts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cleared(self) -> bool:
        """Whether those who live there agreed, perhaps with conditions."""
        return self.agreed in (self.Agreed.YES, self.Agreed.CONDITIONS)
