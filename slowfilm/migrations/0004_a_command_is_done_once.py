"""A command's id is spent once on a film, whoever spends it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The unique index loses its actor."""

    dependencies = [("slowfilm", "0003_guards_on_every_side")]
    operations = [
        migrations.RemoveConstraint("entry", "a_command_is_done_once"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(fields=["film", "command"], name="a_command_is_done_once"),
        ),
    ]
