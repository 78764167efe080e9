"""What belongs to a film: each table, in an order in which its rows can be read back."""

from uuid import UUID

from django.db.models import Model, QuerySet

from slowfilm import models
from slowfilm.storage import ARCHIVE


def rows_of(film_id: UUID) -> list[QuerySet[Model]]:
    """Every row of a film but its ledger and its people's accounts, table by table."""
    of_film = {"film_id": film_id}
    return [
        models.Film.objects.filter(id=film_id),
        models.Policy.objects.filter(**of_film),
        models.Member.objects.filter(**of_film),
        models.Invitation.objects.filter(**of_film),
        models.Blob.objects.filter(holdings__film_id=film_id).exclude(media_type=ARCHIVE),
        models.Holding.objects.filter(**of_film).exclude(blob__media_type=ARCHIVE),
        models.Reference.objects.filter(**of_film),
        models.Scene.objects.filter(**of_film),
        models.Shot.objects.filter(**of_film),
        models.Draft.objects.filter(**of_film),
        models.DraftSource.objects.filter(draft__film_id=film_id),
        models.Keyframe.objects.filter(**of_film),
        models.Stroke.objects.filter(draft__film_id=film_id),
        models.Note.objects.filter(draft__film_id=film_id),
        models.Job.objects.filter(**of_film),
        models.Brief.objects.filter(**of_film),
        models.Citation.objects.filter(brief__film_id=film_id),
        models.Generation.objects.filter(**of_film),
        models.Approval.objects.filter(**of_film),
        models.Lock.objects.filter(**of_film),
    ]


# Rows whose ids are counted here, not known everywhere: read back, they are counted anew.
COUNTED = {models.Holding, models.DraftSource, models.Citation, models.Entry}
