"""Are a film's rows what its entries say? Replays the entries, then reads every row once.

Of each column only its short value is kept, of a longer one its SHA-256: a film of 50,000 entries
takes some dozens of megabytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from slowfilm.ledger import chain
from slowfilm.ledger.messages import Fact
from slowfilm.ledger.models import Entry
from slowfilm.ledger.records import EVERY, Record, Rule, Said, by_verb

LONGEST = 64  # characters of a value that is kept as it is
NEVER = 2**63 - 1  # the place of what no entry says, after all entries
CHUNK = 1000
KEPT_AS_THEY_ARE = (date, int, UUID)  # a moment is a date too


@dataclass(frozen=True)
class RowFault:
    """A row that differs from what entry `seq` said of it; None where no entry said it."""

    seq: int | None
    table: str
    key: str
    column: str
    what: str

    def __str__(self) -> str:
        entry = "" if self.seq is None else f"Entry {self.seq}: "
        column = f", {self.column}" if self.column else ""
        return f"{entry}{self.table} {self.key}{column}: {self.what}"


@dataclass(frozen=True)
class Compared:
    """What was read: rows, and entries whose payload is erased, so that it can't be compared."""

    rows: int
    erased: int
    fault: RowFault | None


class Contradiction(Exception):
    """An entry that cannot follow those before it."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands in place of sealed columns: the digest of them all."""

    salt: bytes
    digest: str
    columns: tuple[str, ...]


UNKNOWN = object()  # what an erased payload said


class Row:
    """What entries said of a row: a value for each column that is not free, and by which entry."""

    __slots__ = ("later", "seq", "values")

    def __init__(self, seq: int, values: dict[str, Any]) -> None:
        self.seq, self.values = seq, values
        self.later: dict[str, int] | None = None

    def say(self, seq: int, values: dict[str, Any]) -> None:
        """Another entry says something else."""
        self.values |= values
        self.later = (self.later or {}) | dict.fromkeys(values, seq)

    def said(self, column: str) -> int:
        """The entry that last said a column."""
        return (self.later or {}).get(column, self.seq)


@dataclass
class Table:
    """What entries said of one table's rows."""

    rows: dict[str, Row] = field(default_factory=dict)
    perhaps: set[str] = field(default_factory=set)  # ids of erased entries that may have made rows
    lacking: int = 0  # rows that an erased entry took away, nobody knows which


def compare(film_id: UUID, records: Sequence[Record]) -> Compared:
    """Compare a film's rows with its entries; to be called in a transaction that sees one moment.

    The fault is the first by the order of the entries; a row that no entry made comes last.
    """
    replay = Replay(records)
    try:
        for entry, salt in entries(film_id):
            replay.take(entry, salt)
    except Contradiction as contradiction:
        return Compared(0, replay.erased, contradiction.fault)
    count, first = 0, None
    for record in records:
        if record.outside:
            continue
        for fault in _faults(record, replay.tables[record.model], film_id):
            if fault is None:
                count += 1
            elif first is None or _place(fault) < _place(first):
                first = fault
    return Compared(count, replay.erased, first)


def _place(fault: RowFault) -> int:
    return NEVER if fault.seq is None else fault.seq


def entries(film_id: UUID) -> Iterator[tuple[Said, tuple[str, bytes]]]:
    """A film's entries in order, payloads as their text; beside each its verb and salt."""
    rows = Entry.objects.filter(film_id=film_id).order_by("seq")
    columns = ("seq", "verb", "actor", "at", "command", "payload", "salt")
    for seq, verb, actor, at, command, payload, salt in rows.values_list(*columns).iterator(CHUNK):
        yield Said(film_id, seq, actor, at, command, payload), (verb, bytes(salt or b""))


class Replay:
    """The entries taken one after another, and what follows from them for each table."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.rules = by_verb(records)
        self.tables = {record.model: Table() for record in records}
        self.erased = 0

    def take(self, entry: Said, head: tuple[str, bytes]) -> None:
        """One entry more. Raises Contradiction."""
        verb, salt = head
        self.erased += entry.payload is None
        rules = self.rules.get(verb, [])
        if rules and entry.payload is not None:
            entry = _read(entry, rules[0][1].fact)
        for record, rule in rules:
            table = self.tables[record.model]
            if entry.payload is None:
                _forget(table, record, rule, entry)
            elif rule.does == "replaces":
                _replace(table, rule, entry)
            else:
                for item in rule.items(entry):
                    DOES[rule.does](table, record, rule, item, salt)


def _read(entry: Said, fact: type[Fact]) -> Said:
    """With the payload read. Raises Contradiction."""
    try:
        payload = fact.model_validate_json(entry.payload)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        what = f"its payload is none of {fact.__name__} ({where or 'no object'})"
        raise Contradiction(
            RowFault(entry.seq, "slowfilm_entry", str(entry.command), "payload", what)
        ) from error
    return Said(entry.film, entry.seq, entry.actor, entry.at, entry.command, payload)


def _make(table: Table, record: Record, rule: Rule, entry: Said, salt: bytes) -> None:
    key = _key(rule.columns[name].of(entry) for name in record.key)
    row = table.rows.get(key)
    if row is None:
        table.rows[key] = Row(entry.seq, _told(rule, entry, salt))
    elif rule.again is None:
        raise Contradiction(_fault(record, entry, key, "it is made a second time"))
    elif rule.again:
        values = _told(rule, entry, salt)
        row.say(entry.seq, {name: values[name] for name in rule.again})


def _change(table: Table, record: Record, rule: Rule, entry: Said, salt: bytes) -> None:
    target = None if rule.key is EVERY else _row(table, record, rule, entry)
    rows = table.rows.values() if rule.key is EVERY else [target] if target else []
    for row in rows:
        row.say(entry.seq, _told(rule, entry, salt))


def _remove(table: Table, record: Record, rule: Rule, entry: Said, salt: bytes) -> None:
    if _row(table, record, rule, entry) is not None:
        assert rule.key is not None
        del table.rows[str(rule.key.of(entry))]


def _replace(table: Table, rule: Rule, entry: Said) -> None:
    """All at once: what one item says is new may be old for another."""
    ((column, new),) = rule.columns.items()
    old = rule.key
    assert old is not None
    instead = {kept(old.of(item)): kept(new.of(item)) for item in rule.items(entry)}
    for row in table.rows.values():
        if row.values[column] in instead:
            row.say(entry.seq, {column: instead[row.values[column]]})


DOES = {"makes": _make, "changes": _change, "removes": _remove}


def _row(table: Table, record: Record, rule: Rule, entry: Said) -> Row | None:
    """The row that an entry is about; None where it names none. Raises Contradiction."""
    assert rule.key is not None
    named = rule.key.of(entry)
    if named is None:
        return None
    key = str(named)
    if key not in table.rows:
        # Of a row in an erased entry's list only the entry's own id is known.
        if key not in table.perhaps and not (record.born and table.perhaps):
            raise Contradiction(_fault(record, entry, key, "it is changed, and no entry made it"))
        table.rows[key] = Row(entry.seq, dict.fromkeys(record.columns, UNKNOWN))
    return table.rows[key]


def _told(rule: Rule, entry: Said, salt: bytes) -> dict[str, Any]:
    values = {name: kept(source.of(entry)) for name, source in rule.columns.items()}
    if rule.sealed:
        seal = Seal(salt, entry.payload.seal, rule.sealed)
        values |= dict.fromkeys(rule.sealed, seal)
    return values


def _forget(table: Table, record: Record, rule: Rule, entry: Said) -> None:
    """What an entry did whose payload is erased: only what is lasting is known."""
    values = dict.fromkeys((*rule.columns, *rule.sealed), UNKNOWN)
    values |= {
        name: kept(source.of(entry)) for name, source in rule.columns.items() if source.lasting
    }
    if rule.does == "removes":
        table.lacking += 1
    elif rule.does == "makes":
        key = [rule.columns[name] for name in record.key]
        if all(source.lasting for source in key):
            table.rows[_key(source.of(entry) for source in key)] = Row(entry.seq, values)
            return
        table.perhaps.add(str(entry.command))
        values = dict.fromkeys(rule.again or (), UNKNOWN)
    for row in table.rows.values() if values else ():
        row.say(entry.seq, dict.fromkeys(values, UNKNOWN))


def _key(values: Iterable[Any]) -> str:
    return ":".join(str(value) for value in values)


def _faults(record: Record, table: Table, film_id: UUID) -> Iterator[RowFault | None]:
    """For each row its fault, or None; then the rows that are missing."""
    columns = {name: place for place, name in enumerate(record.columns)}
    keyed = [columns[name] for name in record.key]
    bearer = columns[record.bearer]
    rows = record.rows(film_id).order_by("pk").values_list(*record.columns.values())
    for values in rows.iterator(CHUNK):
        key = _key(values[place] for place in keyed)
        row = table.rows.pop(key, None)
        if row is not None:
            yield _differs(record, row, key, dict(zip(columns, values, strict=True)))
        elif str(values[bearer]) not in table.perhaps:
            yield RowFault(None, record.table, key, "", "no entry made this row")
        else:
            yield None
    missing = sorted((row.seq, key) for key, row in table.rows.items())
    for seq, key in missing[table.lacking :]:
        yield RowFault(seq, record.table, key, "", "the row it made is missing")


def _differs(record: Record, row: Row, key: str, columns: dict[str, Any]) -> RowFault | None:
    """The first column, by its entry, that is not as it was said."""
    bad = [name for name, value in row.values.items() if not _holds(value, name, columns)]
    if not bad:
        return None
    first = min(bad, key=row.said)
    seal = row.values[first]
    named = ", ".join(seal.columns) if isinstance(seal, Seal) else first
    return RowFault(row.said(first), record.table, key, named, "the row says something else")


def _holds(value: Any, name: str, columns: dict[str, Any]) -> bool:
    if value is UNKNOWN:
        return True
    if isinstance(value, Seal):
        sealed = {column: columns[column] for column in value.columns}
        return chain.seal(value.salt, sealed) == value.digest
    return bool(value == kept(columns[name]))


def kept(value: Any) -> Any:
    """A column's value as it is kept and compared: the same for the same, and short."""
    if value is None or isinstance(value, KEPT_AS_THEY_ARE):
        return value
    text = str(value) if isinstance(value, str) else chain.canonical(chain.plain(value))
    return text if len(text) <= LONGEST else hashlib.sha256(text.encode()).digest()


def _fault(record: Record, entry: Said, key: str, what: str) -> RowFault:
    return RowFault(entry.seq, record.table, key, "", what)
