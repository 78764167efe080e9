"""manage.py verify FILM: proves a film's ledger and its rows, or names what is bad first."""

from argparse import ArgumentTypeError
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from slowfilm.archives.media import damaged
from slowfilm.archives.verify_rows import verify_rows
from slowfilm.ledger.models import Head
from slowfilm.ledger.verify import OutsideHead, verify
from slowfilm.management.studio import StudioCommand
from slowfilm.storage import all_erased

PASSES = "The chain passes through the head you gave."
NO_HEAD = (
    "No outside head was given (--head HASH): "
    "a tail cut off together with the head would not be noticed."
)


class Command(StudioCommand):
    """Every hash from the genesis to the head, and every row that follows from the entries.

    With --media every blob's bytes too; with --head also that the chain passes through a head
    known from outside.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_film(parser)
        parser.add_argument("--media", action="store_true", help="read every blob as well")
        parser.add_argument(
            "--head",
            metavar="[SEQ:]HASH",
            type=head_from_outside,
            help="a head that this command printed earlier, kept outside the database",
        )

    def handle(
        self, *args: Any, film: UUID, media: bool, head: OutsideHead | None, **options: Any
    ) -> None:
        try:
            verdict = verify(film, head)
        except Head.DoesNotExist as error:
            raise CommandError(f"There is no film {film}.") from error
        if verdict.fault:
            raise CommandError(f"Entry {verdict.fault.seq}: {verdict.fault.what}.")
        compared = verify_rows(film)
        if compared.fault:
            raise CommandError(f"{compared.fault}.")
        if media and (bad := list(damaged(film))):
            raise CommandError(f"{len(bad)} blobs are not what they were: {', '.join(bad)}")
        self.stdout.write(f"{verdict.entries} entries hold. Head: {verdict.head}")
        self.stdout.write(f"{compared.rows} rows are what the entries say.")
        if compared.erased:
            sentence = "payloads are erased: what they said can't be compared."
            self.stdout.write(f"{compared.erased} {sentence}")
        if gone := len(all_erased(film)):
            self.stdout.write(f"{gone} files are erased, as the entries say.")
        self.stdout.write(PASSES if head else NO_HEAD)


def head_from_outside(text: str) -> OutsideHead:
    """A head as it was written down. Raises ArgumentTypeError."""
    try:
        return OutsideHead.read(text)
    except ValueError as error:
        message = f"{text} is no head: HASH or SEQ:HASH, the hash as 64 hexadecimal digits"
        raise ArgumentTypeError(message) from error
