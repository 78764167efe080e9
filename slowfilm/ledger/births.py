"""No row is born without its entry: the guard that follows from a record's rules."""

from slowfilm.ledger.guards import Guard, column_of, value_of
from slowfilm.ledger.messages import verb_of
from slowfilm.ledger.records import Record


def guards_of(record: Record) -> tuple[Guard, ...]:
    """All guards of a table: those declared, and that of its birth."""
    return record.guards if record.outside else (*record.guards, birth(record))


def birth(record: Record) -> Guard:
    """A row bears the id of an entry of its film that makes such rows, or nothing makes any.

    Asked when the transaction ends. Of the entry's indexes only that by command can serve: a plan
    that is kept from when a film was new would else read all entries of the film one day.
    """
    if not record.made_by:
        return Guard("born", "INSERT", "nothing makes such a row", deferred=True)
    film = value_of(record.model, record.film, "NEW")
    verbs = ", ".join(sorted(f"'{verb_of(rule.fact)}'" for rule in record.made_by))
    conditions = [
        f"command = NEW.{column_of(record.model, record.bearer)}",
        f"film_id::text = {film}::text",
        f"verb IN ({verbs})",
        *_counted(record),
    ]
    entry = f"SELECT FROM slowfilm_entry WHERE {' AND '.join(conditions)}"
    return Guard("born", "INSERT", "no entry says so", f"NOT EXISTS ({entry})", deferred=True)


def _counted(record: Record) -> list[str]:
    """Of rows that one entry makes: no more of them than its list is long."""
    if not record.order:
        return []
    (field,) = {rule.each for rule in record.made_by}
    place = f"NEW.{column_of(record.model, record.order)}"
    return [f"jsonb_array_length(payload::jsonb -> '{field}') > {place}"]
