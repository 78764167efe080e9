"""What a page says while the database is full or away: a sentence, and that nothing was done."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


class OutOfReach:
    """Middleware: 503 instead of 500, so that scripts know to come again."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page, if it is that. Made without asking the database who reads it."""
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        log.warning("the record cannot be reached: %s", error)
        return HttpResponse(render_to_string("503.html"), status=503)
