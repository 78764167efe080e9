"""manage.py import_film FILE: reads a film's archive into this studio, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from slowfilm.archives.importer import Unreadable, import_film
from slowfilm.storage import Full


class Command(BaseCommand):
    """The chain must hold, and every file be what it was."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
            film = import_film(file)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        except Full as error:
            raise CommandError("The disk is full. Nothing of the film stays here.") from error
        self.stdout.write(f"{film.title} is here: {film.id}")
