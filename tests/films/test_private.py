"""What is told to one person is kept by nobody else: every answer says so."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from slowfilm.films.models import Film
from tests import make
from tests.films.test_strangers import SAMPLES, address, patterns, undone

ROUTES = [(route, known) for route, known in patterns(get_resolver()) if "^" not in route]
KEPT = ("private, no-cache", "private, no-store")
# What some say themselves: signing in (never_cache), and uploads.
NEVER = ("max-age=0, no-cache, no-store, must-revalidate, private", "no-store")


@pytest.mark.slow
def test_every_answer_says_that_it_is_private(film: Film, client: Client) -> None:
    bearer = Client(headers={"authorization": f"Bearer {make.token(make.director(film).user)}"})
    found = []
    for route, converters in ROUTES:
        url = address(route, converters, film)
        with undone():
            client.force_login(make.director(film).user)
            for answer in (client.get(url), client.post(url), Client().get(url), bearer.get(url)):
                told = answer.headers["Cache-Control"]
                page = answer.headers.get("Content-Type", "").startswith("text/html")
                if told not in (KEPT[0 if page else 1], *NEVER):
                    found.append((url, answer.status_code, told))
    assert found == []


def test_the_walk_goes_through_every_page() -> None:
    assert {type(each).__name__ for _, known in ROUTES for each in known.values()} <= {*SAMPLES}
    assert len(ROUTES) > 60


def test_pages_and_answers_to_scripts(film: Film, client: Client) -> None:
    """A page may lie in its reader's browser, so that going back does not empty a form."""
    client.force_login(make.director(film).user)
    assert client.get(f"/films/{film.id}/").headers["Cache-Control"] == KEPT[0]
    assert client.get("/api/films").headers["Cache-Control"] == KEPT[1]
    draft = make.draft(film)
    ink = client.get(f"/films/{film.id}/drafts/{draft.id}/ink")
    assert ink.headers["Cache-Control"] == KEPT[1]


def test_static_files_and_media_say_it_themselves(film: Film, client: Client) -> None:
    client.force_login(make.director(film).user)
    media = f"/films/{film.id}/media/{make.blob(film).digest}"
    known = client.get(media, headers={"if-none-match": "*"})
    assert known.headers["Cache-Control"] == "private, no-cache"
    page = client.get(f"/films/{film.id}/").content.decode()
    (sheet, *_others) = re.findall(rf'"({settings.STATIC_URL}css/[^"]+)"', page)
    assert "private" not in client.get(sheet).headers["Cache-Control"]
