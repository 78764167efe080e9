"""Keyframes stand at a frame, and a reference may be cited in more roles."""

from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards

ROLES = [
    ("subject", "Subject"),
    ("style", "Style"),
    ("motion", "Motion"),
    ("camera", "Camera"),
    ("place", "Place"),
    ("plate", "Plate"),
    ("voice", "Voice"),
    ("ambience", "Ambience"),
    ("music", "Music"),
    ("first-frame", "First frame"),
    ("last-frame", "Last frame"),
    ("keyframe", "Keyframe"),
    ("driving", "Driving performance"),
    ("verbatim", "Performance kept as it is"),
    ("kept-voice", "Voice kept as it is"),
    ("composition", "Composition sketch"),
    ("screen", "On a screen"),
]


class Migration(migrations.Migration):
    dependencies = [("slowfilm", "0009_guards_from_the_records")]

    operations = [
        DropGuards(),
        migrations.AddField("citation", "frame", models.PositiveIntegerField(null=True)),
        migrations.AlterField("citation", "role", models.CharField(choices=ROLES, max_length=20)),
        InstallGuards(),
    ]
