"""manage.py archive FILM FILE: takes a film out as one zip."""

from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from slowfilm.archives import signature
from slowfilm.archives.exporter import Incomplete, take_out
from slowfilm.management.studio import StudioCommand
from slowfilm.models import Film
from slowfilm.storage import Full


class Command(StudioCommand):
    """Records, ledger and media, whole."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_film(parser)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, film: UUID, file: Path, **options: Any) -> None:
        try:
            if file.exists():
                raise CommandError(f"{file} exists already.")
            about = take_out(film, file, lambda share: None)
        except (Film.DoesNotExist, Incomplete, Full, OSError) as error:
            with suppress(OSError):
                file.unlink(missing_ok=True)
            raise CommandError(_why(film, error)) from error
        self.stdout.write(f"{about['title']}: {about['entries']} entries, head {about['head']}")
        self.stdout.write(f"Signed with this studio's key, {signature.own_fingerprint()}.")


def _why(film: UUID, error: Exception) -> str:
    match error:
        case Film.DoesNotExist():
            return f"There is no film {film}."
        case Incomplete():
            return f"{len(error.missing)} files are not in the store: {error}"
        case Full():
            return "The disk is full. No part of the archive is kept."
    return str(error)
