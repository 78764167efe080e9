"""manage.py import_film FILE: reads a film's archive into this studio, all or nothing."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from slowfilm.archives.container import Unreadable
from slowfilm.archives.importer import Imported, Wishes, import_film
from slowfilm.management.claiming import add_site, links
from slowfilm.management.commands.verify import head_from_outside
from slowfilm.management.studio import StudioCommand
from slowfilm.models import Team
from slowfilm.storage import Full


class Command(StudioCommand):
    """The chain must hold, and every file be what it was."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--match-accounts",
            action="store_true",
            help="give accounts of this studio, known by their id or address, the places that the "
            "archive says they had; only where you trust the archive",
        )
        parser.add_argument(
            "--team",
            help="id or name of the team it is to join, once that team's founder has agreed",
        )
        parser.add_argument(
            "--head",
            metavar="[SEQ:]HASH",
            type=head_from_outside,
            help="a head that `verify` printed, kept outside of both studios",
        )
        add_site(parser)

    def handle(self, *args: Any, file: Path, site: str, **options: Any) -> None:
        try:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
            team = _team(options["team"]) if options["team"] else None
            wishes = Wishes(options["match_accounts"], team, options["head"])
            imported = import_film(file, wishes)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        except Full as error:
            raise CommandError("The disk is full. Nothing of the film stays here.") from error
        for line in [*_told(imported, wishes), *links(imported.film, site)]:
            self.stdout.write(line)


def _told(imported: Imported, wishes: Wishes) -> list[str]:
    """What is said of a film that was read in."""
    film = imported.film
    lines = [f"{film.title} is here: {film.id}", imported.signature.sentence]
    if imported.outside == imported.entries:
        lines.append("The head you gave is its last entry's.")
    elif imported.outside is not None:
        later = imported.entries - imported.outside
        lines.append(f"The head you gave is entry {imported.outside}'s; {later} came after it.")
    if wishes.team is not None:
        founder = wishes.team.founder
        lines.append(f"It waits for {founder} to accept it into {wishes.team}, among their films.")
    return lines


def _team(named: str) -> Team:
    """The team of an id or a name. Raises CommandError unless there is exactly one."""
    try:
        teams = Team.objects.filter(id=UUID(named))
    except ValueError:
        teams = Team.objects.filter(name=named)
    match list(teams):
        case [team]:
            return team
        case []:
            raise CommandError(f"There is no team {named}.")
    ids = ", ".join(str(team.id) for team in teams)
    raise CommandError(f"Several teams are called {named}. Give an id: {ids}.")
