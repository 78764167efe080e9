from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Whether light may cross a performance that is kept as it is. Guards know the column."""

    dependencies = [
        ("slowfilm", "0032_a_performer_approves_their_own"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="citation",
            name="light_crosses",
            field=models.BooleanField(default=False),
        ),
        InstallGuards(),
    ]
