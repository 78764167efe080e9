"""The people in a draft, traced."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there is another table."""

    dependencies = [
        ("slowfilm", "0029_aftercare"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="DraftFigures",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                ("traced_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="slowfilm.draft",
                    ),
                ),
                (
                    "mattes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="slowfilm.blob",
                    ),
                ),
            ],
        ),
        InstallGuards(),
    ]
