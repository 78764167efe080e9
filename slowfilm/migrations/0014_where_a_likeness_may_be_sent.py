"""Releases name providers; a person has ids there; a generation says where its references went."""

import django.contrib.postgres.fields
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


def providers() -> "django.contrib.postgres.fields.ArrayField[list[str], list[str]]":
    """None, so far."""
    each = models.CharField(max_length=80)
    return django.contrib.postgres.fields.ArrayField(base_field=each, default=list, size=None)


class Migration(migrations.Migration):
    """Guards are put in anew: guarded tables have more columns."""

    dependencies = [("slowfilm", "0013_what_an_engine_keeps")]

    operations = [
        DropGuards(),
        migrations.AddField("releaselink", "providers", providers()),
        migrations.AddField("release", "providers", providers()),
        migrations.AddField("person", "assets", models.JSONField(default=dict)),
        migrations.AddField("generation", "sent_to", models.CharField(default="", max_length=80)),
        InstallGuards(),
    ]
