"""The statements of every act, by hand: while one runs, all others of its film wait for it."""

from uuid import UUID

from slowfilm import prepared
from slowfilm.ledger.models import Entry, Head

LOCK = "SELECT seq, hash FROM slowfilm_head WHERE film_id = %s FOR UPDATE"
DONE = "SELECT id FROM slowfilm_entry WHERE film_id = %s AND actor = %s AND command = %s"
APPEND = """
WITH moved AS (UPDATE slowfilm_head SET seq = %(seq)s, hash = %(hash)s WHERE film_id = %(film)s)
INSERT INTO slowfilm_entry
    (film_id, seq, verb, actor, at, command, payload, salt, digest, prev, hash)
VALUES
    (%(film)s, %(seq)s, %(verb)s, %(actor)s, %(at)s, %(command)s,
     %(payload)s, %(salt)s, %(digest)s, %(prev)s, %(hash)s)
RETURNING id
"""


def begin(film_id: UUID, actor: str, command: UUID) -> tuple[Head | None, Entry | None]:
    """Lock a film's head, then look whether the command was done before.

    Two statements: the second sees what was committed while the first waited for the lock.
    """
    with prepared.together():
        lock = prepared.ask(LOCK, [film_id])
        # Of the indexes that begin with the film, one is right; which, shows only as it grows.
        done = prepared.ask(DONE, [film_id, actor, command], keep_plan=False)
        locked, repeated = lock.fetchone(), done.fetchone()
    if locked is None:
        return None, None
    seq, hash_ = locked
    entry = Entry.objects.get(pk=repeated[0]) if repeated else None
    return Head(film_id=film_id, seq=seq, hash=hash_), entry


def append(entry: Entry) -> None:
    """Write an entry and move its film's head on, in one statement."""
    returned = prepared.one(
        APPEND,
        {
            "film": entry.film_id,
            "seq": entry.seq,
            "verb": entry.verb,
            "actor": entry.actor,
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
