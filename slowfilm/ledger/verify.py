"""Does a film's ledger hold? Reads every entry once, in order, and names the first bad one."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from slowfilm.ledger import chain
from slowfilm.ledger.models import Entry, Head
from slowfilm.moment import one_moment

ERASURE = "payloads-erased"


@dataclass(frozen=True)
class ChainError:
    """The first entry that does not hold, and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """What was read, and the fault if there is one."""

    entries: int
    head: str
    fault: ChainError | None


@dataclass(frozen=True)
class OutsideHead:
    """A head that was once written down elsewhere: the hash of an entry, perhaps its seq."""

    hash: bytes
    seq: int | None = None

    @classmethod
    def read(cls, text: str) -> "OutsideHead":
        """From HASH or SEQ:HASH. Raises ValueError."""
        seq, _, digest = text.rpartition(":")
        if not re.fullmatch("[0-9a-f]{64}", digest.lower()):
            raise ValueError(text)
        return cls(bytes.fromhex(digest), int(seq) if seq else None)

    def lies_in(self, entries: QuerySet[Entry]) -> bool:
        """Whether a chain that holds passes through it."""
        conditions = (
            {"hash": self.hash} if self.seq is None else {"hash": self.hash, "seq": self.seq}
        )
        return entries.filter(**conditions).exists()


@one_moment()
def verify(film_id: UUID, outside: OutsideHead | None = None) -> Verdict:
    """Check a film's chain from its genesis to its head, and that it passes through `outside`.

    Without one, a tail that was cut off together with the head is not noticed: such a chain is
    what the film's own chain once was. Raises Head.DoesNotExist.
    """
    head = Head.objects.get(film_id=film_id)
    entries = Entry.objects.filter(film_id=film_id)
    seq, last, fault = follow(film_id, entries.order_by("seq").iterator(chunk_size=500))
    if fault is None and (seq, last) != (head.seq, bytes(head.hash)):
        where = seq + 1 if seq < head.seq else head.seq
        fault = ChainError(where, "the head says there is another end; entries were cut off")
    if fault is None and outside and not outside.lies_in(entries):
        where = outside.seq or seq + 1
        fault = ChainError(
            where, "the head from outside is not there; entries were cut off or replaced"
        )
    return Verdict(seq, last.hex(), fault)


def follow(film_id: UUID, entries: Iterable[Entry]) -> tuple[int, bytes, ChainError | None]:
    """Walk a chain: how far it holds, its last hash, and what breaks it."""
    seq, prev = 0, chain.genesis(film_id)
    erased: dict[int, bool] = {}  # seq of an erased payload -> named by an erasure
    for entry in entries:
        if entry.seq != seq + 1:
            return seq, prev, ChainError(seq + 1, "it is missing")
        if what := _fault(entry, prev):
            return seq, prev, ChainError(entry.seq, what)
        seq, prev = entry.seq, bytes(entry.hash)
        if entry.payload is None:
            erased.setdefault(entry.seq, False)
        elif entry.verb == ERASURE:
            named = json.loads(entry.payload)["seqs"]
            if max(named, default=0) >= entry.seq:
                return seq, prev, ChainError(entry.seq, "it erases what had not been said")
            erased.update(dict.fromkeys(named, True))
    for where in sorted(where for where, named in erased.items() if not named):
        return seq, prev, ChainError(where, "its payload is gone, and no erasure says so")
    return seq, prev, None


def _fault(entry: Entry, prev: bytes) -> str | None:
    if bytes(entry.prev) != prev:
        return "it does not follow the entry before it"
    digest = bytes(entry.digest)
    entry_digest = chain.entry_hash(
        seq=entry.seq,
        verb=entry.verb,
        actor=entry.actor,
        at=entry.at,
        command=entry.command,
        digest=digest,
        prev=prev,
    )
    if bytes(entry.hash) != entry_digest:
        return "its verb, actor, time or id was altered"
    if entry.payload is None and entry.salt is None:
        return None
    if entry.payload is None or entry.salt is None:
        return "its payload or its salt is gone; an erasure takes both"
    if chain.payload_digest(bytes(entry.salt), entry.payload) != digest:
        return "its payload was altered"
    return None
