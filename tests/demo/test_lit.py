"""The demo film's second scene has light that was set by hand, once."""

import pytest

from slowfilm.approvals.models import Approval
from slowfilm.demo import film as demo_film
from slowfilm.demo import first_cut, lit
from slowfilm.demo.lit import FRAME, light_by_hand
from slowfilm.demo.steps import Steps
from slowfilm.light.models import LightKey
from slowfilm.light.state import standing
from slowfilm.shots import actions as shots
from slowfilm.shots.models import Shot
from tests import make


@pytest.mark.django_db(transaction=True)
def test_the_second_scene_is_lit_by_hand_once() -> None:
    film = demo_film.found()
    draft = make.draft(film)
    complaints: list[object] = []
    steps = Steps(film, complaints.append)
    for _ in range(2):
        light_by_hand(steps, draft)
    key = LightKey.objects.get()
    assert not complaints and (key.frame, key.draft_id) == (FRAME, draft.id)
    assert key.strokes.count() == 1 and standing(draft.id).does


@pytest.mark.django_db(transaction=True)
def test_the_cut_is_approved_before_its_light_is_set() -> None:
    """Nobody can approve what shows light that is not rendered."""
    film, complaints = demo_film.found(), list[object]()
    steps = Steps(film, complaints.append)
    make.draft(film, frames=48, nobody_declared_by="system")
    scene, shot = steps.command("scene selves"), steps.command("shot selves")
    by = {"film_id": film.id, "actor": make.director(film).actor}
    shots.add_scene(**by, command=scene)
    shots.add_shot(**by, command=shot, scene=scene)
    make.draft(film, Shot.objects.get(id=shot), frames=100, nobody_declared_by="system")
    for _ in range(2):
        first_cut.made(steps)
        lit.made(steps)
    assert not complaints and LightKey.objects.count() == Approval.objects.count() == 1
