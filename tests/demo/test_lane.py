"""The demo film's lane: refused by its neighbours, refused to a brief, and light in its place.

That a draft is made of it is tested in tests/faults/test_demo.py.
"""

import pytest

from slowfilm.abstractions.models import LightSpace
from slowfilm.clearance.works import Decision
from slowfilm.demo import film as demo
from slowfilm.demo import lane
from slowfilm.demo.steps import Steps
from slowfilm.generations.check import faults
from slowfilm.generations.models import Generation
from slowfilm.ledger.models import Entry
from slowfilm.people import place_actions
from slowfilm.people.place import Place
from slowfilm.shots.models import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def steps() -> Steps:
    """What is done to the demo film; nothing of it may be refused but what is meant to be."""

    def unexpected(why: str) -> None:
        raise AssertionError(why)

    return Steps(demo.found(), unexpected)


def test_light_stands_where_the_lane_may_not(steps: Steps) -> None:
    lane.light_instead(steps)
    place, scene = Place.objects.get(), Scene.objects.get()
    assert (place.agreed, place.scenes) == (Place.Agreed.NO, [scene.id])
    named = faults(steps.film.id, lane._wanted(steps, lane.ASKED, ()), scene.id)
    assert [each.code for each in named] == ["place"], "nothing else stands against that brief"
    assert not Generation.objects.exists()
    decision = Decision.objects.get()
    assert (decision.place, decision.scene) == (place, scene)
    assert decision.instead_reference == LightSpace.objects.get().reference
    assert decision.dissents.count() == 1
    assert not faults(steps.film.id, lane._wanted(steps, "Light alone.", ()), scene.id), (
        "what stands in its place frees the scene"
    )
    written = Entry.objects.count()
    lane.light_instead(steps)
    assert Entry.objects.count() == written, "a second run finds all of it"


def test_a_lane_that_agreed_meanwhile_is_not_drawn_after_all(steps: Steps) -> None:
    """The brief that is to be refused would run then: it is never asked for again."""
    lane.light_instead(steps)
    by = demo.actor(steps.film, "lin.yao")
    place = Place.objects.get().id
    place_actions.record_agreement(film_id=steps.film.id, actor=by, place=place, agreed="yes")
    lane.light_instead(steps)
    assert not Generation.objects.exists()
