"""What is recorded of the record itself."""

from uuid import UUID

from slowfilm.ledger.messages import Digest, Fact


class PayloadsErased(Fact):
    """At a person's demand the payloads of these entries are gone; the chain still verifies.

    So are the bytes of `blobs`, what the person wrote, `messages` and words of `cases`, and what
    recordings that went say: words and translation of `lines`.
    `erasure` is the one that two members asked for and confirmed, of `person`.
    """

    seqs: list[int]
    blobs: list[Digest] = []
    erasure: UUID | None = None
    person: UUID | None = None
    messages: list[UUID] = []
    cases: list[UUID] = []
    lines: list[UUID] = []
