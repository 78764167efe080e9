"""Drafts of one brief that differ in one thing, side by side."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards

KINDS = [("seeds", "Seeds"), ("engines", "Engines"), ("left-out", "Left Out")]


class Migration(migrations.Migration):
    """Two tables, and their guards."""

    dependencies = [("slowfilm", "0015_that_a_team_may_use_an_engine")]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("asked_by", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="slowfilm.shot",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComparisonCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("without", models.CharField(blank=True, max_length=20)),
                ("distance", models.FloatField(null=True)),
                (
                    "comparison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="slowfilm.comparison",
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.blob",
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compared_in",
                        to="slowfilm.generation",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comparison", "order"), name="cells_are_numbered"
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
