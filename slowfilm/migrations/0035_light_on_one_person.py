import django.db.models.deletion
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Light on or off one person: who a stroke means, and what an engine says of where people are.

    Guards know the columns.
    """

    dependencies = [
        ("slowfilm", "0034_erasures"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="draft",
            name="mattes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="slowfilm.blob",
            ),
        ),
        migrations.AddField(
            model_name="lightstroke",
            name="who",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        InstallGuards(),
    ]
