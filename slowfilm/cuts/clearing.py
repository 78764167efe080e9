"""Whether all that a version of a cut shows and lets be heard may be shown."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.clearance.answer import Answer, Reason, clearance
from slowfilm.cuts.models import CutVersion
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding


def cleared(version: CutVersion) -> Answer:
    """One answer for all its drafts and for what is on its two tracks."""
    drafts = Draft.objects.filter(clips__version=version).distinct()
    tracks = Reference.objects.filter(in_cuts__version=version).distinct()
    answer = clearance("show", drafts=drafts.only("id"), on_tracks=tracks)
    if frozen := tuple(_frozen(version)):
        return replace(answer, reasons=(*frozen, *answer.reasons))
    return answer


def _frozen(version: CutVersion) -> Iterator[Reason]:
    """Pictures that somebody's withdrawal has frozen, whatever papers there are besides."""
    film = version.cut.film_id
    held = Holding.objects.filter(film_id=film, frozen_at__isnull=False).values("blob")
    shown = Draft.objects.filter(clips__version=version).filter(
        Q(proxy__in=held) | Q(master__in=held)
    )
    for draft in shown.select_related("shot__scene").defer("facts").distinct():
        said = _("It is frozen: somebody in it has withdrawn.")
        mend = reverse("draft-people", args=[film, draft.id])
        yield Reason("frozen", said, draft.id, draft.name, mend)
