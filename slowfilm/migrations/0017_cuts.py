"""Cuts, their versions and what is made of them; notes on joins."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables, and notes have more columns."""

    dependencies = [
        ("slowfilm", "0016_comparisons"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Cut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("rate", models.CharField(max_length=20)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("added_by", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CutClip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "join",
                    models.CharField(
                        choices=[("cut", "Cut"), ("dissolve", "Dissolve"), ("dip", "Dip to black")],
                        max_length=10,
                    ),
                ),
                ("join_frames", models.PositiveIntegerField()),
                ("level", models.IntegerField()),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="CutRender",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rendered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["rendered_at"],
            },
        ),
        migrations.CreateModel(
            name="CutSound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("track", models.PositiveIntegerField()),
                ("at", models.PositiveIntegerField()),
                ("start_ms", models.PositiveIntegerField()),
                ("end_ms", models.PositiveIntegerField()),
                ("levels", models.JSONField(default=list)),
                ("fade_in_ms", models.PositiveIntegerField()),
                ("fade_out_ms", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="CutVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("frames", models.PositiveIntegerField()),
                ("saved_by", models.CharField(max_length=60)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="note",
            name="next_draft",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="join_notes",
                to="slowfilm.draft",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="next_frame",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_draft__isnull", True),
                    ("next_frame__isnull", True),
                    _connector="XOR",
                    _negated=True,
                ),
                name="a_join_has_two_frames",
            ),
        ),
        migrations.AddField(
            model_name="cut",
            name="film",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cuts", to="slowfilm.film"
            ),
        ),
        migrations.AddField(
            model_name="cutclip",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clips",
                to="slowfilm.draft",
            ),
        ),
        migrations.AddField(
            model_name="cutrender",
            name="film",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cut_renders",
                to="slowfilm.film",
            ),
        ),
        migrations.AddField(
            model_name="cutrender",
            name="master",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="slowfilm.blob"
            ),
        ),
        migrations.AddField(
            model_name="cutrender",
            name="proxy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="slowfilm.blob"
            ),
        ),
        migrations.AddField(
            model_name="cutrender",
            name="subtitles",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slowfilm.blob",
            ),
        ),
        migrations.AddField(
            model_name="cutsound",
            name="reference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="in_cuts",
                to="slowfilm.reference",
            ),
        ),
        migrations.AddField(
            model_name="cutversion",
            name="cut",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="slowfilm.cut",
            ),
        ),
        migrations.AddField(
            model_name="cutsound",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sounds",
                to="slowfilm.cutversion",
            ),
        ),
        migrations.AddField(
            model_name="cutrender",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="renders",
                to="slowfilm.cutversion",
            ),
        ),
        migrations.AddField(
            model_name="cutclip",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clips",
                to="slowfilm.cutversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="a_cut_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutversion",
            constraint=models.UniqueConstraint(
                fields=("cut", "number"), name="versions_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutsound",
            constraint=models.UniqueConstraint(
                fields=("version", "order"), name="sounds_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutsound",
            constraint=models.CheckConstraint(
                condition=models.Q(("start_ms__lt", models.F("end_ms"))),
                name="a_sound_is_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="cutclip",
            constraint=models.UniqueConstraint(
                fields=("version", "order"), name="clips_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutclip",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("last"))), name="a_clip_is_not_empty"
            ),
        ),
        InstallGuards(),
    ]
