"""People, who is in what, and releases. "Nobody is in it" becomes "nobody but those named"."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards

SAID_WHEN_MADE = "UPDATE slowfilm_draft SET nobody_else_at = made_at WHERE nobody_else_by <> ''"


class Migration(migrations.Migration):
    """Guards are taken out, since drafts of locked shots get the time of what was said too."""

    dependencies = [
        ("slowfilm", "0009_guards_from_the_records"),
    ]

    operations = [
        DropGuards(),
        migrations.RenameField(
            model_name="draft",
            old_name="nobody_declared_by",
            new_name="nobody_else_by",
        ),
        migrations.RenameField(
            model_name="reference",
            old_name="nobody_declared_at",
            new_name="nobody_else_at",
        ),
        migrations.RenameField(
            model_name="reference",
            old_name="nobody_declared_by",
            new_name="nobody_else_by",
        ),
        migrations.AddField(
            model_name="draft",
            name="nobody_else_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(SAID_WHEN_MADE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("added_by", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to="slowfilm.member",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "added_at"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("likeness", "Reference for a likeness"),
                                ("voice", "Reference for a voice"),
                                ("shown", "Shown in the film"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("ends_at", models.DateTimeField(null=True)),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release_links",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_links",
                        to="slowfilm.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("likeness", "Reference for a likeness"),
                                ("voice", "Reference for a voice"),
                                ("shown", "Shown in the film"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("text_version", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_name", models.CharField(max_length=200)),
                ("given_by", models.CharField(max_length=60)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=60)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releases",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="slowfilm.person",
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release",
                        to="slowfilm.releaselink",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen", models.BooleanField()),
                ("heard", models.BooleanField()),
                ("act", models.UUIDField()),
                ("said_by", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="slowfilm.person",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="slowfilm.reference",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at", "person__name"],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_person_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("uses__len__gt", 0)), name="a_release_has_a_use"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="a_release_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                ),
                name="a_sighting_is_in_a_reference_or_a_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen", True), ("heard", True), _connector="OR"),
                name="a_sighting_is_seen_or_heard",
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("reference__isnull", False)),
                fields=("reference", "person"),
                name="a_person_is_named_once_in_a_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draft__isnull", False), ("ended_at__isnull", True)),
                fields=("draft", "person"),
                name="a_person_is_named_once_in_a_draft",
            ),
        ),
        InstallGuards(),
    ]
