"""Every table as 0001 to 0030 leave it, for a studio that begins: in one step."""

import uuid
from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

import slowfilm.approvals.models
import slowfilm.clearance.terms
import slowfilm.clearance.works
import slowfilm.people.place
from slowfilm.archives.guards import InstallGuards


class CreateModels(Operation):
    """Create many models as one step: the state of all is worked out once, not after each.

    Raises NotImplementedError when it is to be taken back.
    """

    reversible = False

    def __init__(self, models: list[migrations.CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All at once: what was worked out before them is worked out anew."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """In any order: what refers to another table is added after the last."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, *args: Any) -> None:
        """It never is."""
        raise NotImplementedError


MODELS = [
    migrations.CreateModel(
        name="Blob",
        fields=[
            ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ("size", models.BigIntegerField()),
            ("media_type", models.CharField(max_length=100)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
        ],
    ),
    migrations.CreateModel(
        name="User",
        fields=[
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
            ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
            ("is_staff", models.BooleanField(default=False)),
            ("is_active", models.BooleanField(default=True)),
            ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    django.db.models.functions.text.Lower("email"), name="one_user_an_address"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Team",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("name", models.CharField(max_length=100, verbose_name="name")),
            (
                "founder",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="teams_founded",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Token",
        fields=[
            ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="tokens",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("name", models.CharField(max_length=100)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("revoked_at", models.DateTimeField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name="Film",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="films",
                    to="slowfilm.team",
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="title")),
            ("why", models.TextField(blank=True, verbose_name="why this film")),
            (
                "nevers",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                ),
            ),
            ("rate", models.CharField(default="24", max_length=20)),
            ("width", models.IntegerField(default=1280)),
            ("height", models.IntegerField(default=720)),
            (
                "declared_year",
                models.IntegerField(blank=True, null=True, verbose_name="the film of the year"),
            ),
            ("year_opt_out", models.TextField(blank=True)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("locked_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("declared_year__isnull", False), ("year_opt_out", "")),
                    fields=("team", "declared_year"),
                    name="one_film_a_team_and_year",
                    violation_error_message="This team has already declared its film of that year. A second one needs a reason in writing.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Copy",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="copies",
                    to="slowfilm.film",
                ),
            ),
            ("venue", models.CharField(max_length=200)),
            (
                "medium",
                models.CharField(
                    choices=[
                        ("cinema", "Cinemas and festivals"),
                        ("exhibition", "Exhibitions"),
                        ("television", "Television"),
                        ("online", "Online"),
                    ],
                    max_length=20,
                ),
            ),
            ("territory", models.CharField(blank=True, max_length=2)),
            ("version", models.CharField(max_length=200)),
            ("sent_on", models.DateField()),
            ("until", models.DateField(null=True)),
            ("recorded_by", models.CharField(max_length=60)),
            ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("recalled_by", models.CharField(blank=True, max_length=60)),
            ("recalled_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["-sent_on", "venue", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("until__isnull", True),
                        ("until__gte", models.F("sent_on")),
                        _connector="OR",
                    ),
                    name="a_copy_is_not_due_before_it_is_sent",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Cut",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="cuts",
                    to="slowfilm.film",
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="title")),
            ("rate", models.CharField(max_length=20)),
            ("width", models.PositiveIntegerField()),
            ("height", models.PositiveIntegerField()),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("locked_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["added_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("title", ""), _negated=True), name="a_cut_has_a_title"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Entry",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="entries",
                    to="slowfilm.film",
                ),
            ),
            ("seq", models.BigIntegerField()),
            ("verb", models.CharField(max_length=60)),
            ("actor", models.CharField(max_length=60)),
            ("at", models.DateTimeField()),
            ("command", models.UUIDField()),
            ("payload", models.TextField(null=True)),
            ("salt", models.BinaryField(max_length=16, null=True)),
            ("digest", models.BinaryField(max_length=32)),
            ("prev", models.BinaryField(max_length=32)),
            ("hash", models.BinaryField(max_length=32)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("film", "seq"), name="entries_are_gapless_in_order"
                ),
                models.UniqueConstraint(fields=("command", "film"), name="a_command_is_done_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Head",
        fields=[
            (
                "film",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="head",
                    serialize=False,
                    to="slowfilm.film",
                ),
            ),
            ("seq", models.BigIntegerField(default=0)),
            ("hash", models.BinaryField(max_length=32)),
        ],
    ),
    migrations.CreateModel(
        name="Holding",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="holdings",
                    to="slowfilm.film",
                ),
            ),
            (
                "blob",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="holdings",
                    to="slowfilm.blob",
                ),
            ),
            ("frozen_at", models.DateTimeField(null=True)),
            ("hidden_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("film", "blob"), name="a_film_holds_a_blob_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Job",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="jobs",
                    to="slowfilm.film",
                ),
            ),
            ("kind", models.CharField(max_length=40)),
            ("subject", models.UUIDField()),
            ("queue", models.CharField(max_length=40)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("cancelled", "Cancelled"),
                    ],
                    default="queued",
                    max_length=10,
                ),
            ),
            ("attempt", models.IntegerField(default=0)),
            ("lease_until", models.DateTimeField(null=True)),
            ("worker", models.CharField(default="", max_length=200)),
            ("progress", models.FloatField(default=0)),
            ("error", models.CharField(default="", max_length=40)),
            ("facts", models.JSONField(default=dict)),
            ("cancel_asked_at", models.DateTimeField(null=True)),
            ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("started_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("state__in", ["queued", "running"])),
                    fields=["queue", "queued_at"],
                    name="jobs_to_look_at",
                ),
                models.Index(fields=["subject"], name="jobs_of_a_subject"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["queued", "running"])),
                    fields=("kind", "subject"),
                    name="one_open_job_a_subject",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "running"), _negated=True),
                        ("lease_until__isnull", False),
                        _connector="OR",
                    ),
                    name="a_running_job_has_a_lease",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Licence",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="licences",
                    to="slowfilm.film",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("own", "Our own work"),
                        ("contract", "Contract"),
                        ("cc", "Open licence"),
                        ("public-domain", "Public domain"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "part",
                models.CharField(
                    choices=[
                        ("whole", "The whole work"),
                        ("composition", "Music: the composition"),
                        ("recording", "Music: the recording"),
                    ],
                    default="whole",
                    max_length=20,
                ),
            ),
            ("holder", models.CharField(blank=True, max_length=200)),
            ("terms", models.TextField(blank=True, max_length=2000)),
            (
                "allows",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("engine", "Feeding to an engine"),
                            ("alter", "Altering"),
                            ("show", "Showing as it was"),
                        ],
                        max_length=10,
                    ),
                    size=None,
                ),
            ),
            ("media", models.CharField(blank=True, max_length=200)),
            ("territory", models.CharField(blank=True, max_length=200)),
            ("starts_at", models.DateTimeField()),
            ("ends_at", models.DateTimeField(null=True)),
            (
                "paper",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("paper_name", models.CharField(blank=True, max_length=200)),
            (
                "references",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=slowfilm.clearance.works._ids, size=None
                ),
            ),
            ("recorded_by", models.CharField(max_length=60)),
            ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("withdrawn_by", models.CharField(blank=True, max_length=60)),
            ("withdrawn_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["recorded_at", "id"],
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fields=["references"], name="licences_of_references"
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("allows__len__gt", 0)), name="a_licence_allows"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_at__isnull", True),
                        ("ends_at__gt", models.F("starts_at")),
                        _connector="OR",
                    ),
                    name="a_licence_ends_after_it_starts",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Member",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="members",
                    to="slowfilm.film",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "roles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("director", "Director"),
                            ("cinematographer", "Cinematographer"),
                            ("editor", "Editor"),
                            ("sound", "Sound"),
                            ("performer", "Performer"),
                            ("producer", "Producer"),
                            ("clearance", "Clearance"),
                            ("engineer", "Engineer"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                ),
            ),
            ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("removed_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("film", "user"), name="one_place_a_user_and_film"),
                models.CheckConstraint(
                    condition=models.Q(("roles__len__gt", 0)), name="a_member_has_a_role"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Permission",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="permissions",
                    to="slowfilm.film",
                ),
            ),
            ("engine", models.CharField(max_length=40)),
            ("terms", models.CharField(max_length=64)),
            ("basis", models.CharField(max_length=200)),
            ("recorded_by", models.CharField(max_length=60)),
            ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("withdrawn_by", models.CharField(blank=True, max_length=60)),
            ("withdrawn_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["recorded_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at__isnull", True)),
                    fields=("film", "engine"),
                    name="an_engine_is_permitted_once",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Place",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="places",
                    to="slowfilm.film",
                ),
            ),
            ("name", models.CharField(max_length=120)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("home", "Home"),
                        ("lane", "Street, lane or yard"),
                        ("work", "Shop or workplace"),
                        ("public", "Public building"),
                        ("sacred", "Place of worship or memory"),
                        ("land", "Landscape"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                ),
            ),
            ("residents", models.TextField(blank=True, max_length=2000)),
            (
                "agreed",
                models.CharField(
                    choices=[
                        ("unasked", "Not asked yet"),
                        ("asked", "Asked, no answer yet"),
                        ("yes", "Agreed"),
                        ("conditions", "Agreed with conditions"),
                        ("no", "Refused"),
                    ],
                    default="unasked",
                    max_length=12,
                ),
            ),
            ("conditions", models.TextField(blank=True, max_length=2000)),
            ("answered_at", models.DateTimeField(null=True)),
            ("answered_by", models.CharField(blank=True, max_length=60)),
            (
                "references",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                ),
            ),
            (
                "drafts",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                ),
            ),
            (
                "scenes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=slowfilm.people.place._ids, size=None
                ),
            ),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["name", "added_at"],
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fields=["references"], name="places_of_references"
                ),
                django.contrib.postgres.indexes.GinIndex(
                    fields=["drafts"], name="places_of_drafts"
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="a_place_is_named"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Policy",
        fields=[
            (
                "film",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="policy",
                    serialize=False,
                    to="slowfilm.film",
                ),
            ),
            (
                "approving",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("director", "Director"),
                            ("cinematographer", "Cinematographer"),
                            ("editor", "Editor"),
                            ("sound", "Sound"),
                            ("performer", "Performer"),
                            ("producer", "Producer"),
                            ("clearance", "Clearance"),
                            ("engineer", "Engineer"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=20,
                    ),
                    default=list,
                    size=None,
                ),
            ),
            ("in_order", models.BooleanField(default=False)),
            ("waiting_days", models.PositiveIntegerField(default=0)),
            ("change_notes_closed", models.BooleanField(default=True)),
            ("hand_set_key", models.BooleanField(default=False)),
        ],
    ),
    migrations.CreateModel(
        name="Reference",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="references",
                    to="slowfilm.film",
                ),
            ),
            ("name", models.CharField(max_length=255, verbose_name="name")),
            (
                "kind",
                models.CharField(
                    choices=[("picture", "Picture"), ("video", "Video"), ("sound", "Sound")],
                    default="",
                    max_length=10,
                ),
            ),
            ("maker", models.CharField(blank=True, max_length=200, verbose_name="maker")),
            ("year", models.CharField(blank=True, max_length=40, verbose_name="year")),
            ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
            (
                "medium",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Not known"),
                        ("8mm", "8 mm film"),
                        ("16mm", "16 mm film"),
                        ("35mm", "35 mm film"),
                        ("dv", "DV tape"),
                        ("vhs", "VHS tape"),
                        ("broadcast", "Broadcast"),
                        ("photograph", "Photograph"),
                        ("digital", "Digital camera"),
                        ("phone", "Phone"),
                        ("field", "Field recording"),
                        ("generated", "Generated"),
                    ],
                    max_length=20,
                    verbose_name="medium",
                ),
            ),
            ("rights", models.TextField(blank=True, verbose_name="rights")),
            (
                "study",
                models.BooleanField(
                    default=False,
                    verbose_name="reference only: may be looked at, not used for generation",
                ),
            ),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("nobody_else_by", models.CharField(blank=True, max_length=60)),
            ("nobody_else_at", models.DateTimeField(null=True)),
            ("upload", models.UUIDField(null=True)),
            (
                "original",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "proxy",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "poster",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "filmstrip",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "waveform",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("facts", models.JSONField(default=dict)),
        ],
        options={
            "indexes": [models.Index(fields=["film", "added_at"], name="references_of_a_film")],
        },
    ),
    migrations.CreateModel(
        name="Scene",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="scenes",
                    to="slowfilm.film",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("title", models.CharField(blank=True, max_length=200)),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("film", "number"), name="scenes_are_numbered")
            ],
        },
    ),
    migrations.CreateModel(
        name="TeamRequest",
        fields=[
            (
                "film",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="team_request",
                    serialize=False,
                    to="slowfilm.film",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="requests",
                    to="slowfilm.team",
                ),
            ),
            ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Venues",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="venues",
                    to="slowfilm.film",
                ),
            ),
            (
                "media",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), default=list, size=None
                ),
            ),
            (
                "territory",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=2), default=list, size=None
                ),
            ),
            ("said_by", models.CharField(max_length=60)),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["said_at"],
        },
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
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="webhooks",
                    to="slowfilm.film",
                ),
            ),
            ("url", models.URLField(max_length=500, verbose_name="address")),
            ("secret", models.CharField(max_length=64)),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("removed_at", models.DateTimeField(null=True)),
            ("seq", models.BigIntegerField()),
            ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Abstraction",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="abstractions",
                    to="slowfilm.film",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="abstraction_of",
                    to="slowfilm.reference",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="abstractions",
                    to="slowfilm.reference",
                ),
            ),
            ("source_digest", models.CharField(max_length=64)),
            ("guards", models.JSONField()),
            ("spans", models.JSONField()),
            ("look", models.CharField(max_length=20)),
            ("seed", models.PositiveIntegerField()),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="CutVersion",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "cut",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="versions",
                    to="slowfilm.cut",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("note", models.CharField(blank=True, max_length=200)),
            ("frames", models.PositiveIntegerField()),
            ("saved_by", models.CharField(max_length=60)),
            ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "file",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("file_name", models.CharField(blank=True, max_length=200)),
            ("left_out", models.JSONField(default=list)),
        ],
        options={
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("cut", "number"), name="versions_are_numbered")
            ],
        },
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
            (
                "webhook",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="deliveries",
                    to="slowfilm.webhook",
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
        ],
        options={
            "ordering": ["-seq"],
            "constraints": [
                models.UniqueConstraint(fields=("webhook", "seq"), name="an_entry_is_told_once")
            ],
        },
    ),
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
        name="Invitation",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="invitations",
                    to="slowfilm.film",
                ),
            ),
            (
                "roles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("director", "Director"),
                            ("cinematographer", "Cinematographer"),
                            ("editor", "Editor"),
                            ("sound", "Sound"),
                            ("performer", "Performer"),
                            ("producer", "Producer"),
                            ("clearance", "Clearance"),
                            ("engineer", "Engineer"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                ),
            ),
            ("note", models.CharField(blank=True, max_length=200)),
            (
                "invited_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.member",
                ),
            ),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField()),
            ("used_at", models.DateTimeField(null=True)),
            (
                "used_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.member",
                ),
            ),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name="LightSpace",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="light_spaces",
                    to="slowfilm.film",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="light_space_of",
                    to="slowfilm.reference",
                ),
            ),
            (
                "made_from",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="changed_to",
                    to="slowfilm.lightspace",
                ),
            ),
            ("space", models.JSONField()),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Person",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="people",
                    to="slowfilm.film",
                ),
            ),
            ("name", models.CharField(max_length=200, verbose_name="name")),
            (
                "member",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="person",
                    to="slowfilm.member",
                ),
            ),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ("assets", models.JSONField(default=dict)),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("signed_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["name", "added_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="a_person_has_a_name"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Sitting",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="sittings",
                    to="slowfilm.film",
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="title")),
            ("begins_at", models.DateTimeField()),
            ("zone", models.CharField(max_length=64)),
            ("minutes", models.PositiveIntegerField()),
            ("sequence", models.PositiveIntegerField(default=0)),
            ("plan", models.UUIDField()),
            ("planned_by", models.CharField(max_length=60)),
            ("called_off", models.UUIDField(null=True)),
            ("called_off_at", models.DateTimeField(null=True)),
            ("reason", models.TextField(blank=True)),
            ("opened_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            (
                "presenter",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="presents",
                    to="slowfilm.member",
                ),
            ),
            ("hold", models.UUIDField(null=True)),
        ],
        options={
            "ordering": ["begins_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("title", ""), _negated=True), name="a_sitting_has_a_title"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("opened_at__isnull", True),
                        ("called_off_at__isnull", True),
                        _connector="OR",
                    ),
                    name="a_sitting_is_held_or_called_off",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ended_at__isnull", True), ("opened_at__isnull", False), _connector="OR"
                    ),
                    name="what_ends_was_open",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Upload",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="uploads",
                    to="slowfilm.film",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="uploads",
                    to="slowfilm.member",
                ),
            ),
            ("filename", models.CharField(max_length=255)),
            ("size", models.BigIntegerField()),
            ("offset", models.BigIntegerField(default=0)),
            ("about", models.JSONField(default=dict)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("touched_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("offset__gte", 0), ("offset__lte", models.F("size"))),
                    name="an_upload_stays_in_its_size",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Attending",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="attending",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="attending",
                    to="slowfilm.member",
                ),
            ),
            ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("times", models.JSONField(default=list)),
            ("seen", models.JSONField(default=dict)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("sitting", "member"), name="one_row_an_attendant")
            ],
        },
    ),
    migrations.CreateModel(
        name="Character",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="characters",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="characters",
                    to="slowfilm.person",
                ),
            ),
            ("period", models.CharField(max_length=40, verbose_name="period")),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["person__name", "period"],
            "constraints": [
                models.UniqueConstraint(fields=("person", "period"), name="a_self_is_there_once"),
                models.CheckConstraint(
                    condition=models.Q(("period", ""), _negated=True),
                    name="a_character_has_a_period",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CheckIn",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="check_ins",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="check_ins",
                    to="slowfilm.person",
                ),
            ),
            ("due", models.DateField()),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="check_ins",
                    to="slowfilm.member",
                ),
            ),
            ("done_by", models.CharField(blank=True, max_length=60)),
            ("done_at", models.DateTimeField(null=True)),
            ("outcome", models.TextField(blank=True)),
        ],
        options={
            "ordering": ["due", "id"],
        },
    ),
    migrations.CreateModel(
        name="CutRender",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="cut_renders",
                    to="slowfilm.film",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="renders",
                    to="slowfilm.cutversion",
                ),
            ),
            (
                "master",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "proxy",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "subtitles",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("rendered_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["rendered_at"],
        },
    ),
    migrations.CreateModel(
        name="CutSound",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="sounds",
                    to="slowfilm.cutversion",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            ("track", models.PositiveIntegerField()),
            (
                "reference",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="in_cuts",
                    to="slowfilm.reference",
                ),
            ),
            ("at", models.PositiveIntegerField()),
            ("start_ms", models.PositiveIntegerField()),
            ("end_ms", models.PositiveIntegerField()),
            ("levels", models.JSONField(default=list)),
            ("fade_in_ms", models.PositiveIntegerField()),
            ("fade_out_ms", models.PositiveIntegerField()),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "order"), name="sounds_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(("start_ms__lt", models.F("end_ms"))),
                    name="a_sound_is_not_empty",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HarmCase",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="harm_cases",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="harm_cases",
                    to="slowfilm.person",
                ),
            ),
            ("words", models.TextField()),
            ("opened_by", models.CharField(max_length=60)),
            ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "remedy",
                models.CharField(
                    blank=True,
                    choices=[
                        ("recut", "The film is recut"),
                        ("abstract", "Light takes their place"),
                        ("withdraw", "A copy is called back"),
                        ("none", "Nothing is changed"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "copy",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="slowfilm.copy",
                ),
            ),
            ("due", models.DateField(null=True)),
            (
                "owner",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="harm_cases",
                    to="slowfilm.member",
                ),
            ),
            ("decided_at", models.DateTimeField(null=True)),
            ("closed_by", models.CharField(blank=True, max_length=60)),
            ("closed_at", models.DateTimeField(null=True)),
            ("outcome", models.TextField(blank=True)),
        ],
        options={
            "ordering": ["-opened_at", "id"],
        },
    ),
    migrations.CreateModel(
        name="PersonMessage",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="person_messages",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="messages",
                    to="slowfilm.person",
                ),
            ),
            ("text", models.TextField()),
            ("said_by", models.CharField(max_length=60)),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["said_at"],
        },
    ),
    migrations.CreateModel(
        name="SittingGuest",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("act", models.UUIDField()),
            ("order", models.PositiveIntegerField()),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="guests",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invited_to",
                    to="slowfilm.member",
                ),
            ),
            (
                "part",
                models.CharField(
                    choices=[("presenter", "presents"), ("guest", "guest")], max_length=10
                ),
            ),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("act", "order"), name="guests_are_numbered"),
                models.UniqueConstraint(fields=("act", "member"), name="a_guest_is_invited_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SittingPresence",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("act", models.UUIDField()),
            ("order", models.PositiveIntegerField()),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="presences",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.member",
                ),
            ),
            ("came_at", models.DateTimeField()),
            ("left_at", models.DateTimeField()),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("act", "order"), name="presences_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(("came_at__lte", models.F("left_at"))),
                    name="who_leaves_has_come",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CharacterReference",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "character",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="material",
                    to="slowfilm.character",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="of_characters",
                    to="slowfilm.reference",
                ),
            ),
            ("role", models.CharField(max_length=20)),
            ("order", models.PositiveIntegerField()),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("character", "reference", "role"), name="a_reference_is_of_a_self_once"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Line",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="lines",
                    to="slowfilm.film",
                ),
            ),
            (
                "character",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lines",
                    to="slowfilm.character",
                ),
            ),
            ("words", models.TextField(max_length=2000, verbose_name="words")),
            ("dialect", models.CharField(blank=True, max_length=80, verbose_name="dialect")),
            (
                "translation",
                models.TextField(blank=True, max_length=2000, verbose_name="translation"),
            ),
            (
                "take",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lines",
                    to="slowfilm.reference",
                ),
            ),
            ("start_ms", models.PositiveIntegerField(null=True)),
            ("end_ms", models.PositiveIntegerField(null=True)),
            ("written_by", models.CharField(max_length=60)),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["written_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("words", ""), _negated=True), name="a_line_has_words"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Brief",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="briefs",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="briefs",
                    to="slowfilm.shot",
                ),
            ),
            ("text", models.TextField(max_length=5000)),
            ("engine", models.CharField(max_length=40)),
            ("width", models.PositiveIntegerField()),
            ("height", models.PositiveIntegerField()),
            ("rate", models.CharField(max_length=20)),
            ("frames", models.PositiveIntegerField()),
            ("seed", models.BigIntegerField()),
            ("labels", models.BooleanField(default=False)),
            ("layout", models.JSONField(null=True)),
            ("levels", models.JSONField(default=list)),
            ("written_by", models.CharField(max_length=60)),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="BriefLine",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "brief",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="lines",
                    to="slowfilm.brief",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            ("line", models.UUIDField()),
            (
                "character",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="said",
                    to="slowfilm.character",
                ),
            ),
            ("pause_ms", models.PositiveIntegerField()),
            ("words", models.TextField(max_length=2000)),
            ("dialect", models.CharField(blank=True, max_length=80)),
            ("translation", models.TextField(blank=True, max_length=2000)),
            (
                "take",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="said_in",
                    to="slowfilm.reference",
                ),
            ),
            ("start_ms", models.PositiveIntegerField(null=True)),
            ("end_ms", models.PositiveIntegerField(null=True)),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("brief", "order"), name="lines_of_a_brief_are_numbered"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Citation",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "brief",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="citations",
                    to="slowfilm.brief",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="citations",
                    to="slowfilm.reference",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            ("tag", models.CharField(max_length=20)),
            (
                "role",
                models.CharField(
                    choices=[
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
                    ],
                    max_length=20,
                ),
            ),
            ("start_ms", models.PositiveIntegerField(null=True)),
            ("end_ms", models.PositiveIntegerField(null=True)),
            ("frame", models.PositiveIntegerField(null=True)),
            (
                "character",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="citations",
                    to="slowfilm.character",
                ),
            ),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("brief", "tag"), name="a_tag_cites_once"),
                models.UniqueConstraint(fields=("brief", "order"), name="citations_are_numbered"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Comparison",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="comparisons",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="comparisons",
                    to="slowfilm.shot",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("seeds", "Seeds"), ("engines", "Engines"), ("left-out", "Left Out")],
                    max_length=10,
                ),
            ),
            ("asked_by", models.CharField(max_length=60)),
            ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="ComparisonCell",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "comparison",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="cells",
                    to="slowfilm.comparison",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            (
                "generation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="compared_in",
                    to="slowfilm.generation",
                ),
            ),
            ("without", models.CharField(blank=True, max_length=20)),
            (
                "difference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("distance", models.FloatField(null=True)),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("comparison", "order"), name="cells_are_numbered")
            ],
        },
    ),
    migrations.CreateModel(
        name="CutClip",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="clips",
                    to="slowfilm.cutversion",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="clips",
                    to="slowfilm.draft",
                ),
            ),
            ("first", models.PositiveIntegerField()),
            ("last", models.PositiveIntegerField()),
            (
                "join",
                models.CharField(
                    choices=[("cut", "Cut"), ("dissolve", "Dissolve"), ("dip", "Dip to black")],
                    max_length=10,
                ),
            ),
            ("join_frames", models.PositiveIntegerField()),
            ("level", models.IntegerField()),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "order"), name="clips_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("last"))), name="a_clip_is_not_empty"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Decision",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="decisions",
                    to="slowfilm.film",
                ),
            ),
            ("wanted", models.TextField(max_length=5000)),
            ("refused", models.TextField(blank=True, max_length=5000)),
            ("why", models.TextField(blank=True, max_length=5000)),
            ("instead", models.TextField(blank=True, max_length=5000)),
            (
                "scene",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="decisions",
                    to="slowfilm.scene",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="decisions",
                    to="slowfilm.shot",
                ),
            ),
            (
                "place",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="decisions",
                    to="slowfilm.place",
                ),
            ),
            (
                "instead_reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="stands_for",
                    to="slowfilm.reference",
                ),
            ),
            (
                "instead_shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="stands_for",
                    to="slowfilm.shot",
                ),
            ),
            ("in_seal", models.BooleanField(default=False)),
            ("written_by", models.CharField(max_length=60)),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["-written_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("wanted", ""), _negated=True), name="something_was_wanted"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Dissent",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="dissents",
                    to="slowfilm.decision",
                ),
            ),
            ("words", models.TextField(max_length=2000)),
            ("said_by", models.CharField(max_length=60)),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["said_at", "id"],
        },
    ),
    migrations.CreateModel(
        name="Draft",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="drafts",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="drafts",
                    to="slowfilm.shot",
                ),
            ),
            ("version", models.PositiveIntegerField()),
            (
                "origin",
                models.CharField(
                    choices=[
                        ("generated", "Generated"),
                        ("uploaded", "Uploaded"),
                        ("relit", "Re-lit"),
                    ],
                    max_length=10,
                ),
            ),
            ("engine", models.CharField(blank=True, max_length=40)),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("nobody_else_by", models.CharField(blank=True, max_length=60)),
            ("nobody_else_at", models.DateTimeField(null=True)),
            (
                "master",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "proxy",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "poster",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "filmstrip",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "waveform",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("width", models.PositiveIntegerField()),
            ("height", models.PositiveIntegerField()),
            ("rate", models.CharField(max_length=20)),
            ("frames", models.PositiveIntegerField()),
            ("facts", models.JSONField(default=dict)),
        ],
        options={
            "ordering": ["version"],
            "constraints": [
                models.UniqueConstraint(fields=("shot", "version"), name="drafts_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(("frames__gt", 0)), name="a_draft_has_frames"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DraftFigures",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "draft",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="figures",
                    to="slowfilm.draft",
                ),
            ),
            (
                "mattes",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("people", models.PositiveIntegerField()),
            ("traced_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="DraftSource",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="sources",
                    to="slowfilm.draft",
                ),
            ),
            ("order", models.PositiveIntegerField()),
            (
                "reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="used_in",
                    to="slowfilm.reference",
                ),
            ),
            (
                "earlier",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="led_to",
                    to="slowfilm.draft",
                ),
            ),
            ("role", models.CharField(max_length=20)),
            ("tag", models.CharField(blank=True, max_length=20)),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("draft", "order"), name="sources_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("reference__isnull", False), ("earlier__isnull", False), _connector="XOR"
                    ),
                    name="a_source_is_a_reference_or_a_draft",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="LightExposure",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="exposures",
                    to="slowfilm.draft",
                ),
            ),
            ("points", models.TextField()),
            ("set_by", models.CharField(max_length=60)),
            ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("replaced_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("replaced_at__isnull", True)),
                    fields=("draft",),
                    name="one_standing_exposure",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="LightKey",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="light_keys",
                    to="slowfilm.draft",
                ),
            ),
            ("frame", models.PositiveIntegerField()),
            ("how", models.CharField(max_length=10)),
            ("light", models.TextField()),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("set_by", models.CharField(max_length=60)),
            ("set_seq", models.BigIntegerField()),
            ("removed_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["frame"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("removed_at__isnull", True)),
                    fields=("draft", "frame"),
                    name="one_light_key_a_frame",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Note",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="notes",
                    to="slowfilm.draft",
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="replies",
                    to="slowfilm.note",
                ),
            ),
            (
                "carried_from",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="carried_to",
                    to="slowfilm.note",
                ),
            ),
            ("first", models.PositiveIntegerField()),
            ("last", models.PositiveIntegerField()),
            (
                "next_draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="join_notes",
                    to="slowfilm.draft",
                ),
            ),
            ("next_frame", models.PositiveIntegerField(null=True)),
            ("kind", models.CharField(max_length=10)),
            ("text", models.TextField()),
            ("reason", models.TextField(blank=True)),
            ("actor", models.CharField(max_length=60)),
            (
                "mentions",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.UUIDField(), default=list, size=None
                ),
            ),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("resolved_at", models.DateTimeField(null=True)),
            ("resolved_by", models.CharField(blank=True, max_length=60)),
        ],
        options={
            "ordering": ["first", "written_at"],
            "indexes": [models.Index(fields=["draft", "first"], name="notes_of_a_draft")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("last"))), name="a_span_is_not_empty"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "keep"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        ("parent__isnull", False),
                        _connector="OR",
                    ),
                    name="a_keep_says_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("next_draft__isnull", True),
                        ("next_frame__isnull", True),
                        _connector="XOR",
                        _negated=True,
                    ),
                    name="a_join_has_two_frames",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PersonView",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="person_views",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="views",
                    to="slowfilm.person",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="person_views",
                    to="slowfilm.draft",
                ),
            ),
            ("agrees", models.BooleanField()),
            ("said_by", models.CharField(max_length=60)),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["said_at"],
        },
    ),
    migrations.CreateModel(
        name="Ruling",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rulings",
                    to="slowfilm.film",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="rulings",
                    to="slowfilm.reference",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="rulings",
                    to="slowfilm.draft",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("care", "Refused out of care"), ("law", "Rests on the law")],
                    max_length=10,
                ),
            ),
            (
                "ground",
                models.CharField(
                    blank=True,
                    choices=[
                        ("news", "News reporting"),
                        ("public-event", "A public event"),
                        ("archive", "The archive's licence"),
                    ],
                    max_length=20,
                ),
            ),
            ("reason", models.TextField(max_length=2000)),
            ("written_by", models.CharField(max_length=60)),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("signed_by", models.CharField(blank=True, max_length=60)),
            ("signed_at", models.DateTimeField(null=True)),
            ("ended_by", models.CharField(blank=True, max_length=60)),
            ("ended_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["written_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                    ),
                    name="a_ruling_is_of_a_reference_or_a_draft",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("signed_by", ""),
                        models.Q(("signed_by", models.F("written_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="a_second_member_signs",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Scan",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="scans",
                    to="slowfilm.film",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="scans",
                    to="slowfilm.reference",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="scans",
                    to="slowfilm.draft",
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            ("detector", models.CharField(blank=True, max_length=120)),
            ("error", models.CharField(blank=True, max_length=40)),
            ("boxes", models.JSONField(default=dict)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["at"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                    ),
                    name="a_scan_is_of_a_reference_or_a_draft",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Shot",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="shots",
                    to="slowfilm.film",
                ),
            ),
            (
                "scene",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="shots",
                    to="slowfilm.scene",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("title", models.CharField(blank=True, max_length=200)),
            ("intent", models.TextField(blank=True)),
            (
                "selected",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.draft",
                ),
            ),
            ("selected_at", models.DateTimeField(null=True)),
            ("locked_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["scene__number", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("scene", "number"), name="shots_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("locked_at__isnull", True), ("selected__isnull", False), _connector="OR"
                    ),
                    name="a_locked_shot_has_its_picture",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Sighting",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="sightings",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sightings",
                    to="slowfilm.person",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sightings",
                    to="slowfilm.reference",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sightings",
                    to="slowfilm.draft",
                ),
            ),
            ("seen", models.BooleanField()),
            ("heard", models.BooleanField()),
            ("act", models.UUIDField()),
            ("said_by", models.CharField(max_length=60)),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("ended_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["said_at", "person__name"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                    ),
                    name="a_sighting_is_in_a_reference_or_a_draft",
                ),
                models.CheckConstraint(
                    condition=models.Q(("seen", True), ("heard", True), _connector="OR"),
                    name="a_sighting_is_seen_or_heard",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("ended_at__isnull", True), ("reference__isnull", False)),
                    fields=("reference", "person"),
                    name="a_person_is_named_once_in_a_reference",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("draft__isnull", False), ("ended_at__isnull", True)),
                    fields=("draft", "person"),
                    name="a_person_is_named_once_in_a_draft",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SittingShown",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("act", models.UUIDField()),
            ("order", models.PositiveIntegerField()),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="shown",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.member",
                ),
            ),
            ("ms", models.PositiveIntegerField()),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.draft",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.cutversion",
                ),
            ),
            ("frame", models.PositiveIntegerField()),
            ("speed", models.FloatField()),
        ],
        options={
            "ordering": ["ms", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("act", "order"), name="what_is_shown_is_numbered"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("draft__isnull", True), ("version__isnull", True), _connector="XOR"
                    ),
                    name="a_draft_or_a_version",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SittingTask",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="tasks",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tasks",
                    to="slowfilm.member",
                ),
            ),
            ("text", models.TextField()),
            ("due", models.DateField(null=True)),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.draft",
                ),
            ),
            ("frame", models.PositiveIntegerField(null=True)),
            ("given_by", models.CharField(max_length=60)),
            ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("done_at", models.DateTimeField(null=True)),
            ("done_by", models.CharField(blank=True, max_length=60)),
        ],
        options={
            "ordering": ["given_at", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="a_task_says_what"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Stroke",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="strokes",
                    to="slowfilm.draft",
                ),
            ),
            ("frame", models.PositiveIntegerField()),
            ("actor", models.CharField(max_length=60)),
            ("tool", models.CharField(max_length=10)),
            ("colour", models.CharField(max_length=7)),
            ("width", models.PositiveIntegerField()),
            ("points", models.TextField()),
            ("seq", models.BigIntegerField()),
            ("drawn_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("erased_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("erased_at__isnull", True)),
                    fields=["draft", "frame"],
                    name="ink_by_frame",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Viewing",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("act", models.UUIDField()),
            ("order", models.PositiveIntegerField()),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="viewings",
                    to="slowfilm.draft",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="viewings",
                    to="slowfilm.member",
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            ("first", models.PositiveIntegerField()),
            ("last", models.PositiveIntegerField()),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["at", "order"],
            "indexes": [models.Index(fields=["draft", "member"], name="viewings_of_a_draft")],
            "constraints": [
                models.UniqueConstraint(fields=("act", "order"), name="viewings_are_numbered"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("last"))),
                    name="a_viewing_is_not_empty",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Approval",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approvals",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approvals",
                    to="slowfilm.shot",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="approvals",
                    to="slowfilm.draft",
                ),
            ),
            (
                "cut",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="approvals",
                    to="slowfilm.cut",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="approvals",
                    to="slowfilm.cutversion",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="approvals",
                    to="slowfilm.member",
                ),
            ),
            ("role", models.CharField(max_length=20)),
            ("digest", models.CharField(max_length=64)),
            ("remark", models.TextField(blank=True)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("withdrawn_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at__isnull", True)),
                    fields=("digest", "role"),
                    name="one_standing_yes_a_role_and_digest",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("draft__isnull", False),
                            ("shot__isnull", False),
                            ("cut__isnull", True),
                            ("version__isnull", True),
                        ),
                        models.Q(
                            ("cut__isnull", False),
                            ("version__isnull", False),
                            ("draft__isnull", True),
                            ("shot__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="an_approval_is_about_one",
                ),
            ],
        },
        bases=(slowfilm.approvals.models.AboutOne, models.Model),
    ),
    migrations.CreateModel(
        name="ChangeRequest",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="change_requests",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="change_requests",
                    to="slowfilm.shot",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="change_requests",
                    to="slowfilm.draft",
                ),
            ),
            (
                "cut",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="change_requests",
                    to="slowfilm.cut",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="change_requests",
                    to="slowfilm.cutversion",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="change_requests",
                    to="slowfilm.member",
                ),
            ),
            ("role", models.CharField(max_length=20)),
            ("digest", models.CharField(max_length=64)),
            ("reason", models.TextField()),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("closed_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=("shot", "role"),
                    name="one_standing_request_a_role",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=("cut", "role"),
                    name="one_standing_request_a_role_of_a_cut",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("draft__isnull", False),
                            ("shot__isnull", False),
                            ("cut__isnull", True),
                            ("version__isnull", True),
                        ),
                        models.Q(
                            ("cut__isnull", False),
                            ("version__isnull", False),
                            ("draft__isnull", True),
                            ("shot__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="a_change_request_is_about_one",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="a_change_request_says_why",
                ),
            ],
        },
        bases=(slowfilm.approvals.models.AboutOne, models.Model),
    ),
    migrations.CreateModel(
        name="Generation",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="generations",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="generations",
                    to="slowfilm.shot",
                ),
            ),
            (
                "brief",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="generations",
                    to="slowfilm.brief",
                ),
            ),
            (
                "job",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="generation",
                    to="slowfilm.job",
                ),
            ),
            (
                "draft",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="generation",
                    to="slowfilm.draft",
                ),
            ),
            (
                "poster",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("memory", models.JSONField(default=dict)),
            ("sent_to", models.CharField(default="", max_length=80)),
            ("asked_by", models.CharField(max_length=60)),
            ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="Keyframe",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="keyframes",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="keyframes",
                    to="slowfilm.shot",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="keyframes",
                    to="slowfilm.draft",
                ),
            ),
            ("frame", models.PositiveIntegerField()),
            (
                "still",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
    ),
    migrations.CreateModel(
        name="LightStroke",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("act", models.UUIDField()),
            (
                "key",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="strokes",
                    to="slowfilm.lightkey",
                ),
            ),
            ("place", models.PositiveIntegerField()),
            ("seq", models.BigIntegerField()),
            ("points", models.TextField()),
            ("width", models.FloatField()),
            ("stops", models.FloatField()),
            ("softness", models.FloatField()),
            ("erase", models.BooleanField()),
            ("mask", models.CharField(blank=True, max_length=80)),
            ("actor", models.CharField(max_length=60)),
            ("drawn_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("taken_back_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["seq", "place"],
            "indexes": [models.Index(fields=["key", "seq"], name="light_on_a_key")],
        },
    ),
    migrations.CreateModel(
        name="Lock",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="locks",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lock",
                    to="slowfilm.shot",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.draft",
                ),
            ),
            (
                "cut",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lock",
                    to="slowfilm.cut",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.cutversion",
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            ("act", models.UUIDField()),
            ("locked_by", models.CharField(max_length=60)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("draft__isnull", False),
                            ("shot__isnull", False),
                            ("cut__isnull", True),
                            ("version__isnull", True),
                        ),
                        models.Q(
                            ("cut__isnull", False),
                            ("version__isnull", False),
                            ("draft__isnull", True),
                            ("shot__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="a_lock_is_about_one",
                )
            ],
        },
        bases=(slowfilm.approvals.models.AboutOne, models.Model),
    ),
    migrations.CreateModel(
        name="NeverAnswer",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="never_answers",
                    to="slowfilm.film",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="never_answers",
                    to="slowfilm.shot",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="never_answers",
                    to="slowfilm.draft",
                ),
            ),
            (
                "cut",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="never_answers",
                    to="slowfilm.cut",
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="never_answers",
                    to="slowfilm.cutversion",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="never_answers",
                    to="slowfilm.member",
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            ("never", models.CharField(max_length=300)),
            ("holds", models.BooleanField()),
            ("remark", models.TextField(blank=True)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("replaced_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("replaced_at__isnull", True)),
                    fields=("digest", "never", "member"),
                    name="one_standing_answer_a_member",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("draft__isnull", False),
                            ("shot__isnull", False),
                            ("cut__isnull", True),
                            ("version__isnull", True),
                        ),
                        models.Q(
                            ("cut__isnull", False),
                            ("version__isnull", False),
                            ("draft__isnull", True),
                            ("shot__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="an_answer_is_about_one",
                ),
            ],
        },
        bases=(slowfilm.approvals.models.AboutOne, models.Model),
    ),
    migrations.CreateModel(
        name="SittingItem",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("act", models.UUIDField()),
            ("order", models.PositiveIntegerField()),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="items",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "shot",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.shot",
                ),
            ),
            (
                "cut",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.cut",
                ),
            ),
        ],
        options={
            "ordering": ["order"],
            "constraints": [
                models.UniqueConstraint(fields=("act", "order"), name="an_agenda_is_numbered"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("shot__isnull", True), ("cut__isnull", True), _connector="XOR"
                    ),
                    name="a_shot_or_a_cut",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Track",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="tracks",
                    to="slowfilm.film",
                ),
            ),
            (
                "reference",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tracks",
                    to="slowfilm.reference",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tracks",
                    to="slowfilm.draft",
                ),
            ),
            (
                "scan",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tracks",
                    to="slowfilm.scan",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("face", "Face"),
                        ("voice", "Voice"),
                        ("place", "Place"),
                        ("sign", "House number, plate or name"),
                    ],
                    max_length=10,
                ),
            ),
            ("first", models.PositiveIntegerField()),
            ("end", models.PositiveIntegerField()),
            ("frame", models.PositiveIntegerField()),
            ("box", models.JSONField(default=list)),
            ("words", models.CharField(blank=True, max_length=200)),
            ("act", models.UUIDField()),
            ("added_by", models.CharField(max_length=60)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tracks",
                    to="slowfilm.person",
                ),
            ),
            (
                "place",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="tracks",
                    to="slowfilm.place",
                ),
            ),
            ("stranger", models.BooleanField(default=False)),
            ("named_by", models.CharField(blank=True, max_length=60)),
            ("named_at", models.DateTimeField(null=True)),
            ("doubt", models.TextField(blank=True)),
            ("doubted_by", models.CharField(blank=True, max_length=60)),
            ("doubted_at", models.DateTimeField(null=True)),
            ("dismissed_by", models.CharField(blank=True, max_length=60)),
            ("dismissed_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["kind", "first", "added_at", "id"],
            "indexes": [
                models.Index(fields=["reference"], name="tracks_of_a_reference"),
                models.Index(fields=["draft"], name="tracks_of_a_draft"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reference__isnull", False), ("draft__isnull", False), _connector="XOR"
                    ),
                    name="a_track_is_in_a_reference_or_a_draft",
                ),
                models.CheckConstraint(
                    condition=models.Q(("end__gt", models.F("first"))),
                    name="a_track_ends_after_it_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("person__isnull", True), ("stranger", False), _connector="OR"
                    ),
                    name="a_stranger_has_no_name",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("dismissed_by", ""),
                        models.Q(
                            models.Q(("doubted_by", ""), _negated=True),
                            models.Q(("dismissed_by", models.F("doubted_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="two_members_dismiss_a_track",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("dismissed_by", ""), ("person__isnull", True), _connector="OR"
                    ),
                    name="a_named_track_is_not_dismissed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("place__isnull", True),
                        models.Q(("dismissed_by", ""), ("kind__in", ["place", "sign"])),
                        _connector="OR",
                    ),
                    name="a_face_is_no_place",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SittingDecision",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "sitting",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="decisions",
                    to="slowfilm.sitting",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("approved", "Approved"),
                        ("changes", "Changes requested"),
                        ("noted", "Decided"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.member",
                ),
            ),
            (
                "draft",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.draft",
                ),
            ),
            ("frame", models.PositiveIntegerField(null=True)),
            (
                "version",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.cutversion",
                ),
            ),
            (
                "approval",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.approval",
                ),
            ),
            (
                "request",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.changerequest",
                ),
            ),
            ("words", models.TextField(blank=True)),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["at", "id"],
        },
    ),
    migrations.CreateModel(
        name="Release",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="releases",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="releases",
                    to="slowfilm.person",
                ),
            ),
            (
                "link",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="release",
                    to="slowfilm.releaselink",
                ),
            ),
            (
                "uses",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("likeness", "Reference for a likeness"),
                            ("voice", "Reference for a voice"),
                            ("shown", "Shown as it was recorded"),
                            ("altered", "Shown altered or generated"),
                            ("training", "Training an engine"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                ),
            ),
            (
                "providers",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=80), default=list, size=None
                ),
            ),
            ("language", models.CharField(max_length=10)),
            ("text_version", models.CharField(max_length=20)),
            ("text", models.TextField()),
            ("text_hash", models.CharField(max_length=64)),
            ("signed_name", models.CharField(max_length=200)),
            ("given_by", models.CharField(max_length=60)),
            ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("starts_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("ends_at", models.DateTimeField(null=True)),
            ("terms", models.JSONField(default=slowfilm.clearance.terms.no_limits)),
            ("private", models.JSONField(default=dict)),
            (
                "paper",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.blob",
                ),
            ),
            (
                "superseded_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="supersedes",
                    to="slowfilm.release",
                ),
            ),
            (
                "withdrawn_uses",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), default=list, size=None
                ),
            ),
            ("withdrawn_at", models.DateTimeField(null=True)),
            ("withdrawn_by", models.CharField(blank=True, max_length=60)),
        ],
        options={
            "ordering": ["signed_at"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("uses__len__gt", 0)), name="a_release_has_a_use"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_at__isnull", True),
                        ("ends_at__gt", models.F("starts_at")),
                        _connector="OR",
                    ),
                    name="a_release_ends_after_it_starts",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReleaseLink",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="release_links",
                    to="slowfilm.film",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="release_links",
                    to="slowfilm.person",
                ),
            ),
            ("digest", models.CharField(max_length=64, unique=True)),
            (
                "uses",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("likeness", "Reference for a likeness"),
                            ("voice", "Reference for a voice"),
                            ("shown", "Shown as it was recorded"),
                            ("altered", "Shown altered or generated"),
                            ("training", "Training an engine"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                ),
            ),
            (
                "providers",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=80), default=list, size=None
                ),
            ),
            ("language", models.CharField(max_length=10)),
            ("ends_at", models.DateTimeField(null=True)),
            ("terms", models.JSONField(default=slowfilm.clearance.terms.no_limits)),
            ("private", models.JSONField(default=dict)),
            (
                "supersedes",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="slowfilm.release",
                ),
            ),
            ("made_by", models.CharField(max_length=60)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField()),
            ("signed_at", models.DateTimeField(null=True)),
            ("revoked_at", models.DateTimeField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name="WithdrawalStep",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                ),
            ),
            (
                "film",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="withdrawal_steps",
                    to="slowfilm.film",
                ),
            ),
            (
                "release",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="steps",
                    to="slowfilm.release",
                ),
            ),
            ("withdrawal", models.UUIDField()),
            (
                "kind",
                models.CharField(
                    choices=[("notice", "Notice"), ("dispute", "Dispute"), ("removal", "Removal")],
                    max_length=10,
                ),
            ),
            ("due", models.DateField()),
            (
                "owner",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="withdrawal_steps",
                    to="slowfilm.member",
                ),
            ),
            ("done_at", models.DateTimeField(null=True)),
            ("done_by", models.CharField(blank=True, max_length=60)),
            ("remark", models.TextField(blank=True)),
        ],
        options={
            "ordering": ["due", "kind"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("withdrawal", "release", "kind"), name="a_withdrawal_asks_once_of_each"
                )
            ],
        },
    ),
]


class Migration(migrations.Migration):
    """A studio that has some of these goes on with the rest of them."""

    initial = True
    replaces = [
        ("slowfilm", "0001_initial"),
        ("slowfilm", "0002_guards"),
        ("slowfilm", "0003_guards_on_every_side"),
        ("slowfilm", "0004_a_command_is_done_once"),
        ("slowfilm", "0005_note_kinds"),
        ("slowfilm", "0006_invitations_end_with_their_giver"),
        ("slowfilm", "0007_a_team_is_asked"),
        ("slowfilm", "0008_what_one_entry_makes_is_numbered"),
        ("slowfilm", "0009_guards_from_the_records"),
        ("slowfilm", "0010_people"),
        ("slowfilm", "0011_what_a_brief_asks_for"),
        ("slowfilm", "0012_what_a_hand_set_right"),
        ("slowfilm", "0013_what_an_engine_keeps"),
        ("slowfilm", "0014_where_a_likeness_may_be_sent"),
        ("slowfilm", "0015_that_a_team_may_use_an_engine"),
        ("slowfilm", "0016_comparisons"),
        ("slowfilm", "0017_cuts"),
        ("slowfilm", "0018_answers_before_a_lock"),
        ("slowfilm", "0019_inbox"),
        ("slowfilm", "0020_what_a_cut_was_read_from"),
        ("slowfilm", "0021_approvals_of_cuts"),
        ("slowfilm", "0022_sittings"),
        ("slowfilm", "0023_scans"),
        ("slowfilm", "0024_abstractions"),
        ("slowfilm", "0025_people_and_withdrawal"),
        ("slowfilm", "0026_light"),
        ("slowfilm", "0027_frames_taken"),
        ("slowfilm", "0028_works_and_places"),
        ("slowfilm", "0029_aftercare"),
        ("slowfilm", "0030_draft_figures"),
    ]
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [CreateModels(MODELS), InstallGuards()]
