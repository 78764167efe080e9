"""What is asked for and recorded of archives."""

from uuid import UUID

from slowfilm.archives.signature import State
from slowfilm.ledger.messages import Command, Digest, Fact, Message


class Account(Message):
    """Who was known by one account in the studio an archive comes from has another in this one."""

    was: UUID
    now: UUID


class AskArchive(Command):
    """Have everything of the film written into one archive."""


class ArchiveAsked(Fact):
    """Everything of the film is to be written into one archive."""


class ArchiveFailed(Fact):
    """No archive was written."""

    error: str


class FilmTakenOut(Fact):
    """Everything of the film was written into one archive."""

    archive: Digest
    size: int


class FilmBroughtIn(Fact):
    """A film read back in from an archive: the chain it came with goes on from `head`.

    `signed` says whose key had signed the head: this studio's, a known one's (`studio` is its
    name), an unknown one, or nobody. `outside` is the entry whose hash was known from outside.
    """

    entries: int
    head: Digest
    accounts: list[Account]
    signed: State = "unsigned"
    key: str = ""
    studio: str = ""
    outside: int | None = None
