"""Which kinds of notes there are is declared in reviews/kinds.py, not in the column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices only: nothing changes in the database."""

    dependencies = [("slowfilm", "0004_a_command_is_done_once")]
    operations = [
        migrations.AlterField("note", "kind", models.CharField(max_length=10)),
    ]
