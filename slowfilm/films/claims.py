"""Claims: single-use links by which a place that came with an archive becomes somebody's.

Identity in an archive grants nothing, so each of its members has an account that nobody can use.
Who gets the link says that the place is theirs, with an account of their own.
"""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films.actions import joined
from slowfilm.films.authority import NewMember
from slowfilm.films.models import Film, Member, Team
from slowfilm.ledger import Refused, act

LASTS = timedelta(days=7)
_signer = signing.TimestampSigner(salt="slowfilm.claim", sep=".")


def link_of(account: User) -> str:
    """The path of a link by which an unclaimed account is claimed; good for `LASTS`."""
    return reverse("claim", args=[_signer.sign(account.id.hex)])


def account_of(token: str) -> User | None:
    """The account that a link makes somebody's; None when it did, or is no link any more."""
    try:
        user = User.objects.filter(id=UUID(_signer.unsign(token, max_age=LASTS))).first()
    except (signing.BadSignature, ValueError):
        return None
    return user if user and user.is_unclaimed else None


def places_of(account: User) -> list[Member]:
    """The places that an account has."""
    places = Member.objects.present().filter(user=account).select_related("film__team")
    return list(places.order_by("joined_at"))


def unclaimed(film: Film) -> list[Member]:
    """Who came with an archive and whose place nobody has claimed."""
    places = Member.objects.present().filter(film=film, user__is_active=False)
    return [place for place in places.select_related("user") if place.user.is_unclaimed]


def claim(account: User, by: User) -> None:
    """Give all that an unclaimed account has to the account of who holds its link.

    Raises Refused where somebody was faster, or where they are on the film already.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(id=account.id).first()
        places = places_of(user) if user else []
        if user is None or not places:
            raise Refused("claimed", _("Somebody has claimed this place already."))
        for place in places:
            _take(place, by)
        Team.objects.filter(founder=user).update(founder=by)
        if not user.memberships.exists():  # places taken away before stay as they are
            user.delete()


def _take(place: Member, by: User) -> None:
    """Make one place somebody's. The film's record says of it that they joined."""
    with act(place.film_id, NewMember(place.id)) as this:
        if Member.objects.filter(film=place.film_id, user=by).exists():
            raise Refused("on-it-already", _("You are on this film already."))
        if not Member.objects.present().filter(id=place.id).update(user=by):
            raise Refused("not-a-member", _("This place was taken away in the meantime."))
        place.refresh_from_db()
        this.record(joined(place))
