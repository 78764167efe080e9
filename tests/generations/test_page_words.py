"""Words that two places share: a label and the page, a message and its end, a lock and its name."""

import pytest
from django.test import Client
from django.utils.translation import override

from slowfilm.approvals.glances import glances_of
from slowfilm.engines.labels import ROLES
from slowfilm.films.models import Film
from slowfilm.library.presenters import clock
from slowfilm.references.roles import Role
from slowfilm.shots.models import Shot
from slowfilm.shots.snapshot import shot_row
from tests import make
from tests.approvals.test_lock import lock, put_forward, say_yes


def test_what_is_burnt_in_is_what_the_pages_call_a_role() -> None:
    for language, which in (("en", 0), ("zh-hans", 1)):
        with override(language):
            assert {role.value: ROLES[role][which] for role in Role} == dict(Role.choices)


@pytest.mark.parametrize(
    ("length", "said"),
    [(0, "0:00"), (0.04, "0:00.1"), (0.4, "0:00.4"), (0.97, "0:01"), (8.0, "0:08"), (12, "0:12")],
)
def test_lengths_have_one_form(length: float, said: str) -> None:
    assert clock(length) == said


def test_a_locked_shot_says_who_locked_it(film: Film, client: Client) -> None:
    shot, _draft = put_forward(film)
    assert shot_row(shot)["locked_by"] is None
    director = make.director(film)
    client.force_login(director.user)
    say_yes(film, shot)
    lock(film, shot)
    shot = Shot.objects.get(id=shot.id)
    assert shot_row(shot)["locked_by"] == f"member:{director.id}"
    (_scene, (glance,)) = glances_of(film).scenes[0]
    assert glance.locked_by == str(director)
    assert f"locked by {director}, " in client.get(f"/films/{film.id}/").content.decode()
    brief = client.get(f"/films/{film.id}/shots/{shot.id}/brief/").content.decode()
    assert f"{director} locked this shot on " in brief
