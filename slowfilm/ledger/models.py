"""Head and Entry: one chain of hashes a film."""

from django.db import models
from django.db.models import Q


class Head(models.Model):
    """The end of a film's chain. Every act locks this row first, so acts are one after another."""

    film = models.OneToOneField(
        "slowfilm.Film", models.CASCADE, primary_key=True, related_name="head"
    )
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)


class Entry(models.Model):
    """One act, kept for good. Triggers refuse UPDATE (erasing a payload excepted) and DELETE."""

    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="entries")
    seq = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    command = models.UUIDField()
    payload = models.TextField(null=True)  # noqa: DJ001  null says erased, "" would be a lie
    salt = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["film", "seq"], name="entries_are_gapless_in_order"),
            models.UniqueConstraint(fields=["command", "film"], name="a_command_is_done_once"),
        ]
        indexes = [
            models.Index(  # asked for by the guards of what may be erased
                fields=["film"], condition=Q(verb="payloads-erased"), name="erasures_of_a_film"
            )
        ]
