"""Licences, places, rulings and decisions."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import slowfilm.clearance.works
import slowfilm.people.place
from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0027_frames_taken"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("wanted", models.TextField(max_length=5000)),
                ("refused", models.TextField(blank=True, max_length=5000)),
                ("why", models.TextField(blank=True, max_length=5000)),
                ("instead", models.TextField(blank=True, max_length=5000)),
                ("in_seal", models.BooleanField(default=False)),
                ("written_by", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "instead_reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_for",
                        to="slowfilm.reference",
                    ),
                ),
                (
                    "instead_shot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_for",
                        to="slowfilm.shot",
                    ),
                ),
                (
                    "scene",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="slowfilm.scene",
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="slowfilm.shot",
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("said_by", models.CharField(max_length=60)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dissents",
                        to="slowfilm.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "Home"),
                            ("lane", "Street, lane or yard"),
                            ("work", "Shop or workplace"),
                            ("public", "Public building"),
                            ("sacred", "Place of worship or memory"),
                            ("land", "Landscape"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "residents",
                    models.TextField(blank=True, max_length=2000),
                ),
                (
                    "agreed",
                    models.CharField(
                        choices=[
                            ("unasked", "Not asked yet"),
                            ("asked", "Asked, no answer yet"),
                            ("yes", "Agreed"),
                            ("conditions", "Agreed with conditions"),
                            ("no", "Refused"),
                        ],
                        default="unasked",
                        max_length=12,
                    ),
                ),
                ("conditions", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=60)),
                (
                    "references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                    ),
                ),
                (
                    "drafts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                    ),
                ),
                (
                    "scenes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                    ),
                ),
                ("added_by", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="slowfilm.film",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "added_at"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="slowfilm.place",
            ),
        ),
        migrations.CreateModel(
            name="Ruling",
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
                        choices=[("care", "Refused out of care"), ("law", "Rests on the law")],
                        max_length=10,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "News reporting"),
                            ("public-event", "A public event"),
                            ("archive", "The archive's licence"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                ("written_by", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_by", models.CharField(blank=True, max_length=60)),
                ("signed_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="slowfilm.reference",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Licence",
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
                            ("own", "Our own work"),
                            ("contract", "Contract"),
                            ("cc", "Open licence"),
                            ("public-domain", "Public domain"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("whole", "The whole work"),
                            ("composition", "Music: the composition"),
                            ("recording", "Music: the recording"),
                        ],
                        default="whole",
                        max_length=20,
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("terms", models.TextField(blank=True, max_length=2000)),
                (
                    "allows",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("engine", "Feeding to an engine"),
                                ("alter", "Altering"),
                                ("show", "Showing as it was"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("media", models.CharField(blank=True, max_length=200)),
                ("territory", models.CharField(blank=True, max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("paper_name", models.CharField(blank=True, max_length=200)),
                (
                    "references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=slowfilm.clearance.works._ids,
                        size=None,
                    ),
                ),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_by", models.CharField(blank=True, max_length=60)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="licences",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.blob",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["references"], name="licences_of_references"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("allows__len__gt", 0)), name="a_licence_allows"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="a_licence_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["references"], name="places_of_references"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["drafts"], name="places_of_drafts"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_place_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted", ""), _negated=True), name="something_was_wanted"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                ),
                name="a_ruling_is_of_a_reference_or_a_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_by", ""),
                    models.Q(("signed_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_second_member_signs",
            ),
        ),
        migrations.AddField(
            model_name="track",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tracks",
                to="slowfilm.place",
            ),
        ),
        migrations.AlterField(
            model_name="track",
            name="kind",
            field=models.CharField(
                choices=[
                    ("face", "Face"),
                    ("voice", "Voice"),
                    ("place", "Place"),
                    ("sign", "House number, plate or name"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="track",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__isnull", True),
                    models.Q(("dismissed_by", ""), ("kind__in", ["place", "sign"])),
                    _connector="OR",
                ),
                name="a_face_is_no_place",
            ),
        ),
        InstallGuards(),
    ]
