"""Terms of releases, what follows them, and the steps of a withdrawal."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import slowfilm.clearance.terms
from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0024_abstractions"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="holding",
            name="hidden_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="paper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slowfilm.blob",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="private",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="release",
            name="superseded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="slowfilm.release",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="terms",
            field=models.JSONField(default=slowfilm.clearance.terms.no_limits),
        ),
        migrations.AddField(
            model_name="release",
            name="withdrawn_uses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="releaselink",
            name="private",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="releaselink",
            name="supersedes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slowfilm.release",
            ),
        ),
        migrations.AddField(
            model_name="releaselink",
            name="terms",
            field=models.JSONField(default=slowfilm.clearance.terms.no_limits),
        ),
        migrations.AlterField(
            model_name="release",
            name="uses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("likeness", "Reference for a likeness"),
                        ("voice", "Reference for a voice"),
                        ("shown", "Shown as it was recorded"),
                        ("altered", "Shown altered or generated"),
                        ("training", "Training an engine"),
                    ],
                    max_length=20,
                ),
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="releaselink",
            name="uses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("likeness", "Reference for a likeness"),
                        ("voice", "Reference for a voice"),
                        ("shown", "Shown as it was recorded"),
                        ("altered", "Shown altered or generated"),
                        ("training", "Training an engine"),
                    ],
                    max_length=20,
                ),
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="PersonMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("said_by", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_messages",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at"],
            },
        ),
        migrations.CreateModel(
            name="PersonView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agrees", models.BooleanField()),
                ("said_by", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_views",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_views",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="views",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at"],
            },
        ),
        migrations.CreateModel(
            name="Venues",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "media",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "territory",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                ("said_by", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="venues",
                        to="slowfilm.film",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at"],
            },
        ),
        migrations.CreateModel(
            name="WithdrawalStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("withdrawal", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notice", "Notice"),
                            ("dispute", "Dispute"),
                            ("removal", "Removal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(blank=True, max_length=60)),
                ("remark", models.TextField(blank=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal_steps",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal_steps",
                        to="slowfilm.member",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="slowfilm.release",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("withdrawal", "release", "kind"),
                        name="a_withdrawal_asks_once_of_each",
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
