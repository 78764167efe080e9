"""What is found in files: scans, and tracks of faces, voices and places."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


def _leads_to(name: str, related: str, *, film: bool = False) -> Any:
    if film:
        return models.ForeignKey(
            on_delete=django.db.models.deletion.CASCADE, related_name=related, to=name
        )
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name=related, to=name
    )


def _key() -> Any:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


IN_ONE = models.Q(("reference__isnull", False), ("draft__isnull", False), _connector="XOR")


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables."""

    dependencies = [
        ("slowfilm", "0022_sittings"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", _key()),
                ("digest", models.CharField(max_length=64)),
                ("detector", models.CharField(blank=True, max_length=120)),
                ("error", models.CharField(blank=True, max_length=40)),
                ("boxes", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("draft", _leads_to("slowfilm.draft", "scans")),
                ("film", _leads_to("slowfilm.film", "scans", film=True)),
                ("reference", _leads_to("slowfilm.reference", "scans")),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=IN_ONE, name="a_scan_is_of_a_reference_or_a_draft"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Track",
            fields=[
                ("id", _key()),
                (
                    "kind",
                    models.CharField(
                        choices=[("face", "Face"), ("voice", "Voice"), ("place", "Place")],
                        max_length=10,
                    ),
                ),
                ("first", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("frame", models.PositiveIntegerField()),
                ("box", models.JSONField(default=list)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("act", models.UUIDField()),
                ("added_by", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stranger", models.BooleanField(default=False)),
                ("named_by", models.CharField(blank=True, max_length=60)),
                ("named_at", models.DateTimeField(null=True)),
                ("doubt", models.TextField(blank=True)),
                ("doubted_by", models.CharField(blank=True, max_length=60)),
                ("doubted_at", models.DateTimeField(null=True)),
                ("dismissed_by", models.CharField(blank=True, max_length=60)),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("draft", _leads_to("slowfilm.draft", "tracks")),
                ("film", _leads_to("slowfilm.film", "tracks", film=True)),
                ("person", _leads_to("slowfilm.person", "tracks")),
                ("reference", _leads_to("slowfilm.reference", "tracks")),
                ("scan", _leads_to("slowfilm.scan", "tracks")),
            ],
            options={
                "ordering": ["kind", "first", "added_at", "id"],
                "indexes": [
                    models.Index(fields=["reference"], name="tracks_of_a_reference"),
                    models.Index(fields=["draft"], name="tracks_of_a_draft"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=IN_ONE, name="a_track_is_in_a_reference_or_a_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("first"))),
                        name="a_track_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True), ("stranger", False), _connector="OR"
                        ),
                        name="a_stranger_has_no_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dismissed_by", ""),
                            models.Q(
                                models.Q(("doubted_by", ""), _negated=True),
                                models.Q(("dismissed_by", models.F("doubted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_members_dismiss_a_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dismissed_by", ""), ("person__isnull", True), _connector="OR"
                        ),
                        name="a_named_track_is_not_dismissed",
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
