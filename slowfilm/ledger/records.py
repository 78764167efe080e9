"""How each table follows from the ledger: said once, beside each stage's models.

A Record says which entries make a row, which change it and which remove it, and where each of its
columns comes from. From that follow the check of a film's rows (rows.py), the guards in the
database (guards.py), and which tables an archive holds, in which order (archives/tables.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from django.db.models import AutoField, ForeignKey, Model, QuerySet
from pydantic import BaseModel

from slowfilm.ledger.guards import Guard
from slowfilm.ledger.messages import Fact, verb_of


@dataclass(frozen=True, slots=True)
class Said:
    """An entry that is replayed, and the item of its payload that is about one row."""

    film: UUID
    seq: int
    actor: str
    at: datetime
    command: UUID
    payload: Any  # a Fact; None once it is erased
    item: Any = None
    place: int = 0  # the item's, in its list


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column comes from. What is `lasting` is known without the payload."""

    of: Callable[[Said], Any]
    lasting: bool = False


ACTOR = Source(lambda entry: entry.actor, lasting=True)
AT = Source(lambda entry: entry.at, lasting=True)
SEQ = Source(lambda entry: entry.seq, lasting=True)
COMMAND = Source(lambda entry: entry.command, lasting=True)
FILM = Source(lambda entry: entry.film, lasting=True)
PLACE = Source(lambda entry: entry.place)
ITEM = Source(lambda entry: entry.item)
EVERY = Source(lambda entry: None)  # as the key of what concerns every row

Column = str | Source | None | bool | int  # a string names a field of the payload or its item


def always(value: Any) -> Source:
    """A column that is the same in every row which such an entry makes or changes."""
    return Source(lambda entry: value, lasting=True)


def from_actor(work_out: Callable[[str], Any]) -> Source:
    """What follows from who acted."""
    return Source(lambda entry: work_out(entry.actor), lasting=True)


def from_payload(work_out: Callable[[Any], Any]) -> Source:
    """What follows from the payload, where it is not simply a field of it."""
    return Source(lambda entry: work_out(entry.payload))


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of entry does to the rows of one table; each column by its field's name."""

    does: Literal["makes", "changes", "removes", "replaces"]
    fact: type[Fact]
    columns: Mapping[str, Source]
    key: Source | None = None  # of a row that is there: its primary key; None where it is made
    each: str = ""  # the payload's list of which every item is about a row
    sealed: tuple[str, ...] = ()
    again: tuple[str, ...] | None = None

    def items(self, entry: Said) -> Iterator[Said]:
        """The entry once for each row it is about."""
        if not self.each:
            yield entry
            return
        for place, item in enumerate(getattr(entry.payload, self.each)):
            yield replace(entry, item=item, place=place)


def made(
    fact: type[Fact],
    *same: str,
    each: str = "",
    sealed: Sequence[str] = (),
    again: Sequence[str] | None = None,
    **columns: Column,
) -> Rule:
    """An entry makes a row, or one for each item of a list. `same`: columns called as their field.

    Of `sealed` columns the payload says only a digest: its `seal`. Where the row may be there
    already, `again` are those of its columns that are said anew; else it is a fault.
    """
    sources = _columns(fact, each, same, columns, sealed)
    return Rule(
        "makes",
        fact,
        sources,
        each=each,
        sealed=tuple(sealed),
        again=None if again is None else tuple(again),
    )


def changed(
    fact: type[Fact],
    *same: str,
    key: str | Source,
    each: str = "",
    sealed: Sequence[str] = (),
    **columns: Column,
) -> Rule:
    """An entry changes the row whose primary key is `key`; none where that is None."""
    sources = _columns(fact, each, same, columns, sealed)
    return Rule("changes", fact, sources, _source(fact, each, key), each, tuple(sealed))


def changed_everywhere(fact: type[Fact], **columns: Column) -> Rule:
    """An entry changes every row of the film."""
    return Rule("changes", fact, _columns(fact, "", (), columns, ()), EVERY)


def removed(fact: type[Fact], *, key: str | Source) -> Rule:
    """An entry takes a row away."""
    return Rule("removes", fact, {}, _source(fact, "", key))


def replaced(fact: type[Fact], column: str, *, each: str, old: str, new: str) -> Rule:
    """For each item of an entry, every row whose `column` is `old` has `new` there."""
    return Rule(
        "replaces", fact, {column: _source(fact, each, new)}, _source(fact, each, old), each
    )


def _columns(
    fact: type[Fact],
    items: str,
    same: Sequence[str],
    columns: Mapping[str, Column],
    sealed: Sequence[str],
) -> dict[str, Source]:
    if sealed and "seal" not in fact.model_fields:
        raise TypeError(f"{fact.__name__} has no seal")
    by_name: dict[str, Column] = {**{name: name for name in same}, **columns}
    if twice := by_name.keys() & set(sealed):
        raise TypeError(f"{fact.__name__}: said and sealed: {twice}")
    return {name: _source(fact, items, column) for name, column in by_name.items()}


def _source(fact: type[Fact], items: str, column: Column) -> Source:
    """The source that a declaration means. Raises TypeError where the fact has no such field."""
    if isinstance(column, Source):
        return column
    if not isinstance(column, str):
        return always(column)
    if items and column in _fields_of_items(fact, items):
        return Source(lambda entry: getattr(entry.item, column))
    if column not in fact.model_fields:
        raise TypeError(f"{fact.__name__} says no {column}")
    return Source(lambda entry: getattr(entry.payload, column))


def _fields_of_items(fact: type[Fact], items: str) -> Iterable[str]:
    (kind,) = get_args(fact.model_fields[items].annotation)
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    return kind.model_fields if is_model else ()


@dataclass(frozen=True)
class Record:
    """One table: how its rows follow from a film's entries, and how the database guards them.

    Every column is said by the rules that make a row, or is `free`, with the reason. A table that
    is `outside` the record follows from no entry, and it is said why. One without rules and not
    outside has no rows yet.
    """

    model: type[Model]
    film: str = "film"  # the lookup that leads to the row's film; "" where it has none
    rules: tuple[Rule, ...] = ()
    free: Mapping[str, str] = field(default_factory=dict)
    outside: str = ""
    guards: tuple[Guard, ...] = ()
    born: str = ""  # the column that bears the id of the entry which makes it; else the key
    order: str = ""  # the column that counts the rows which one entry makes
    archived: bool = True

    def __post_init__(self) -> None:
        column_names = self.columns.keys()
        for rule in self.rules:
            rule_columns = {*rule.columns, *rule.sealed}
            if unknown := {*rule_columns, *(rule.again or ())} - column_names:
                raise TypeError(f"{self.table} has no {', '.join(sorted(unknown))}")
            if free := rule_columns & self.free.keys():
                raise TypeError(f"{self.table}: free and said: {', '.join(sorted(free))}")
            if rule.does == "makes" and (unsaid := column_names - rule_columns - self.free.keys()):
                message = f"{self.table}: {rule.fact.__name__} does not say"
                raise TypeError(f"{message} {', '.join(sorted(unsaid))}")
        if self.outside and (self.rules or self.free):
            raise TypeError(f"{self.table} is outside the record and has rules")

    @property
    def table(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table

    @property
    def columns(self) -> dict[str, str]:
        """Each column by its field's name, as the attribute that holds it."""
        return {
            model_field.name: model_field.attname
            for model_field in self.model._meta.concrete_fields
        }

    @property
    def bearer(self) -> str:
        """The column that bears the id of the entry which made the row."""
        return self.born or self.model._meta.pk.name

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row is known everywhere."""
        return (self.born, self.order) if self.order else (self.model._meta.pk.name,)

    @property
    def counted(self) -> bool:
        """Whether its ids are counted in this database, and say nothing in another."""
        return isinstance(self.model._meta.pk, AutoField)

    @property
    def made_by(self) -> tuple[Rule, ...]:
        """The rules that make a row."""
        return tuple(rule for rule in self.rules if rule.does == "makes")

    def needs(self) -> set[type[Model]]:
        """The tables whose rows must be there before one of these: keys that are never null."""
        return {
            model_field.related_model
            for model_field in self.model._meta.concrete_fields
            if isinstance(model_field, ForeignKey)
            and not model_field.null
            and isinstance(model_field.related_model, type)
            and model_field.related_model is not self.model
        }

    def rows(self, film_id: UUID) -> QuerySet[Model]:
        """A film's rows."""
        return self.model._default_manager.filter(**{self.film: film_id})


@dataclass(frozen=True)
class More:
    """What a later stage adds to the record of an earlier one's table."""

    model: type[Model]
    rules: tuple[Rule, ...] = ()
    guards: tuple[Guard, ...] = ()


def gathered(*parts: Sequence[Record | More]) -> tuple[Record, ...]:
    """All records, each with what later stages add, in an order in which rows can be read back."""
    records = {
        record.model: record for part in parts for record in part if isinstance(record, Record)
    }
    for more in (record for part in parts for record in part if isinstance(record, More)):
        was = records[more.model]
        rules, guards = was.rules + more.rules, was.guards + more.guards
        records[more.model] = replace(was, rules=rules, guards=guards)
    return tuple(_in_order(list(records.values())))


def _in_order(waiting: list[Record]) -> Iterator[Record]:
    """Each after those that its rows need; otherwise as they were declared."""
    placed: set[type[Model]] = set()
    while waiting:
        missing = {record.model for record in waiting}
        following = next(record for record in waiting if not record.needs() & missing)
        waiting.remove(following)
        placed.add(following.model)
        yield following


def by_verb(records: Iterable[Record]) -> dict[str, list[tuple[Record, Rule]]]:
    """What each kind of entry does, in all tables."""
    rules: dict[str, list[tuple[Record, Rule]]] = {}
    for record in records:
        for rule in record.rules:
            rules.setdefault(verb_of(rule.fact), []).append((record, rule))
    return rules
