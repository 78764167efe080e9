"""The demo film's scene with two selves: from its material to what is said of its draft."""

from collections.abc import Iterator

import pytest

from slowfilm.clearance.models import Release
from slowfilm.demo import film as demo
from slowfilm.demo import selves
from slowfilm.demo.dusk import ORIGIN, declare_nobody
from slowfilm.demo.steps import Steps
from slowfilm.films.models import Film
from slowfilm.generations.models import Generation
from slowfilm.ledger.models import Entry
from slowfilm.references.models import Character, Line
from slowfilm.reviews.models import Note
from tests.conftest import Site
from tests.faults.test_demo import running

pytestmark = pytest.mark.slow


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    """A worker for every queue."""
    with running(site, "worker"):
        yield


def test_two_selves_speak_in_the_old_street(worker: None) -> None:
    Film.objects.filter(id=demo.found().id).update(width=640, height=360)  # a draft in less time
    refused: list[str] = []
    steps = Steps(demo.found(), refused.append)
    rain = steps.upload(["sound-rain"], {"sound-rain": ORIGIN})
    declare_nobody(steps, rain.values())
    selves.made(steps)
    assert refused == []
    drawn = Generation.objects.get().draft
    assert drawn is not None
    facts = drawn.facts
    assert [(each["moves"], each["cut"]) for each in facts["people"]] == [(True, False)] * 2
    assert [each["character"] for each in facts["spoken"]] == ["林遥（1998）", "林遥（现在）"]
    assert all(each["lost"] == 0 for each in facts["spoken"])
    assert all(each["treatment"] == "used" for each in facts["inputs"])
    assert facts["layout"]["screen"] and facts["layout"]["lamps"] and facts["layout"]["vanishing"]
    assert Release.objects.get().signed_name == "林遥"
    assert Character.objects.count() == Line.objects.count() == 2
    assert Note.objects.filter(draft=drawn, kind="keep").exclude(reason="").count() == 1
    written = Entry.objects.count()
    selves.made(steps)
    assert Entry.objects.count() == written, "a second run finds all of it"
