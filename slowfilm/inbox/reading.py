"""How far a member has read. It is theirs alone, so no film's record says it."""

from django.db.models import Max
from django.db.models.functions import Greatest
from django.utils import timezone

from slowfilm.accounts.models import User
from slowfilm.films.models import Member
from slowfilm.inbox.models import Inbox
from slowfilm.ledger.models import Head


def seen(user: User) -> dict[str, int]:
    """Where the records of a user's films stand: to be said again by `mark_read`."""
    heads = Head.objects.filter(film__members__in=Member.objects.present().filter(user=user))
    return {str(film): seq for film, seq in heads.values_list("film", "seq")}


def mark_read(user: User, films: dict[str, int]) -> None:
    """What is up to these entries has been read; what came while they were shown has not."""
    now = timezone.now()
    for member in Member.objects.present().filter(user=user, film__in=list(films)):
        head = Head.objects.filter(film=member.film_id).aggregate(seq=Max("seq"))["seq"]
        seq = min(films[str(member.film_id)], head)
        Inbox.objects.get_or_create(member=member)
        Inbox.objects.filter(member=member).update(seq=Greatest("seq", seq), read_at=now)
