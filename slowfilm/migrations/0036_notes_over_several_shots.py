"""The shots that lie between the two ends of a note's span."""

import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Q

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """A note from before lies on one draft, or on two that meet."""

    dependencies = [
        ("slowfilm", "0035_light_on_one_person"),
    ]

    operations = [
        DropGuards(),
        migrations.AddField(
            model_name="note",
            name="between",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="between_frames",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=GinIndex(fields=["between"], name="notes_over_a_draft"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=Q(between__len=0) | Q(next_draft__isnull=False),
                name="what_lies_between_has_two_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=Q(between_frames__len=F("between__len") * 2),
                name="what_lies_between_has_its_frames",
            ),
        ),
        InstallGuards(),
    ]
