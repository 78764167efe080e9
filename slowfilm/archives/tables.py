"""What belongs to a film: each table, in an order in which its rows can be read back."""

from uuid import UUID

from django.db.models import ForeignKey, Model, Q, QuerySet

from slowfilm import models
from slowfilm.archives.records import RECORDS
from slowfilm.storage import ARCHIVE

ARCHIVED = [record for record in RECORDS if record.archived]


def rows_of(film_id: UUID) -> list[QuerySet[Model]]:
    """Every row of a film but its ledger and its people's accounts, table by table.

    Of the blobs a film holds only those that its rows name: what a job left behind stays.
    """
    rows = [record.rows(film_id) for record in ARCHIVED]
    named = Q()
    for row in rows:
        for column in blob_columns(row.model):
            named |= Q(blob__in=row.order_by().values(column))
    holdings = models.Holding.objects.filter(named, film_id=film_id).exclude(
        blob__media_type=ARCHIVE
    )
    blobs = models.Blob.objects.filter(pk__in=holdings.values("blob"))
    return [*rows, blobs, holdings]


def blob_columns(model: type[Model]) -> list[str]:
    """The columns by which rows of a table name a blob: not that a film holds it."""
    fields = model._meta.concrete_fields
    named = [field.attname for field in fields if _leads_to_blob(field)]
    return [] if model is models.Holding else named


def _leads_to_blob(field: object) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is models.Blob


# Columns that say who acted: "system", an engine, or a member or person, who must be of the film.
ACTORS: dict[type[Model], list[str]] = {
    models.Reference: ["added_by", "nobody_else_by"],
    models.Abstraction: ["made_by"],
    models.LightSpace: ["made_by"],
    models.Draft: ["made_by", "nobody_else_by"],
    models.Person: ["added_by"],
    models.Sighting: ["said_by"],
    models.Track: ["added_by", "named_by", "doubted_by", "dismissed_by"],
    models.ReleaseLink: ["made_by"],
    models.Release: ["given_by", "withdrawn_by"],
    models.Venues: ["said_by"],
    models.PersonView: ["said_by"],
    models.PersonMessage: ["said_by"],
    models.WithdrawalStep: ["done_by"],
    models.Copy: ["recorded_by", "recalled_by"],
    models.CheckIn: ["done_by"],
    models.HarmCase: ["opened_by", "closed_by"],
    models.Erasure: ["asked_by", "done_by", "dropped_by"],
    models.Place: ["added_by", "answered_by"],
    models.Licence: ["recorded_by", "withdrawn_by"],
    models.Ruling: ["written_by", "signed_by", "ended_by"],
    models.Decision: ["written_by"],
    models.Dissent: ["said_by"],
    models.Character: ["added_by"],
    models.Line: ["written_by"],
    models.Keyframe: ["made_by"],
    models.Stroke: ["actor"],
    models.Note: ["actor", "resolved_by"],
    models.Brief: ["written_by"],
    models.Generation: ["asked_by"],
    models.Comparison: ["asked_by"],
    models.Permission: ["recorded_by", "withdrawn_by"],
    models.LightKey: ["made_by", "set_by"],
    models.LightStroke: ["actor"],
    models.LightExposure: ["set_by"],
    models.Cut: ["added_by"],
    models.CutVersion: ["saved_by"],
    models.Lock: ["locked_by"],
    models.Sitting: ["planned_by"],
    models.SittingTask: ["given_by", "done_by"],
    models.Entry: ["actor"],
}
# Rows whose ids are counted here, not known everywhere: read back, they are counted anew.
COUNTED = {record.model for record in ARCHIVED if record.counted} | {models.Holding, models.Entry}
