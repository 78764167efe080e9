"""What it takes to prove a film of 50,000 entries: its chain, then every row against them."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import uuid4

import pytest

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.ledger import chain
from slowfilm.ledger.messages import Fact, verb_of
from slowfilm.ledger.models import Entry, Head
from slowfilm.ledger.verify import verify
from slowfilm.reviews.events import NoteWritten, StrokeDrawn
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots.models import Draft
from tests import make
from tests.benchmarks import measure
from tests.benchmarks.test_growth import points

pytestmark = pytest.mark.bench
ENTRIES, NOTES_ONE_IN, LIMIT = 50_000, 10, 30.0
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_verify() -> None:
    draft = make.draft(make.film(), frames=1000)
    write(draft)
    before, began = measure.rss(os.getpid()), time.perf_counter()
    verdict = verify(draft.film_id)
    chained = time.perf_counter() - began
    compared = verify_rows(draft.film_id)
    took = time.perf_counter() - began
    grown = (measure.rss(os.getpid()) - before) / 1e6
    assert (verdict.fault, compared.fault) == (None, None)
    assert verdict.entries == ENTRIES
    assert compared.rows > ENTRIES - 100
    measure.told("verify-50000-chain", chained, "s", "of which its hashes")
    measure.told("verify-50000-memory", grown, "MB", f"for {compared.rows} rows")
    measure.line(f"verify-{ENTRIES}", took, "s", f"≤ {LIMIT:.0f} s", took <= LIMIT)


def write(draft: Draft) -> None:
    """Draw and write on a draft until its film has that many entries, as the actions would."""
    head = Head.objects.get(film=draft.film_id)
    actor = str(make.director(draft.film).actor)
    with make.past_the_guards():
        following = acts(draft, actor, head)
        while few := list(islice(following, 500)):
            Entry.objects.bulk_create([entry for entry, _row in few])
            for kind in (Stroke, Note):
                kind.objects.bulk_create([row for _entry, row in few if isinstance(row, kind)])
        Head.objects.filter(film=head.film_id).update(seq=head.seq, hash=head.hash)


def acts(draft: Draft, actor: str, head: Head) -> Iterator[tuple[Entry, Stroke | Note]]:
    """One entry after another, each with its row; the head moves on."""
    while head.seq < ENTRIES:
        at, id_ = BEGAN + timedelta(milliseconds=head.seq), uuid4()
        row: Stroke | Note
        said: Fact
        if head.seq % NOTES_ONE_IN:
            ink = {"frame": head.seq % draft.frames, "tool": "pen", "colour": "#e8b04b"}
            said = StrokeDrawn(draft=draft.id, width=40, points=points(), **ink)
            drawn = {"actor": actor, "seq": head.seq + 1, "drawn_at": at}
            points_ = chain.canonical(said.points)
            row = Stroke(id=id_, draft=draft, width=40, points=points_, **ink, **drawn)
        else:
            words = {"first": 3, "last": 9, "kind": "change", "text": "Slower. " * 20}
            said = NoteWritten(draft=draft.id, reason="", parent=None, mentions=[], **words)
            row = Note(id=id_, draft=draft, actor=actor, written_at=at, **words)
        yield entry(head, said, actor, at, id_), row


def entry(head: Head, said: Fact, actor: str, at: datetime, command: object) -> Entry:
    """The next entry; the head moves on to it."""
    payload, salt = chain.canonical(said.model_dump(mode="json")), os.urandom(16)
    about = {"seq": head.seq + 1, "verb": verb_of(type(said)), "actor": actor, "at": at}
    linked = {"digest": chain.payload_digest(salt, payload), "prev": bytes(head.hash)}
    hash_ = chain.entry_hash(command=command, **about, **linked)
    head.seq, head.hash = head.seq + 1, hash_
    stored = {"command": command, "payload": payload, "salt": salt, "hash": hash_}
    return Entry(film_id=head.film_id, **about, **linked, **stored)
