"""Guards anew: which copies a reference has changes with the tracks that are chosen."""

from django.db import migrations

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """No column is new."""

    dependencies = [
        ("slowfilm", "0036_notes_over_several_shots"),
    ]

    operations = [DropGuards(), InstallGuards()]
