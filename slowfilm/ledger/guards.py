"""What must never be false, said in the database itself: triggers, from declarations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Model


@dataclass(frozen=True)
class Guard:
    """One trigger: what it looks at, when that is refused, and why.

    `refused` is SQL over OLD and NEW (null where there is none). What is `deferred` is asked when
    the transaction ends, so that rows and their entry may come in any order.
    """

    name: str
    on: str  # "UPDATE OR DELETE", "UPDATE OF size", "TRUNCATE"
    why: str
    refused: str = "TRUE"
    deferred: bool = False

    def statements(self, table: str) -> tuple[str, str]:
        """The SQL that makes its function, and the trigger that calls it."""
        function = f"{table}_{self.name}"
        scope = "STATEMENT" if self.on == "TRUNCATE" else "ROW"
        kind, moment, later = "TRIGGER", "BEFORE", ""
        if self.deferred:
            kind, moment, later = "CONSTRAINT TRIGGER", "AFTER", "DEFERRABLE INITIALLY DEFERRED "
        return (
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${self.body()}$$",
            f"CREATE {kind} {self.name} {moment} {self.on} ON {table}"
            f" {later}FOR EACH {scope} EXECUTE FUNCTION {function}()",
        )

    def body(self) -> str:
        """What its function does."""
        passed = "NULL" if self.on == "TRUNCATE" else "COALESCE(NEW, OLD)"
        why = self.why.replace("'", "''")
        return f"""
BEGIN
    IF {self.refused} THEN
        RAISE EXCEPTION '% of % is refused: {why}', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN {passed};
END """


def never_changed(why: str, name: str = "unchanged") -> Guard:
    """No row may be changed."""
    return Guard(name, "UPDATE", why)


def differs(besides: Sequence[str]) -> str:
    """SQL: whether a row comes, goes, or changes in more than these columns."""
    without = f"- '{{{','.join(besides)}}}'::text[]"
    return f"(to_jsonb(OLD) {without}) IS DISTINCT FROM (to_jsonb(NEW) {without})"


def final(why: str) -> tuple[Guard, Guard]:
    """No row may be changed or go."""
    return Guard("final", "UPDATE OR DELETE", why), Guard("final_truncate", "TRUNCATE", why)


def value_of(model: type[Model], lookup: str, row: Literal["OLD", "NEW"]) -> str:
    """What a lookup like "draft__shot" finds from a trigger's row, as SQL."""
    first, *names = lookup.split("__")
    expression = f"{row}.{column_of(model, first)}"
    for name in names:
        model = _leads_to(model, first)
        key, table = model._meta.pk.column, model._meta.db_table
        expression = f"(SELECT {column_of(model, name)} FROM {table} WHERE {key} = {expression})"
        first = name
    return expression


def column_of(model: type[Model], name: str) -> str:
    """A field's column, as SQL names it."""
    return f'"{model._meta.get_field(name).column}"'  # type: ignore[union-attr]


def _leads_to(model: type[Model], name: str) -> type[Model]:
    leads_to = model._meta.get_field(name).related_model
    assert isinstance(leads_to, type)
    return leads_to
