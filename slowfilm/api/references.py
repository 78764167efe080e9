"""The HTTP API's part for references: which tracks of a file are seen and heard."""

from ninja import Router

from slowfilm.api.base import ReferenceOut, reference_told
from slowfilm.api.commands import Call, Done
from slowfilm.references import tracks
from slowfilm.references.models import Reference

router = Router()


def _told(done: Done) -> object:
    reference = Reference.objects.get(film_id=done.film_id, id=done.fields["reference"])
    return reference_told(done.member, reference)


Call(
    "/references/{uuid:reference_id}/tracks",
    tracks.choose,
    ReferenceOut,
    _told,
    "references",
    status=202,
    says="Have other tracks of a reference's file seen and heard. The reference's `facts` have all "
    "`tracks` with their `index`, and which are `used`. One of `channels` is heard on both sides, "
    "of two the first at the left; none: all, mixed. Ready when a job of the kind "
    "`choose-tracks` about the reference is done; it fails as `other-length` where the choice "
    "would change the length.",
).add(router)
