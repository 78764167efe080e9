"""What a film and each of its members may hold: FILM_QUOTA and MEMBER_QUOTA.

A film's own archives do not count: they are the film once more, and are let go after a week. What
a member holds is what became of their uploads; drafts that engines make are the film's alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from slowfilm.films.models import Film, Member
from slowfilm.ledger import Refused
from slowfilm.storage import ARCHIVE, Blob
from slowfilm.uploads.models import Upload


@dataclass(frozen=True)
class Quota:
    """Bytes: what is stored, what uploads under way have announced, and the most there may be."""

    stored: int
    coming: int
    most: int  # 0: any number

    @property
    def used(self) -> int:
        """Stored or announced."""
        return self.stored + self.coming

    @property
    def left(self) -> int | None:
        """What may still be announced; None: any number."""
        return max(0, self.most - self.used) if self.most else None

    def takes(self, size: int) -> bool:
        """Whether so many bytes more may be announced."""
        return self.left is None or size <= self.left


def of_film(film: Film, waiting: Sequence[Upload]) -> Quota:
    """A film's, with the site's uploads that `waiting` names."""
    coming = sum(upload.size for upload in waiting if upload.film_id == film.id)
    blobs = Blob.objects.filter(holdings__film=film).exclude(media_type=ARCHIVE)
    return Quota(_sum(blobs), coming, settings.FILM_QUOTA)


def refuse_full(film_id: UUID) -> None:
    """Raise Refused when a film holds as much as it may: engines, too, only add to it."""
    quota = of_film(Film.objects.get(pk=film_id), [])
    if quota.left == 0:
        most = filesizeformat(quota.most)
        sentence = _(
            "This film holds %(most)s, as much as a film may here. It takes no more drafts."
        )
        raise Refused("film-full", sentence % {"most": most})


def of_member(member: Member, waiting: Sequence[Upload]) -> Quota:
    """A member's, with the site's uploads that `waiting` names."""
    coming = sum(upload.size for upload in waiting if upload.member_id == member.id)
    return Quota(_sum(_brought(member)), coming, settings.MEMBER_QUOTA)


def archives_of(film: Film) -> int:
    """Bytes of the film's archives."""
    return _sum(Blob.objects.filter(holdings__film=film, media_type=ARCHIVE))


def _sum(blobs: QuerySet[Blob]) -> int:
    return blobs.aggregate(bytes=Sum("size"))["bytes"] or 0


def _brought(member: Member) -> QuerySet[Blob]:
    """Blobs named by rows that came of a member's uploads.

    Such a row's model says in BROUGHT_BY which of its columns names the member.
    """
    named = Q(pk__in=[])
    for relation in Blob._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        if by := getattr(relation.related_model, "BROUGHT_BY", ""):
            rows = relation.related_model._default_manager.filter(
                **{
                    "film": member.film_id,
                    by: member.actor,
                    f"{relation.field.name}__isnull": False,
                }
            )
            named |= Q(pk__in=rows.values(relation.field.name))
    return Blob.objects.filter(named)
