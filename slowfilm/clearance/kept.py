"""The guard of rows that stay as they were said."""

from slowfilm.ledger.guards import Guard, differs


def kept(*may_change: str, why: str) -> tuple[Guard, ...]:
    """Rows that stay, and of which only these columns may change."""
    return (
        Guard("unchanged", "UPDATE OR DELETE", why, differs(may_change)),
        Guard("unchanged_truncate", "TRUNCATE", why),
    )
