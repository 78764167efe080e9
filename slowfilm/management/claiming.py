"""The links that are handed out for a film that was read in from an archive."""

import os

from django.conf import settings
from django.core.management.base import CommandParser

from slowfilm.archives.people import founder_of_import
from slowfilm.films import claims
from slowfilm.films.models import Film


def add_site(parser: CommandParser) -> None:
    """Let a command know where the studio is reached."""
    parser.add_argument(
        "--site",
        default=_site(),
        help="where this studio is reached, for the links that are printed: %(default)s",
    )


def links(film: Film, site: str) -> list[str]:
    """What is printed of places nobody has claimed, the one first by which the film is entered."""
    places = claims.unclaimed(film)
    if not places:
        return []
    first = founder_of_import(film)
    places.sort(key=lambda place: place.user_id != first.id)
    notice = (
        f"Each of these is claimed by a link that works once, within {claims.LASTS.days} days. "
        "Give it to that person alone:"
    )
    address = site.rstrip("/")
    return [notice, *(f"{place}: {address}{claims.link_of(place.user)}" for place in places)]


def _site() -> str:
    """Where this studio is most likely reached, as far as its settings say."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
    if settings.HTTPS and host != "*":
        return f"https://{host}"
    return f"http://localhost:{os.environ.get('PORT') or 8000}"
