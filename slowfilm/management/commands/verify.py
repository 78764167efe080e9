"""manage.py verify FILM: proves a film's ledger, or names the first bad entry."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from slowfilm.archives.media import damaged
from slowfilm.ledger.models import Head
from slowfilm.ledger.verify import verify
from slowfilm.management.studio import StudioCommand


class Command(StudioCommand):
    """Every hash from the genesis to the head; with --media, every blob's bytes too."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_film(parser)
        parser.add_argument("--media", action="store_true", help="read every blob as well")

    def handle(self, *args: Any, film: UUID, media: bool, **options: Any) -> None:
        try:
            verdict = verify(film)
        except Head.DoesNotExist as error:
            raise CommandError(f"There is no film {film}.") from error
        if verdict.fault:
            raise CommandError(f"Entry {verdict.fault.seq}: {verdict.fault.what}.")
        if media and (bad := list(damaged(film))):
            raise CommandError(f"{len(bad)} blobs are not what they were: {', '.join(bad)}")
        self.stdout.write(f"{verdict.entries} entries hold. Head: {verdict.head}")
