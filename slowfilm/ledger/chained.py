"""The ledger's own tables: verify.py checks them by their hashes."""

from slowfilm.ledger.guards import Guard
from slowfilm.ledger.models import Entry, Head
from slowfilm.ledger.records import Record

CHAINED = "a chain of hashes; it is checked by itself"
APPEND_ONLY = "the ledger is append-only"
KEPT = "a film keeps its ledger"
# The only change an entry knows is the erasure of its payload together with its salt.
NOT_ERASED = "NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL" + "".join(
    f" OR NEW.{field.column} IS DISTINCT FROM OLD.{field.column}"
    for field in Entry._meta.concrete_fields
    if field.name not in ("payload", "salt")
)

ERASURES = (
    "FROM slowfilm_entry erasure WHERE erasure.film_id = NEW.film_id"
    " AND erasure.verb = 'payloads-erased'"
)
# Asked when the transaction ends, so that the erasure itself may come after what it names.
ERASED_BY_NAME = Guard(
    "erased_by_name",
    "UPDATE",
    "no erasure names it",
    f"NEW.payload IS NULL AND NOT EXISTS (SELECT {ERASURES} AND erasure.seq > NEW.seq"
    " AND erasure.payload::jsonb -> 'seqs' @> to_jsonb(NEW.seq))",
    deferred=True,
)

RECORDS = (
    Record(
        Head,
        outside=CHAINED,
        archived=False,
        guards=(
            Guard(
                "moves_on",
                "UPDATE",
                "it moves on by one",
                "NEW.film_id <> OLD.film_id OR NEW.seq <> OLD.seq + 1",
            ),
            Guard("kept", "DELETE", KEPT),
            Guard("kept_truncate", "TRUNCATE", KEPT),
        ),
    ),
    Record(
        Entry,
        outside=CHAINED,
        archived=False,
        guards=(
            Guard("unchanged", "UPDATE", APPEND_ONLY, NOT_ERASED),
            ERASED_BY_NAME,
            Guard("kept", "DELETE", APPEND_ONLY),
            Guard("kept_truncate", "TRUNCATE", APPEND_ONLY),
        ),
    ),
)
