"""Sittings, and what members saw."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0021_approvals_of_cuts"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("begins_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("minutes", models.PositiveIntegerField()),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("plan", models.UUIDField()),
                ("planned_by", models.CharField(max_length=60)),
                ("called_off", models.UUIDField(null=True)),
                ("called_off_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("hold", models.UUIDField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sittings",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "presenter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presents",
                        to="slowfilm.member",
                    ),
                ),
            ],
            options={
                "ordering": ["begins_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Attending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("times", models.JSONField(default=list)),
                ("seen", models.JSONField(default=dict)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attending",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attending",
                        to="slowfilm.sitting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SittingDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("changes", "Changes requested"),
                            ("noted", "Decided"),
                        ],
                        max_length=10,
                    ),
                ),
                ("frame", models.PositiveIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "approval",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.approval",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.changerequest",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="slowfilm.sitting",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.cutversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SittingGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.UUIDField()),
                ("order", models.PositiveIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[("presenter", "presents"), ("guest", "guest")], max_length=10
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited_to",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="slowfilm.sitting",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="SittingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.UUIDField()),
                ("order", models.PositiveIntegerField()),
                (
                    "cut",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.cut",
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.shot",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="slowfilm.sitting",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="SittingPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.UUIDField()),
                ("order", models.PositiveIntegerField()),
                ("came_at", models.DateTimeField()),
                ("left_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="slowfilm.sitting",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="SittingShown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.UUIDField()),
                ("order", models.PositiveIntegerField()),
                ("ms", models.PositiveIntegerField()),
                ("frame", models.PositiveIntegerField()),
                ("speed", models.FloatField()),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown",
                        to="slowfilm.sitting",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.cutversion",
                    ),
                ),
            ],
            options={
                "ordering": ["ms", "id"],
            },
        ),
        migrations.CreateModel(
            name="SittingTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("due", models.DateField(null=True)),
                ("frame", models.PositiveIntegerField(null=True)),
                ("given_by", models.CharField(max_length=60)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(blank=True, max_length=60)),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="slowfilm.sitting",
                    ),
                ),
            ],
            options={
                "ordering": ["given_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.UUIDField()),
                ("order", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="viewings",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="viewings",
                        to="slowfilm.member",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "order"],
            },
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="a_sitting_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at__isnull", True), ("called_off_at__isnull", True), _connector="OR"
                ),
                name="a_sitting_is_held_or_called_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("opened_at__isnull", False), _connector="OR"
                ),
                name="what_ends_was_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="attending",
            constraint=models.UniqueConstraint(
                fields=("sitting", "member"), name="one_row_an_attendant"
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingguest",
            constraint=models.UniqueConstraint(fields=("act", "order"), name="guests_are_numbered"),
        ),
        migrations.AddConstraint(
            model_name="sittingguest",
            constraint=models.UniqueConstraint(
                fields=("act", "member"), name="a_guest_is_invited_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingitem",
            constraint=models.UniqueConstraint(
                fields=("act", "order"), name="an_agenda_is_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("shot__isnull", True), ("cut__isnull", True), _connector="XOR"),
                name="a_shot_or_a_cut",
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingpresence",
            constraint=models.UniqueConstraint(
                fields=("act", "order"), name="presences_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingpresence",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_at__lte", models.F("left_at"))),
                name="who_leaves_has_come",
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingshown",
            constraint=models.UniqueConstraint(
                fields=("act", "order"), name="what_is_shown_is_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingshown",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("draft__isnull", True), ("version__isnull", True), _connector="XOR"
                ),
                name="a_draft_or_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="sittingtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_task_says_what"
            ),
        ),
        migrations.AddIndex(
            model_name="viewing",
            index=models.Index(fields=["draft", "member"], name="viewings_of_a_draft"),
        ),
        migrations.AddConstraint(
            model_name="viewing",
            constraint=models.UniqueConstraint(
                fields=("act", "order"), name="viewings_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewing",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("last"))), name="a_viewing_is_not_empty"
            ),
        ),
        InstallGuards(),
    ]
