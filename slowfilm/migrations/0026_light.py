"""Light set by hand: keys, painted light, exposure over time."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("slowfilm", "0025_people_and_withdrawal"),
    ]

    operations = [
        migrations.CreateModel(
            name="LightKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("frame", models.PositiveIntegerField()),
                ("how", models.CharField(max_length=10)),
                ("light", models.TextField()),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("set_by", models.CharField(max_length=60)),
                ("set_seq", models.BigIntegerField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="light_keys",
                        to="slowfilm.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["frame"],
            },
        ),
        migrations.CreateModel(
            name="LightStroke",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("act", models.UUIDField()),
                ("place", models.PositiveIntegerField()),
                ("seq", models.BigIntegerField()),
                ("points", models.TextField()),
                ("width", models.FloatField()),
                ("stops", models.FloatField()),
                ("softness", models.FloatField()),
                ("erase", models.BooleanField()),
                ("mask", models.CharField(blank=True, max_length=80)),
                ("actor", models.CharField(max_length=60)),
                ("drawn_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="strokes",
                        to="slowfilm.lightkey",
                    ),
                ),
            ],
            options={
                "ordering": ["seq", "place"],
            },
        ),
        migrations.CreateModel(
            name="LightExposure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("points", models.TextField()),
                ("set_by", models.CharField(max_length=60)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exposures",
                        to="slowfilm.draft",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("draft",),
                        name="one_standing_exposure",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="lightkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("draft", "frame"),
                name="one_light_key_a_frame",
            ),
        ),
        migrations.AddIndex(
            model_name="lightstroke",
            index=models.Index(fields=["key", "seq"], name="light_on_a_key"),
        ),
        InstallGuards(),
    ]
