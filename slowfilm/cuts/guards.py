"""What a cut's lock ends, said in the database: no version comes, changes or goes any more."""

from django.db.models import Model

from slowfilm.ledger.guards import Guard, value_of

LOCKED = "locked_at IS NOT NULL"
NOT_EMPTIED = Guard(
    "cut_locked_truncate",
    "TRUNCATE",
    "a cut is locked",
    f"EXISTS (SELECT FROM slowfilm_cut WHERE {LOCKED})",
)
CUT = (Guard("cut_locked", "UPDATE OR DELETE", "the cut is locked", f"OLD.{LOCKED}"), NOT_EMPTIED)


def in_cut(model: type[Model], lookup: str = "cut") -> tuple[Guard, ...]:
    """Rows that lie in a cut stand still once it is locked, and none comes in or goes out."""
    was, is_ = (value_of(model, lookup, row) for row in ("OLD", "NEW"))
    locked = f"EXISTS (SELECT FROM slowfilm_cut WHERE id IN ({was}, {is_}) AND {LOCKED})"
    on = "INSERT OR UPDATE OR DELETE"
    return Guard("cut_locked", on, "the cut is locked", locked), NOT_EMPTIED
