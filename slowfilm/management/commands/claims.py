"""manage.py claims FILM: prints anew the links by which a film's members claim their places."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from slowfilm.management.claiming import add_site, links
from slowfilm.management.studio import StudioCommand
from slowfilm.models import Film


class Command(StudioCommand):
    """For a film that was read in from an archive, as long as somebody has not claimed theirs."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_film(parser)
        add_site(parser)

    def handle(self, *args: Any, film: UUID, site: str, **options: Any) -> None:
        lines = links(Film.objects.select_related("team__founder").get(id=film), site)
        for line in lines or ["Nobody's place is unclaimed."]:
            self.stdout.write(line)
