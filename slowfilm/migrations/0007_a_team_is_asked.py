"""Films from archives that wait for a team's founder to agree."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own: a film is of one team all the while."""

    dependencies = [("slowfilm", "0006_invitations_end_with_their_giver")]
    operations = [
        migrations.CreateModel(
            name="TeamRequest",
            fields=[
                (
                    "film",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="team_request",
                        serialize=False,
                        to="slowfilm.film",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="slowfilm.team",
                    ),
                ),
            ],
        ),
    ]
