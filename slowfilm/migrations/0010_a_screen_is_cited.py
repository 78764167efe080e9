from django.db import migrations, models


class Migration(migrations.Migration):
    """A reference can be cited as what a screen in the picture shows."""

    dependencies = [("slowfilm", "0009_guards_from_the_records")]
    operations = [
        migrations.AlterField(
            "citation",
            "role",
            models.CharField(
                choices=[
                    ("subject", "Subject"),
                    ("style", "Style"),
                    ("motion", "Motion"),
                    ("camera", "Camera"),
                    ("place", "Place"),
                    ("plate", "Plate"),
                    ("screen", "On a screen"),
                    ("voice", "Voice"),
                    ("ambience", "Ambience"),
                    ("music", "Music"),
                    ("first-frame", "First frame"),
                    ("last-frame", "Last frame"),
                ],
                max_length=20,
            ),
        )
    ]
