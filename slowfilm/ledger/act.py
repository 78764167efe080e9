"""One act of one actor on one film: head locked first, one transaction, one entry."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slowfilm.ledger import chain, statements, wire
from slowfilm.ledger.events import Fact, verb_of
from slowfilm.ledger.models import Entry, Head


class Refused(Exception):
    """An act that may not be. `code` is for programs, `reason` a sentence for the person."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass
class Act:
    """An act under way. `done` is the entry it made the first time, if this is a repeat."""

    film_id: UUID
    actor: str
    command: UUID
    head: Head
    at: datetime
    done: Entry | None = None
    entry: Entry | None = field(default=None, init=False)

    def record(self, payload: Fact) -> Entry:
        """Append the one entry of this act and, once committed, send it to every screen."""
        if self.entry is not None:
            raise RuntimeError("an act makes one entry")
        text = chain.canonical(payload.model_dump(mode="json"))
        salt = os.urandom(16)
        digest = chain.payload_digest(salt, text)
        seq, prev, verb = self.head.seq + 1, bytes(self.head.hash), verb_of(type(payload))
        hash_ = chain.entry_hash(
            seq=seq,
            verb=verb,
            actor=self.actor,
            at=self.at,
            command=self.command,
            digest=digest,
            prev=prev,
        )
        self.entry = entry = Entry(
            film_id=self.film_id,
            seq=seq,
            verb=verb,
            actor=self.actor,
            at=self.at,
            command=self.command,
            payload=text,
            salt=salt,
            digest=digest,
            prev=prev,
            hash=hash_,
        )
        statements.append(entry)
        transaction.on_commit(lambda: wire.publish(entry))
        return entry


@contextmanager
def act(
    film_id: UUID, actor: str, command: UUID | None = None, *, joining: bool = False
) -> Iterator[Act]:
    """Open an act. Locks the film's head before anything is read.

    Had the head been locked last, a check could pass on what another act is just changing. A
    member removed meanwhile is refused; one who is `joining` by this act has no place yet.
    Leaving without record() is right only when `done` is set. Raises Refused from within.
    """
    with transaction.atomic():
        command = command or uuid4()
        found = statements.begin(film_id, actor, command)
        if found is None:
            raise Refused("no-film", _("There is no such film."))
        if not (found.present or found.done or joining):
            raise Refused("not-a-member", _("You are not a member of this film any more."))
        yield Act(film_id, actor, command, found.head, timezone.now(), found.done)
