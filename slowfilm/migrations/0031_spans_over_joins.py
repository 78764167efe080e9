"""The frames of a note's span that lie after a join."""

from django.db import migrations, models
from django.db.models import F, Q

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """A note from before lies on the one frame after the join that it names."""

    dependencies = [
        ("slowfilm", "0030_draft_figures"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="note",
            name="next_first",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=Q(next_first__isnull=True) | Q(next_first__lte=F("next_frame")),
                name="a_span_after_a_join_is_not_empty",
            ),
        ),
        InstallGuards(),
    ]
