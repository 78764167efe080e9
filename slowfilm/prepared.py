"""Statements that run at every act: Postgres plans each once a connection, Django compiles none.

Only for these few; everything else goes through the models. A plan is kept from when its tables
were nearly empty, so it must be right however long they grow: ask by a unique key, or where few
rows can ever answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Cursor

Values = Sequence[Any] | Mapping[str, Any]
Row = tuple[Any, ...]


def one(statement: str, values: Values) -> Row | None:
    """The first row of a statement that answers rows."""
    with connection.wrap_database_errors:
        return ask(statement, values).fetchone()


def run(statement: str, values: Values) -> None:
    """Do a statement whose answer nobody needs."""
    with connection.wrap_database_errors:
        ask(statement, values)


@contextmanager
def together() -> Iterator[None]:
    """What is asked within leaves at once, and answers are waited for only when they are read.

    Statements run one after another, and each sees what is committed when it begins.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def ask(statement: str, values: Values, *, keep_plan: bool = True) -> Cursor[Row]:
    """A statement on its way, within `together`."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    return Cursor(connection.connection).execute(statement, values, prepare=keep_plan)
