"""Long lists, a page at a time: an opaque cursor, and the next page's address in `Link`."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema

from slowfilm.ledger import Refused

M = TypeVar("M", bound=Model)
MOST = 500


class Paging(Schema):
    """Where a page begins, and how long it is."""

    after: str = Field(
        "",
        max_length=1000,
        description="Where the page before ended: taken from the `Link` header.",
        examples=[""],
    )
    limit: int = Field(100, ge=1, le=MOST, description="How many at most.", examples=[100])


def paged(
    request: HttpRequest,
    response: HttpResponse,
    rows: QuerySet[M],
    order: Sequence[str],
    page: Paging,
) -> list[M]:
    """The rows behind a cursor in an `order` that ends with a key. Raises Refused for a bad one.

    A row that comes or goes meanwhile moves no other onto another page.
    """
    try:
        if page.after:
            rows = rows.filter(_behind(order, read(page.after, len(order))))
        items = list(rows.order_by(*order)[: page.limit + 1])
    except (ValueError, ValidationError) as error:  # a cursor of another list
        raise _unreadable() from error
    if len(items) > page.limit:
        items.pop()
        link(request, response, cursor([_value(items[-1], name) for name in order]))
    return items


def link(request: HttpRequest, response: HttpResponse, after: str) -> None:
    """Say where the next page is (RFC 8288)."""
    query = request.GET.copy()
    query["after"] = after
    address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    response["Link"] = f'<{address}>; rel="next"'


def cursor(values: Sequence[Any]) -> str:
    """What names a row's place in an order."""
    text = json.dumps([value if isinstance(value, int) else str(value) for value in values])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str, length: int) -> list[Any]:
    """The values of a cursor. Raises Refused."""
    try:
        values = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    sound = isinstance(values, list) and len(values) == length
    if not sound or any(not _storable(value) for value in values):
        raise _unreadable()
    return list(values)


def _storable(value: Any) -> bool:
    """Whether the database can be asked for it."""
    if isinstance(value, str):
        return "\0" not in value and value.isprintable()
    return type(value) is int and -(2**31) <= value < 2**31


def _behind(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows that come after those values."""
    condition, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, falling = name.removeprefix("-"), name.startswith("-")
        condition |= same & Q(**{f"{field}__{'lt' if falling else 'gt'}": value})
        same &= Q(**{field: value})
    return condition


def _value(row: Any, name: str) -> Any:
    value: Any = row
    for part in name.removeprefix("-").split("__"):
        value = getattr(value, part)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _unreadable() -> Refused:
    return Refused("no-cursor", _("`after` is not a cursor of this list. Leave it out."))
