from django.db import migrations


class Migration(migrations.Migration):
    """Half of each page of holdings stays free: a withdrawal hides thousands of them at once.

    A row's new version then lies beside the old one, and no index is written. Pages that are
    full already stay so until they are written anew.
    """

    dependencies = [
        ("slowfilm", "0037_tracks_are_chosen"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE slowfilm_holding SET (fillfactor = 45)",
            "ALTER TABLE slowfilm_holding RESET (fillfactor)",
        ),
    ]
