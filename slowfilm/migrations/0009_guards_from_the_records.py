"""The guards as the records declare them, and the one index that a row's entry is found by."""

from django.db import migrations, models

from slowfilm.archives.guards import InstallGuards


class Migration(migrations.Migration):
    """A command's index begins with the command: see ledger/births.py."""

    dependencies = [("slowfilm", "0008_what_one_entry_makes_is_numbered")]
    operations = [
        migrations.AddConstraint(
            "draftsource",
            models.UniqueConstraint(fields=["draft", "order"], name="sources_are_numbered"),
        ),
        migrations.AddConstraint(
            "citation",
            models.UniqueConstraint(fields=["brief", "order"], name="citations_are_numbered"),
        ),
        migrations.RemoveConstraint("entry", "a_command_is_done_once"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(fields=["command", "film"], name="a_command_is_done_once"),
        ),
        InstallGuards(),
    ]
