"""A draft's sources and a brief's citations are numbered: so an entry can name each.

Citations were numbered before, and nothing was said against two of one number.
"""

from django.db import migrations, models

from slowfilm.archives.guards import DropGuards

NUMBERED = """
UPDATE slowfilm_draftsource AS source SET "order" = numbered.place FROM (
    SELECT id, row_number() OVER (PARTITION BY draft_id ORDER BY id) - 1 AS place
    FROM slowfilm_draftsource
) AS numbered WHERE numbered.id = source.id
"""


class Migration(migrations.Migration):
    """Guards are taken out, since rows of locked shots are numbered too."""

    dependencies = [("slowfilm", "0007_a_team_is_asked")]
    operations = [
        DropGuards(),
        migrations.AlterModelOptions("draftsource", {"ordering": ["order"]}),
        migrations.AddField(
            "draftsource", "order", models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
    ]
