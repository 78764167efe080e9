"""Every page, blob and call of a film is invisible to everyone who is not on it."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from slowfilm.films import places
from slowfilm.films.models import Film
from tests import make

SAMPLES: dict[str, Any] = {
    "UUIDConverter": UUID("00000000-0000-4000-8000-000000000001"),
    "UUIDStrConverter": "00000000-0000-4000-8000-000000000001",
    "IntConverter": 1,
    "StringConverter": "0" * 64,
    "SlugConverter": "x",
    "PathConverter": "x",
}


def patterns(
    resolver: URLResolver, before: str = "", known: dict[str, Any] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every route of the site with its converters."""
    for each in resolver.url_patterns:
        converters = {**(known or {}), **each.pattern.converters}
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, converters
        else:
            yield from patterns(each, route, converters)


FILM_ROUTES = [
    (route, converters) for route, converters in patterns(get_resolver()) if "film_id" in converters
]


def address(route: str, converters: dict[str, Any], film: Film) -> str:
    """A route with its blanks filled in."""
    for name, converter in converters.items():
        value = film.id if name == "film_id" else SAMPLES[type(converter).__name__]
        route = re.sub(rf"<(\w+:)?{name}>", str(value), route)
    return "/" + route


def test_the_walk_finds_the_films_pages() -> None:
    routes = {route for route, _ in FILM_ROUTES}
    assert "films/<uuid:film_id>/members/" in routes
    assert "api/films/<uuidstr:film_id>/members" in routes
    assert len(routes) >= 10


@pytest.mark.parametrize(("route", "converters"), FILM_ROUTES, ids=[r for r, _ in FILM_ROUTES])
def test_a_stranger_finds_nothing(
    film: Film, client: Client, route: str, converters: dict[str, Any]
) -> None:
    """404, or 405 for a method that a page takes from nobody."""
    url = address(route, converters, film)
    client.force_login(make.user("Stranger"))
    answers = {client.get(url).status_code, client.post(url).status_code}
    assert answers <= {404, 405}, f"{url}: {answers}"
    removed = make.member(film, "editor")
    places.remove(film_id=film.id, actor=make.director(film).actor, member=removed.id)
    client.force_login(removed.user)
    answers = {client.get(url).status_code, client.post(url).status_code}
    assert answers <= {404, 405}, f"{url}: {answers}"
    bearer = {"Authorization": f"Bearer {make.token(make.user())}"}
    answer = Client().get(url, headers=bearer)
    assert answer.status_code in (302, 404, 405), f"{url} with a token: {answer.status_code}"


@pytest.mark.parametrize(("route", "converters"), FILM_ROUTES, ids=[r for r, _ in FILM_ROUTES])
def test_who_is_signed_out_is_sent_to_sign_in(
    film: Film, client: Client, route: str, converters: dict[str, Any]
) -> None:
    for url in (address(route, converters, film), address(route, converters, Film(id=uuid4()))):
        for answer in (client.get(url), client.post(url)):
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/account/login/"), url
            else:
                assert answer.status_code in (401, 404, 405), f"{url}: {answer.status_code}"


def test_the_films_list_shows_only_ones_own(film: Film, client: Client) -> None:
    other = make.film()
    other.title = "Not Yours"
    other.save()
    client.force_login(make.director(film).user)
    page = client.get("/").content.decode()
    assert film.title in page
    assert "Not Yours" not in page
    assert client.get("/films/not-a-uuid/").status_code == 404
