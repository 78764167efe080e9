"""What an engine keeps of a draft from one attempt to the next, like the id of a paid task."""

from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: a guarded table has one more column."""

    dependencies = [("slowfilm", "0012_what_a_hand_set_right")]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="generation",
            name="memory",
            field=models.JSONField(default=dict),
        ),
        InstallGuards(),
    ]
