"""The statements of every act, by hand: while one runs, all others of its film wait for it."""

from dataclasses import dataclass
from uuid import UUID

from slowfilm import prepared
from slowfilm.ledger.actors import Actor, Answer
from slowfilm.ledger.models import Entry, Head

LOCK = "SELECT seq, hash FROM slowfilm_head WHERE film_id = %s FOR UPDATE"
# Written so that only the index that begins with the command can serve: of two that fit, a plan
# that is kept from when a film was new may have the wrong one.
DONE = "SELECT id FROM slowfilm_entry WHERE command = %s AND film_id::text = %s"
APPEND = """
WITH moved AS (UPDATE slowfilm_head SET seq = %(seq)s, hash = %(hash)s WHERE film_id = %(film)s)
INSERT INTO slowfilm_entry
    (film_id, seq, verb, actor, at, command, payload, salt, digest, prev, hash)
VALUES
    (%(film)s, %(seq)s, %(verb)s, %(actor)s, %(at)s, %(command)s,
     %(payload)s, %(salt)s, %(digest)s, %(prev)s, %(hash)s)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A film's head, now locked; the entry of the same command, if it was done before."""

    head: Head
    done: Entry | None
    answer: Answer  # whether the actor may


def begin(film_id: UUID, actor: Actor, command: UUID) -> Beginning | None:
    """Lock a film's head, then look at what may have changed while one waited for it.

    One statement after another: each sees what was committed before it began. None: no such film.
    """
    with prepared.together():
        lock = prepared.ask(LOCK, [film_id])
        done = prepared.ask(DONE, [command, str(film_id)])
        answer = actor.ask(film_id)
        locked, repeated = lock.fetchone(), done.fetchone()
    if locked is None:
        return None
    seq, hash_ = locked
    entry = Entry.objects.get(pk=repeated[0]) if repeated else None
    return Beginning(Head(film_id=film_id, seq=seq, hash=hash_), entry, answer)


def append(entry: Entry) -> None:
    """Write an entry and move its film's head on, in one statement."""
    returned = prepared.one(
        APPEND,
        {
            "film": entry.film_id,
            "seq": entry.seq,
            "verb": entry.verb,
            "actor": str(entry.actor),
            "at": entry.at,
            "command": entry.command,
            "payload": entry.payload,
            "salt": entry.salt,
            "digest": entry.digest,
            "prev": entry.prev,
            "hash": entry.hash,
        },
    )
    assert returned is not None
    entry.pk = returned[0]
