"""manage.py vocabulary: writes what follows from the declarations; --check says if it is stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from slowfilm.room.javascript_types import script
from slowfilm.room.protocol_tables import written_into


class Command(BaseCommand):
    """The room's words, for the scripts' type checker and for whoever writes a client."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        for path, text in written().items():
            if not check:
                path.write_text(text)
            elif path.read_text() != text:
                where = path.relative_to(settings.ROOT)
                raise CommandError(f"{where} is stale: run manage.py vocabulary.")


def written() -> dict[Path, str]:
    """Each file that is written, with what it should hold."""
    protocol = settings.ROOT / "docs" / "protocol.md"
    return {
        settings.ROOT / "static" / "js" / "room" / "events.js": script(),
        protocol: written_into(protocol.read_text()),
    }
