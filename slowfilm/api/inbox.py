"""The HTTP API's part for the inbox: what concerns the caller, on all their films."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import caller
from slowfilm.api.paging import Paging, cursor, link, read
from slowfilm.films.models import Member
from slowfilm.films.pace import pace
from slowfilm.inbox.found import found
from slowfilm.inbox.items import shown
from slowfilm.inbox.reading import mark_read, seen
from slowfilm.inbox.remembered import unread_remembered
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment

router = Router()


class ItemOut(Schema):
    """One thing: mention, answer, approved, changes, broken, locked or finished.

    `words` are those of whoever it is from, `link` a path of this site, `seq` its entry's.
    """

    kind: str
    film: UUID
    sentence: str
    words: str
    at: datetime
    link: str
    unread: bool
    seq: int


class CountOut(Schema):
    """How many things are unread, and where the records of one's films stand now."""

    unread: int
    seen: dict[str, int]


class ReadIn(Schema):
    """Up to which entry of each film one has read: a film's id, and a `seq`."""

    seen: dict[UUID, Annotated[int, Field(ge=0, le=2**53)]] = Field(max_length=1000)


@router.get("/inbox", response=list[ItemOut], tags=["inbox"], operation_id="inbox")
@one_moment()
def inbox(request: HttpRequest, response: HttpResponse, page: Query[Paging]) -> Any:
    """What concerns the caller on all their films, the newest first."""
    before = _moment(read(page.after, 1)[0]) if page.after else None
    rows = list(found(caller(request)[0].id, before, page.limit))
    if len(rows) == page.limit:
        link(request, response, cursor([rows[-1].at.isoformat()]))
    return [
        {**{name: getattr(item, name) for name in ItemOut.model_fields}, "film": item.film.id}
        for item in shown(rows)
    ]


@router.get("/inbox/count", response=CountOut, tags=["inbox"], operation_id="inbox_count")
@one_moment()
def count(request: HttpRequest) -> Any:
    """How many things the caller has not read; `seen` is what to send to mark all of it read."""
    user = caller(request)[0]
    return {"unread": unread_remembered(user.id), "seen": seen(user)}


@router.post("/inbox/read", response=CountOut, tags=["inbox"], operation_id="read_inbox")
def mark(request: HttpRequest, asked: ReadIn) -> Any:
    """Mark as read what lies up to an entry of each film. Films one is not on are passed over."""
    user = caller(request)[0]
    for member in Member.objects.present().filter(user=user).values_list("id", flat=True)[:1]:
        pace.keep(member, len(request.body))
    mark_read(user, {str(film): seq for film, seq in asked.seen.items()})
    return count(request)


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused("no-cursor", _("`after` is not a cursor of this list. Leave it out."))
    return moment
