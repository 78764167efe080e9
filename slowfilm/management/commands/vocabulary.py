"""manage.py vocabulary: writes static/js/events.js; with --check, says whether it is stale."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from slowfilm.room.javascript_types import script


class Command(BaseCommand):
    """The room's words, for the scripts' type checker."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = settings.ROOT / "static" / "js" / "events.js"
        text = script()
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            raise CommandError("static/js/events.js is stale: run manage.py vocabulary.")
