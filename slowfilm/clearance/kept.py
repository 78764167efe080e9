"""The guard of rows that stay as they were said."""

from slowfilm.ledger.chained import ERASURES
from slowfilm.ledger.guards import Guard, differs


def kept(*may_change: str, why: str) -> tuple[Guard, ...]:
    """Rows that stay, and of which only these columns may change."""
    return (
        Guard("unchanged", "UPDATE OR DELETE", why, differs(may_change)),
        Guard("unchanged_truncate", "TRUNCATE", why),
    )


def kept_but_erased(*may_change: str, words: str, listed: str, why: str) -> tuple[Guard, ...]:
    """The same; but what stands in the column `words` may be emptied, by an erasure.

    That erasure names the row's id in its list `listed`.
    """
    emptied = f"NEW.{words} IS DISTINCT FROM OLD.{words}"
    altered = f"({differs((*may_change, words))}) OR ({emptied} AND NEW.{words} <> '')"
    named = f"erasure.payload::jsonb -> '{listed}' @> to_jsonb(NEW.id::text)"
    return (
        Guard("unchanged", "UPDATE OR DELETE", why, altered),
        Guard("unchanged_truncate", "TRUNCATE", why),
        Guard(
            "erased_by_name",
            "UPDATE",
            "no erasure names it",
            f"{emptied} AND NOT EXISTS (SELECT {ERASURES} AND {named})",
            deferred=True,
        ),
    )
