"""How far a member has read. It is theirs alone, so no film's record says it."""

from slowfilm.accounts.models import User
from slowfilm.films.models import Member
from slowfilm.inbox.models import Inbox
from slowfilm.ledger.models import Entry, Head


def seen(user: User) -> dict[str, int]:
    """Where the records of a user's films stand: to be said again by `mark_read`."""
    heads = Head.objects.filter(film__members__in=Member.objects.present().filter(user=user))
    return {str(film): seq for film, seq in heads.values_list("film", "seq")}


def mark_read(user: User, films: dict[str, int]) -> None:
    """What is up to these entries has been read; what came while they were shown has not."""
    for member in Member.objects.present().filter(user=user, film__in=list(films)):
        shown = Entry.objects.filter(film=member.film_id, seq__lte=films[str(member.film_id)])
        last = shown.order_by("-seq").values("seq", "at").first()
        if last is None:
            continue
        Inbox.objects.get_or_create(member=member)
        Inbox.objects.filter(member=member, seq__lt=last["seq"]).update(
            seq=last["seq"], read_at=last["at"]
        )
