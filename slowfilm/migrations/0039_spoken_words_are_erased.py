from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A line whose recording was erased has no words any more."""

    dependencies = [
        ("slowfilm", "0038_room_for_holdings"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="line", name="a_line_has_words"),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=~Q(words="") | Q(take__isnull=False), name="a_line_has_words"
            ),
        ),
    ]
