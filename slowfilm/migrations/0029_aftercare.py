"""Copies, check-ins and cases of harm."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0028_works_and_places"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due", models.DateField()),
                ("done_by", models.CharField(blank=True, max_length=60)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "id"],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("venue", models.CharField(max_length=200)),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("cinema", "Cinemas and festivals"),
                            ("exhibition", "Exhibitions"),
                            ("television", "Television"),
                            ("online", "Online"),
                        ],
                        max_length=20,
                    ),
                ),
                ("territory", models.CharField(blank=True, max_length=2)),
                ("version", models.CharField(max_length=200)),
                ("sent_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recalled_by", models.CharField(blank=True, max_length=60)),
                ("recalled_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="slowfilm.film",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_on", "venue", "id"],
            },
        ),
        migrations.CreateModel(
            name="HarmCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.TextField()),
                ("opened_by", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "remedy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recut", "The film is recut"),
                            ("abstract", "Light takes their place"),
                            ("withdraw", "A copy is called back"),
                            ("none", "Nothing is changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=60)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="slowfilm.copy",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="harm_cases",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="harm_cases",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="harm_cases",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("sent_on")), _connector="OR"
                ),
                name="a_copy_is_not_due_before_it_is_sent",
            ),
        ),
        InstallGuards(),
    ]
