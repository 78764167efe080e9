from django.db import migrations, models


class Migration(migrations.Migration):
    """Several performers of one draft each say their own: one word a member, not a role."""

    dependencies = [
        ("slowfilm", "0031_spans_over_joins"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="approval", name="one_standing_yes_a_role_and_digest"
        ),
        migrations.RemoveConstraint(model_name="changerequest", name="one_standing_request_a_role"),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True))
                & ~models.Q(("role", "performer")),
                fields=("digest", "role"),
                name="one_standing_yes_a_role_and_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "performer"), ("withdrawn_at__isnull", True)),
                fields=("digest", "member"),
                name="one_standing_yes_a_performer_and_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)) & ~models.Q(("role", "performer")),
                fields=("shot", "role"),
                name="one_standing_request_a_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("role", "performer")),
                fields=("shot", "member"),
                name="one_standing_request_a_performer",
            ),
        ),
    ]
