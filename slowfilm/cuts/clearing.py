"""Whether all that a version of a cut shows and lets be heard may be shown."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.clearance.answer import Answer, Reason, clearance
from slowfilm.cuts.models import CutVersion
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding


def cleared(version: CutVersion) -> Answer:
    """One answer for all its drafts and for what is on its two tracks."""
    film = version.cut.film_id
    blobs = Holding.objects.filter(film_id=film, frozen_at__isnull=False).values("blob")
    shown = Draft.objects.filter(clips__version=version).select_related("shot__scene")
    frozen = Case(When(Q(proxy__in=blobs) | Q(master__in=blobs), then=True), default=False)
    drafts = list(shown.defer("facts").annotate(frozen=frozen).distinct())
    tracks = Reference.objects.filter(in_cuts__version=version).distinct()
    answer = clearance("show", drafts=drafts, on_tracks=tracks)
    reasons = tuple(_frozen(film, draft) for draft in drafts if draft.frozen)
    return replace(answer, reasons=(*reasons, *answer.reasons)) if reasons else answer


def _frozen(film_id: UUID, draft: Draft) -> Reason:
    """A picture that somebody's withdrawal has frozen, whatever papers there are besides."""
    sentence = _("It is frozen: somebody in it has withdrawn.")
    mend = reverse("draft-people", args=[film_id, draft.id])
    return Reason("frozen", sentence, draft.id, draft.name, mend)
