"""A brief keeps where things stand in its plate, and how loud each sound is."""

from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: tables of a locked shot have more columns."""

    dependencies = [("slowfilm", "0011_what_a_brief_asks_for")]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="brief",
            name="layout",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="brief",
            name="levels",
            field=models.JSONField(default=list),
        ),
        InstallGuards(),
    ]
