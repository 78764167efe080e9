"""Characters and their lines; briefs with keyframes, more roles, lines and labels."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: tables of a locked shot have more columns."""

    dependencies = [("slowfilm", "0010_people")]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="brief",
            name="labels",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="citation",
            name="frame",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="citation",
            name="role",
            field=models.CharField(
                choices=[
                    ("subject", "Subject"),
                    ("style", "Style"),
                    ("motion", "Motion"),
                    ("camera", "Camera"),
                    ("place", "Place"),
                    ("plate", "Plate"),
                    ("voice", "Voice"),
                    ("ambience", "Ambience"),
                    ("music", "Music"),
                    ("first-frame", "First frame"),
                    ("last-frame", "Last frame"),
                    ("keyframe", "Keyframe"),
                    ("driving", "Driving performance"),
                    ("verbatim", "Performance kept as it is"),
                    ("kept-voice", "Voice kept as it is"),
                    ("composition", "Composition sketch"),
                    ("screen", "On a screen"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Character",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("period", models.CharField(max_length=40, verbose_name="period")),
                ("added_by", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="characters",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="characters",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["person__name", "period"],
            },
        ),
        migrations.CreateModel(
            name="BriefLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("line", models.UUIDField()),
                ("pause_ms", models.PositiveIntegerField()),
                ("words", models.TextField(max_length=2000)),
                ("dialect", models.CharField(blank=True, max_length=80)),
                ("translation", models.TextField(blank=True, max_length=2000)),
                ("start_ms", models.PositiveIntegerField(null=True)),
                ("end_ms", models.PositiveIntegerField(null=True)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="slowfilm.brief",
                    ),
                ),
                (
                    "take",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said_in",
                        to="slowfilm.reference",
                    ),
                ),
                (
                    "character",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="slowfilm.character",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.AddField(
            model_name="citation",
            name="character",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="slowfilm.character",
            ),
        ),
        migrations.CreateModel(
            name="CharacterReference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                ("order", models.PositiveIntegerField()),
                (
                    "character",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="material",
                        to="slowfilm.character",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_characters",
                        to="slowfilm.reference",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="words")),
                ("dialect", models.CharField(blank=True, max_length=80, verbose_name="dialect")),
                (
                    "translation",
                    models.TextField(blank=True, max_length=2000, verbose_name="translation"),
                ),
                ("start_ms", models.PositiveIntegerField(null=True)),
                ("end_ms", models.PositiveIntegerField(null=True)),
                ("written_by", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "character",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="slowfilm.character",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "take",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="slowfilm.reference",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="character",
            constraint=models.UniqueConstraint(
                fields=("person", "period"), name="a_self_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="character",
            constraint=models.CheckConstraint(
                condition=models.Q(("period", ""), _negated=True), name="a_character_has_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="briefline",
            constraint=models.UniqueConstraint(
                fields=("brief", "order"), name="lines_of_a_brief_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="characterreference",
            constraint=models.UniqueConstraint(
                fields=("character", "reference", "role"), name="a_reference_is_of_a_self_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_line_has_words"
            ),
        ),
        InstallGuards(),
    ]
