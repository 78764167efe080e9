"""The database's guards, as the records declare them: how a migration puts them in."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from slowfilm.archives.records import RECORDS
from slowfilm.ledger.births import guards_of

TRIGGERS = """
SELECT DISTINCT tgname, tgrelid::regclass::text FROM pg_trigger
JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND proname LIKE 'slowfilm\\_%'
AND pronamespace = current_schema::regnamespace
"""
FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE proname LIKE 'slowfilm\\_%' AND pronamespace = current_schema::regnamespace
"""


class DropGuards(Operation):
    """Take all guards out, for a migration that changes rows."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Guards are no part of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Whoever made them: this declaration, an earlier one, or a migration by hand."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(TRIGGERS)
            for name, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(FUNCTIONS)
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {function} CASCADE")

    def database_backwards(self, *args: Any) -> None:
        """They stay as they are."""


class InstallGuards(DropGuards):
    """Put in all guards as they are declared now.

    To be said again by every migration that changes a guarded table or its record. A table that
    only a later migration makes is left to that one.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Out with the old, in with the new."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
            for statement in statements(tables):
                cursor.execute(statement)


def statements(tables: set[str]) -> list[str]:
    """The SQL that puts in the guards of these tables."""
    return [
        statement
        for record in RECORDS
        if record.table in tables
        for guard in guards_of(record)
        for statement in guard.statements(record.table)
    ]
