"""Abstractions and light spaces."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0023_scans"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Abstraction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source_digest", models.CharField(max_length=64)),
                ("guards", models.JSONField()),
                ("spans", models.JSONField()),
                ("look", models.CharField(max_length=20)),
                ("seed", models.PositiveIntegerField()),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="abstractions",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abstraction_of",
                        to="slowfilm.reference",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abstractions",
                        to="slowfilm.reference",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LightSpace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("space", models.JSONField()),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="light_spaces",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changed_to",
                        to="slowfilm.lightspace",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="light_space_of",
                        to="slowfilm.reference",
                    ),
                ),
            ],
        ),
        InstallGuards(),
    ]
