"""What commands share that work on a studio: its database, and a film by its id or title."""

import os
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from slowfilm.films.models import Film
from slowfilm.management import reach


class StudioCommand(BaseCommand):
    """A command that says in one line when the studio's database can't be used.

    Where it takes a `film`, its title will do; `handle` is given the id.
    """

    # Django's checks load all pages, a second of a processor; the tests ask them once for all.
    requires_system_checks: list[str] = []

    def add_film(self, parser: CommandParser) -> None:
        """Let the command take a film."""
        parser.add_argument("film", help="the film's id or its title")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command. Raises CommandError."""
        see_database()
        try:
            if "film" in options:
                options["film"] = film_named(str(options["film"]))
            return super().execute(*args, **options)
        except OperationalError as error:
            why = " ".join(str(error).split())
            raise CommandError(f"The database can't be used any more: {why}") from error
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise
            raise CommandError(
                "The database has not this version's tables. Run `manage.py migrate` first."
            ) from error


def see_database() -> None:
    """See that the database lets us in. Raises CommandError."""
    try:
        reach.database()
    except OSError as error:
        if os.environ.get("DATABASE_URL"):
            raise CommandError(str(error)) from error
        raise CommandError(
            f"The studio's own database, under {settings.DATA}, is not running. "
            "Start it with `manage.py up`, or name another in DATABASE_URL."
        ) from error


def film_named(name: str) -> UUID:
    """A film by its id, or by its title if only one is called so. Raises CommandError."""
    try:
        by_id = Film.objects.filter(id=UUID(name))
    except ValueError:
        by_id = Film.objects.none()
    films = list(by_id or Film.objects.filter(title__iexact=name.strip()).order_by("created_at"))
    if not films:
        raise CommandError(f"There is no film {name}.")
    if len(films) > 1:
        listing = "".join(f"\n{film.id}  {film.title}, of {film.team}" for film in films)
        raise CommandError(f"Several films are called {name}. Say which by its id:{listing}")
    return films[0].id
