"""The demo film's second scene has light that was set by hand, once."""

import pytest

from slowfilm.demo import film as demo_film
from slowfilm.demo.lit import FRAME, light_by_hand
from slowfilm.demo.steps import Steps
from slowfilm.light.models import LightKey
from slowfilm.light.state import standing
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
