"""What an engine keeps of a draft is there for the second attempt; only the latest keeps any."""

from pathlib import Path

import pytest
from django.utils import timezone

from slowfilm import tasks
from slowfilm.generations.memory import Kept
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Superseded, claim
from tests import make
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_attempt_recalls_what_the_first_kept() -> None:
    generation = made.queue(make.shot(make.film()), made.wanted())
    first = claim("animatic")
    assert first is not None
    assert Kept(generation, first).recall() == {}
    Kept(generation, first).keep({"task": "t-1"})
    Job.objects.filter(pk=first.pk).update(lease_until=timezone.now())  # it went silent
    second = claim("animatic")
    assert second is not None
    assert Kept(generation, second).recall() == {"task": "t-1"}
    with pytest.raises(Superseded):
        Kept(generation, first).keep({"task": "t-2"})  # and wakes up again
    assert Kept(generation, second).recall() == {"task": "t-1"}


def test_an_engine_is_given_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "engines.toml"
    settings.write_text("[faulty]\nkind = 'tests.engines.faulty'\n")
    monkeypatch.setenv("SLOWFILM_ENGINES", str(settings))
    one = made.queue(make.shot(make.film()), made.wanted(text="keeps", engine="faulty"))
    tasks.look("faulty")
    one.refresh_from_db()
    assert one.memory == {"attempts": 1}
    assert one.job.facts == {"attempts": 1}
