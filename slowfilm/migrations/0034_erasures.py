import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """What rests on a person may go for good, with an entry that names it."""

    dependencies = [
        ("slowfilm", "0033_light_may_cross"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="holding", name="erased_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(frozen_at__isnull=False),
                name="what_is_erased_is_for_nobody",
            ),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(
                condition=Q(erased_at__isnull=False), fields=["film"], name="what_a_film_erased"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=Q(verb="payloads-erased"), fields=["film"], name="erasures_of_a_film"
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("asked_by", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_by", models.CharField(blank=True, max_length=60)),
                ("done_at", models.DateTimeField(null=True)),
                ("dropped_by", models.CharField(blank=True, max_length=60)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="slowfilm.film",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="slowfilm.person",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                        fields=("person",),
                        name="one_open_erasure_a_person",
                    ),
                    models.CheckConstraint(
                        condition=~Q(done_by=F("asked_by")), name="two_members_erase"
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
