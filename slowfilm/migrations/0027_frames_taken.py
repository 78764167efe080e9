"""A reference may be made of a draft's frames, or of another reference in a light."""

from django.db import migrations

from slowfilm.archives.guards import InstallGuards


class Migration(migrations.Migration):
    """Only guards: which entries make a reference."""

    dependencies = [("slowfilm", "0026_light")]

    operations = [InstallGuards()]
