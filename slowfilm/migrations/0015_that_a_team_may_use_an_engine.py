"""That a team may use an engine whose terms ask for it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import InstallGuards


class Migration(migrations.Migration):
    """With the guards of the new table."""

    dependencies = [("slowfilm", "0014_where_a_likeness_may_be_sent")]

    operations = [
        migrations.CreateModel(
            name="Permission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("engine", models.CharField(max_length=40)),
                ("terms", models.CharField(max_length=64)),
                ("basis", models.CharField(max_length=200)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_by", models.CharField(blank=True, max_length=60)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="slowfilm.film",
                    ),
                ),
            ],
            options={"ordering": ["recorded_at"]},
        ),
        migrations.AddConstraint(
            model_name="permission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("film", "engine"),
                name="an_engine_is_permitted_once",
            ),
        ),
        InstallGuards(),
    ]
