"""Inboxes, webhooks, and how their deliveries went."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from slowfilm.archives.guards import DropGuards, InstallGuards


class Migration(migrations.Migration):
    """Guards are put in anew: there are more tables and columns."""

    dependencies = [
        ("slowfilm", "0018_answers_before_a_lock"),
    ]

    operations = [
        DropGuards(),
        migrations.CreateModel(
            name="Inbox",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="inbox",
                        serialize=False,
                        to="slowfilm.member",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("daily", models.BooleanField(default=False)),
                ("site", models.URLField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("letter_due_at", models.DateTimeField(null=True)),
                ("letter_seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("secret", models.CharField(max_length=64)),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(null=True)),
                ("seq", models.BigIntegerField()),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "film",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to="slowfilm.film",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("verb", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "will be tried again"),
                            ("delivered", "delivered"),
                            ("given-up", "given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("status", models.PositiveIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
                ("tried_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="slowfilm.webhook",
                    ),
                ),
            ],
            options={
                "ordering": ["-seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("webhook", "seq"), name="an_entry_is_told_once")
                ],
            },
        ),
        InstallGuards(),
    ]
