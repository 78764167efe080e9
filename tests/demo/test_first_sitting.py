"""The demo film's sitting is held once, by everybody's own acts, and leaves a whole record."""

import pytest

from slowfilm.demo import film as demo_film
from slowfilm.demo import first_cut, first_sitting
from slowfilm.demo.steps import Steps
from slowfilm.sittings.models import Sitting
from slowfilm.sittings.presenters import record_of
from tests import make


@pytest.mark.slow
def test_it_is_held_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_sitting, "BREATH", 0.01)
    film = demo_film.found()
    for _ in range(2):
        make.draft(film, frames=48, nobody_declared_by="system")
    refused: list[str] = []
    steps = Steps(film, refused.append)
    first_cut.made(steps)
    for _ in range(2):  # a second start finds it there
        first_sitting.made(steps)
    assert refused == []
    record = record_of(Sitting.objects.get(film=film))
    assert [moment.kind for moment in record.moments] == ["note", "noted"]
    assert [task.text for task in record.tasks] == [first_sitting.TO_DO]
    there = [each for each in record.attendants if each.times]
    assert len(there) == 3 and len(record.attendants) == 4  # one was invited and did not come
    assert record.looked and all(look.seen for look in record.looked)
