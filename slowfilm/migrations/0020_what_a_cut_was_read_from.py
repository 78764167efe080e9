"""A version of a cut keeps the file it was read from; scenes and shots may change."""

import django.db.models.deletion
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more columns, and columns that may change."""

    dependencies = [
        ("slowfilm", "0019_inbox"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="cutversion",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slowfilm.blob",
            ),
        ),
        migrations.AddField(
            model_name="cutversion",
            name="file_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="cutversion",
            name="left_out",
            field=models.JSONField(default=list),
        ),
        InstallGuards(),
    ]
