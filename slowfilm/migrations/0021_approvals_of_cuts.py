"""Approvals, requests, answers and locks are of a shot's draft or of a version of a cut."""

from django.db import migrations, models
from django.db.migrations import AddConstraint
from django.db.migrations.operations.fields import FieldOperation
from django.db.models import CASCADE, PROTECT, Q

from slowfilm.archives.guards import DropGuards, InstallGuards

SAID = {
    "approval": "approvals",
    "changerequest": "change_requests",
    "neveranswer": "never_answers",
}
NAMES = {
    "approval": "an_approval_is_about_one",
    "changerequest": "a_change_request_is_about_one",
    "neveranswer": "an_answer_is_about_one",
    "lock": "a_lock_is_about_one",
}


def about_one(model: str) -> AddConstraint:
    """Of a draft of a shot or of a version of a cut, and whole."""
    shot = Q(shot__isnull=False, draft__isnull=False)
    cut = Q(cut__isnull=False, version__isnull=False)
    no_shot = Q(shot__isnull=True, draft__isnull=True)
    no_cut = Q(cut__isnull=True, version__isnull=True)
    check = models.CheckConstraint(condition=shot & no_cut | cut & no_shot, name=NAMES[model])
    return AddConstraint(model, check)


def one(model: str, fields: list[str], condition: Q, name: str) -> AddConstraint:
    """A constraint: one row of those that stand."""
    unique = models.UniqueConstraint(fields=fields, condition=condition, name=name)
    return AddConstraint(model, unique)


def leads(model: str, column: str, to: str, related: str) -> FieldOperation:
    """A column that leads to a draft, a cut or a version; empty where the row is of the other."""
    on_delete = CASCADE if column in ("shot", "cut") else PROTECT
    key = models.ForeignKey(to=to, on_delete=on_delete, null=True, related_name=related)
    if column in ("shot", "draft"):
        return migrations.AlterField(model, column, key)
    return migrations.AddField(model, column, key)


TO = {
    "shot": "slowfilm.shot",
    "draft": "slowfilm.draft",
    "cut": "slowfilm.cut",
    "version": "slowfilm.cutversion",
}


class Migration(migrations.Migration):
    """Guards are put in anew: there are more columns, and cuts are locked."""

    dependencies = [("slowfilm", "0020_what_a_cut_was_read_from")]

    operations = [
        DropGuards(),
        migrations.RemoveConstraint("approval", "one_standing_yes_a_role_and_digest"),
        migrations.RemoveConstraint("neveranswer", "one_standing_answer_a_member"),
        migrations.AddField("cut", "locked_at", models.DateTimeField(null=True)),
        *(
            leads(model, column, to, related)
            for model, related in SAID.items()
            for column, to in TO.items()
        ),
        *(leads("lock", column, TO[column], "+") for column in ("draft", "version")),
        migrations.AlterField(
            "lock",
            "shot",
            models.OneToOneField("slowfilm.shot", PROTECT, null=True, related_name="lock"),
        ),
        migrations.AddField(
            "lock",
            "cut",
            models.OneToOneField("slowfilm.cut", PROTECT, null=True, related_name="lock"),
        ),
        migrations.AddField("lock", "act", models.UUIDField(null=True)),
        migrations.RunSQL("UPDATE slowfilm_lock SET act = id", migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("lock", "act", models.UUIDField()),
        one(
            "approval",
            ["digest", "role"],
            Q(withdrawn_at__isnull=True),
            "one_standing_yes_a_role_and_digest",
        ),
        one(
            "changerequest",
            ["cut", "role"],
            Q(closed_at__isnull=True),
            "one_standing_request_a_role_of_a_cut",
        ),
        one(
            "neveranswer",
            ["digest", "never", "member"],
            Q(replaced_at__isnull=True),
            "one_standing_answer_a_member",
        ),
        *(about_one(model) for model in NAMES),
        InstallGuards(),
    ]
