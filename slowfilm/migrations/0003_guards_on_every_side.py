"""Guards were written out here; they follow from the records since 0009."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing is left to do."""

    dependencies = [("slowfilm", "0002_guards")]
    operations = []
