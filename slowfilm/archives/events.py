"""What is asked for and recorded of archives."""

from slowfilm.ledger.messages import Command, Digest, Fact


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
    """A film read back in from an archive: the chain it came with goes on from `head`."""

    entries: int
    head: Digest
