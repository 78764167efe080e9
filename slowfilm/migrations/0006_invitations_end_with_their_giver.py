"""When an invitation's giver lost the right to invite."""

from django.db import migrations, models

# Those whose givers have gone already, or manage no more.
END = """
UPDATE slowfilm_invitation invitation SET ended_at = now() FROM slowfilm_member giver
WHERE giver.id = invitation.invited_by_id AND used_at IS NULL AND withdrawn_at IS NULL
AND (giver.removed_at IS NOT NULL OR NOT giver.roles && ARRAY['director', 'producer']::varchar[])
"""


class Migration(migrations.Migration):
    dependencies = [("slowfilm", "0005_note_kinds")]

    operations = [
        migrations.AddField("invitation", "ended_at", models.DateTimeField(null=True)),
        migrations.RunSQL(END, migrations.RunSQL.noop),
    ]
