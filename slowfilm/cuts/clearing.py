"""Whether all that a version of a cut shows and lets be heard may be shown."""

from slowfilm.clearance.answer import Answer, clearance
from slowfilm.cuts.models import CutVersion
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft


def cleared(version: CutVersion) -> Answer:
    """One answer for all its drafts and for what is on its two tracks."""
    drafts = Draft.objects.filter(clips__version=version).distinct()
    tracks = Reference.objects.filter(in_cuts__version=version).distinct()
    return clearance("show", drafts=drafts.only("id"), on_tracks=tracks)
