"""One act of one actor on one film: head locked first, one transaction, one entry."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from slowfilm.ledger import chain, statements, wire
from slowfilm.ledger.actors import Actor
from slowfilm.ledger.messages import Fact, verb_of
from slowfilm.ledger.models import Entry, Head
from slowfilm.ledger.refused import Refused


@dataclass
class Act:
    """An act under way. `done` is the entry it made the first time, if this is a repeat."""

    film_id: UUID
    actor: Actor
    command: UUID
    head: Head
    at: datetime
    done: Entry | None = None
    entry: Entry | None = field(default=None, init=False)
    salt: bytes = field(default_factory=lambda: os.urandom(16), init=False)

    def seal(self, row: Model, *columns: str) -> str:
        """The digest by which this act's entry binds columns of a row that not everybody may see.

        Taken of what the database gives back, since jsonb rewrites numbers.
        """
        values = type(row)._base_manager.filter(pk=row.pk).values(*columns).get()
        return chain.seal(self.salt, values)

    def record(self, payload: Fact) -> Entry:
        """Append the one entry of this act and, once committed, send it to every screen."""
        if self.entry is not None:
            raise RuntimeError("an act makes one entry")
        text = chain.canonical(payload.model_dump(mode="json"))
        digest = chain.payload_digest(self.salt, text)
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
            salt=self.salt,
            digest=digest,
            prev=prev,
            hash=hash_,
        )
        statements.append(entry)
        transaction.on_commit(lambda: wire.publish(entry))
        return entry


@contextmanager
def act(
    film_id: UUID, actor: Actor, command: UUID | None = None, *, right: str | None = None
) -> Iterator[Act]:
    """Open an act. Locks the film's head before anything is read.

    Had the head been locked last, a check could pass on what another act is just changing. Under
    that lock the actor is asked too: whether it is still there, by what it came, and its `right`.
    Leaving without record() is right only when `done` is set. Raises Refused from within.
    """
    with transaction.atomic():
        command = command or uuid4()
        state = statements.begin(film_id, actor, command)
        if state is None:
            raise Refused("no-film", _("There is no such film."))
        if state.done is None:
            state.answer(right)
        elif state.done.actor != actor:
            raise Refused("conflict", _("This id belongs to another act. Use a new one."))
        yield Act(film_id, actor, command, state.head, timezone.now(), state.done)
