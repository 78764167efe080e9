"""The number beside "Inbox" on every page."""

from collections.abc import Callable

from django.http import HttpRequest

from slowfilm.inbox.remembered import unread_remembered


def inbox(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """`inbox_count`: asked only by a template that shows it."""

    def count() -> int:
        user = getattr(request, "user", None)
        return unread_remembered(user.id) if user is not None and user.is_authenticated else 0

    return {"inbox_count": count}
