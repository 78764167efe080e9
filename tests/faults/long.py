"""python -m tests.faults.long FILM COUNT: so many more entries in the ledger of a film; its head.

Written in one go, as long a chain would take minutes to act. Prints the head's seq as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4

import django


def grow(film: UUID, count: int) -> int:
    """Append them; the chain holds."""
    from django.db import connection, transaction

    from slowfilm.ledger import chain
    from slowfilm.ledger.models import Entry, Head

    head = Head.objects.get(film_id=film)
    prev, made = bytes(head.hash), []
    payload, salt = json.dumps({"number": 1, "title": "x" * 1000}), b"s" * 16
    digest = chain.payload_digest(salt, payload)
    for seq in range(head.seq + 1, head.seq + count + 1):
        row = {"seq": seq, "verb": "scene-added", "actor": "system", "command": uuid4()}
        row |= {"at": datetime.now(UTC), "digest": digest, "prev": prev}
        prev = chain.entry_hash(**row)
        made.append(Entry(film_id=film, payload=payload, salt=salt, hash=prev, **row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Entry.objects.bulk_create(made, batch_size=1000)
        Head.objects.filter(film_id=film).update(seq=head.seq + count, hash=prev)
    return head.seq + count


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
    django.setup()
    print(json.dumps(grow(UUID(sys.argv[1]), int(sys.argv[2]))))
