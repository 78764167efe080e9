"""An announced upload is a claim on room. All claims are weighed together, under one lock."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.uploads import pieces, quotas
from slowfilm.uploads.disk import Disks, Held
from slowfilm.uploads.models import Upload
from slowfilm.uploads.quotas import Quota

UNFINISHED = 100  # uploads that one person may have open at once
LOCK = 0x736C6F77  # of Postgres' advisory locks, ours: "slow"


class NoRoom(Exception):
    """A claim that can't be granted. `sentence` is for the person.

    `passing`: it may be granted later without anybody giving up anything they have.
    """

    def __init__(self, sentence: str, *, passing: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.passing = passing


@dataclass(frozen=True)
class Standing:
    """How much a member may still upload into a film, and what stands against more."""

    film: Quota
    member: Quota
    left: int  # bytes that one more upload may have


def waiting() -> QuerySet[Upload]:
    """Uploads that nothing has become of yet: unfinished, or whole and still in pieces."""
    return Upload.objects.filter(Q(offset__lt=F("size")) | Q(id__in=pieces.kept()))


def claim(member: Member, size: int) -> None:
    """See that an upload of `size` bytes may be announced. Raises NoRoom.

    Within the transaction that makes it: the lock is held to its end, so that two that are
    announced at once are weighed one after the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    uploads = list(waiting().select_related("member"))
    _weigh(quotas.of_film(member.film, uploads), quotas.of_member(member, uploads), size)
    own, others = _divided(member, uploads)
    if sum(upload.here < upload.size for upload in own) >= UNFINISHED:
        sentence = _("You have %(n)s unfinished uploads. Finish or discard some of them first.")
        raise NoRoom(sentence % {"n": UNFINISHED}, passing=False)
    disks, addition = Disks(), Held(size, 0)
    if not disks.fit([*others, *own, addition]):
        left = _largest(disks, own, others)
        sentence = _(
            "There is no room for %(size)s on this studio's disk: %(left)s are left for uploads. "
            "Nothing was lost."
        )
        raise NoRoom(sentence % _sizes(size=size, left=left), passing=True)
    if not disks.fair([*own, addition], others):
        left = _largest(disks, own, others)
        sentence = _(
            "One person's unfinished uploads may take half of the free disk at most. "
            "%(left)s are left for yours, and this file has %(size)s."
        )
        raise NoRoom(sentence % _sizes(size=size, left=left), passing=True)


def standing(member: Member) -> Standing:
    """How things stand for a member, to be shown. Nothing is promised by it."""
    uploads = list(waiting().select_related("member"))
    film, own_quota = quotas.of_film(member.film, uploads), quotas.of_member(member, uploads)
    own, others = _divided(member, uploads)
    left = _largest(Disks(), own, others)
    return Standing(film, own_quota, min(left, *_bounds(film, own_quota)))


def _bounds(film: Quota, member: Quota) -> list[int]:
    bounds = [quota.left for quota in (film, member) if quota.left is not None]
    return [*bounds, settings.UPLOAD_LARGEST]


def _weigh(film: Quota, member: Quota, size: int) -> None:
    """Raise NoRoom when a film or a member may not hold so much more."""
    if film.left is not None and not film.takes(size):
        sentence = _(
            "A film may hold %(most)s here. %(left)s are left for this one, "
            "and this file has %(size)s."
        )
        raise NoRoom(sentence % _sizes(size=size, left=film.left, most=film.most), passing=False)
    if member.left is not None and not member.takes(size):
        sentence = _(
            "One member may upload %(most)s into a film. %(left)s are left for you, "
            "and this file has %(size)s."
        )
        raise NoRoom(
            sentence % _sizes(size=size, left=member.left, most=member.most), passing=False
        )


def _divided(member: Member, uploads: Sequence[Upload]) -> tuple[list[Held], list[Held]]:
    """One person's files under way, on whatever film, and everybody else's."""
    own: list[Held] = []
    others: list[Held] = []
    for upload in uploads:
        is_own = upload.member.user_id == member.user_id
        (own if is_own else others).append(Held(upload.size, upload.offset))
    return own, others


def _largest(disks: Disks, own: Sequence[Held], others: Sequence[Held]) -> int:
    """The size of the largest upload that the disks would still take from one person, in bytes."""
    low, high = 0, settings.UPLOAD_LARGEST + 1
    while high - low > 1:
        size = (low + high) // 2
        own_claims = [*own, Held(size, 0)]
        if disks.fit([*others, *own_claims]) and disks.fair(own_claims, others):
            low = size
        else:
            high = size
    return low


def _sizes(**bytes_: int) -> dict[str, str]:
    return {name: filesizeformat(number) for name, number in bytes_.items()}
