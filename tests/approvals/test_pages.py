"""A film's page shows its shots in pages, each shot once, each scene where it stands."""

import pytest
from django.test import Client

from slowfilm.approvals import pages
from slowfilm.approvals.glances import glances_of
from slowfilm.films.models import Film
from slowfilm.ledger.actors import SYSTEM
from slowfilm.shots import actions as shots
from tests import make

SHOTS = (0, 2, 0, 5, 1, 0)  # of each scene


@pytest.fixture
def four_pages(film: Film, monkeypatch: pytest.MonkeyPatch) -> Film:
    monkeypatch.setattr(pages, "SHOTS", 2)
    for count in SHOTS:
        scene = shots.add_scene(film_id=film.id, actor=SYSTEM).command
        for _ in range(count):
            shots.add_shot(film_id=film.id, actor=SYSTEM, scene=scene)
    return film


def test_each_shot_is_on_one_page_and_each_scene_where_it_stands(four_pages: Film) -> None:
    seen = [glances_of(four_pages, page) for page in range(1, 5)]
    told = [[(scene.number, len(rows)) for scene, rows in each.scenes] for each in seen]
    assert told == [
        [(1, 0), (2, 2), (3, 0)],
        [(4, 2)],
        [(4, 2)],
        [(4, 1), (5, 1), (6, 0)],
    ]
    shown = [row.shot.name for each in seen for _scene, rows in each.scenes for row in rows]
    assert len(shown) == len(set(shown)) == sum(SHOTS) and shown == sorted(shown)
    places = [(scene.number, page) for scene, page in seen[0].places]
    assert places == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 4), (6, 4)]


def test_an_address_leads_to_a_page_and_to_the_others(four_pages: Film, client: Client) -> None:
    client.force_login(make.director(four_pages).user)

    def page(number: str) -> str:
        return client.get(f"/films/{four_pages.id}/?page={number}").content.decode()

    second = page("2")
    assert "Page 2 of 4" in second and "S04_SH020" in second and "S02_SH010" not in second
    assert 'href="?page=4#S05"' in second
    assert 'href="?page=1#shots"' in second and 'href="?page=3#shots"' in second
    assert "Page 1 of 4" in page("x") and "Page 4 of 4" in page("99")


def test_few_shots_are_one_page(film: Film, client: Client) -> None:
    make.shot(film)
    client.force_login(make.director(film).user)
    found = glances_of(film)
    assert (found.page, found.pages, found.places) == (1, 1, [])
    assert "Page 1" not in client.get(f"/films/{film.id}/").content.decode()
