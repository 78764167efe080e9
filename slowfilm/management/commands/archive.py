"""manage.py archive FILM FILE: takes a film out as one zip."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from slowfilm.archives.out import Incomplete, take_out
from slowfilm.models import Film


class Command(BaseCommand):
    """Records, ledger and media, whole."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("film", type=UUID)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, film: UUID, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already.")
        try:
            about = take_out(film, file, lambda share: None)
        except Film.DoesNotExist as error:
            file.unlink(missing_ok=True)
            raise CommandError(f"There is no film {film}.") from error
        except Incomplete as error:
            file.unlink(missing_ok=True)
            raise CommandError(
                f"{len(error.missing)} files are not in the store: {error}"
            ) from error
        self.stdout.write(f"{about['title']}: {about['entries']} entries, head {about['head']}")
