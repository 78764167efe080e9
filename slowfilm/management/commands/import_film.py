"""manage.py import_film FILE: reads a film's archive into this studio, all or nothing."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from slowfilm.accounts.first_password import link_for, signs_in
from slowfilm.accounts.models import User
from slowfilm.archives.importer import Unreadable, import_film
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import RIGHTS, May
from slowfilm.management.studio import StudioCommand
from slowfilm.storage import Full


class Command(StudioCommand):
    """The chain must hold, and every file be what it was."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--site",
            default=_site(),
            help="where this studio is reached, for a link that is printed: %(default)s",
        )

    def handle(self, *args: Any, file: Path, site: str, **options: Any) -> None:
        try:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
            film = import_film(file)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        except Full as error:
            raise CommandError("The disk is full. Nothing of the film stays here.") from error
        self.stdout.write(f"{film.title} is here: {film.id}")
        if founder := without_a_way_in(film):
            self.stdout.write(
                f"Nobody who manages it can sign in yet. By this link {founder} sets a password, "
                f"once, within {settings.PASSWORD_RESET_TIMEOUT // 3600} hours, and then signs in "
                f"as {founder.email}:\n{site.rstrip('/')}{link_for(founder)}"
            )


def without_a_way_in(film: Film) -> User | None:
    """Whom to let in: the team's founder, or who has managed the film longest; None if one can."""
    managing = Member.objects.present().filter(film=film, roles__overlap=list(RIGHTS[May.MANAGE]))
    members = managing.select_related("user").order_by("joined_at")
    users = [member.user for member in members if member.user.is_active]
    if not users or any(signs_in(user) for user in users):
        return None
    return film.team.founder if film.team.founder in users else users[0]


def _site() -> str:
    """Where this studio is most likely reached, as far as its settings say."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
    if settings.HTTPS and host != "*":
        return f"https://{host}"
    return f"http://localhost:{os.environ.get('PORT') or 8000}"
