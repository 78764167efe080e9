"""kill -9 of vace in the middle of a step and of the decode: the next worker makes it, once."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from slowfilm.engines.diffusion.work import SHARES
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.generations.run import MADE
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry
from slowfilm.shots.models import Draft
from tests import make
from tests.conftest import Models, Site
from tests.engines import tiny
from tests.generations import made
from tests.generations.warm_worker import WarmWorker, warm_worker
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STEPPING = sum(SHARES[name] for name in ("load", "read", "text", "encode")) * MADE
DECODING = STEPPING + SHARES["steps"] * MADE


@pytest.fixture(scope="module")
def settings_of_vace(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many small steps, so that there is a middle."""
    folder = tmp_path_factory.mktemp("vace")
    path = folder / "engines.toml"
    path.write_text(tiny.table("vace", models("vace"), cache=str(folder / "encodings"), steps=40))
    return path


@pytest.fixture
def workers(
    site: Site, settings_of_vace: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WarmWorker]:
    monkeypatch.setenv("SLOWFILM_ENGINES", str(settings_of_vace))
    with warm_worker(site, "vace") as started:
        yield started


def test_killed_in_mid_step_and_in_mid_decode_it_is_made_once(workers: WarmWorker) -> None:
    for middle in (stepping, decoding):
        one = queued()
        job = Job.objects.filter(pk=one.job_id)
        worker = workers.begin()
        until(lambda one=one, middle=middle: middle(one), 60)  # type: ignore[misc]
        os.kill(worker, signal.SIGKILL)
        assert workers.ended() == -signal.SIGKILL
        assert left(one), "it was killed while it worked"
        assert not Draft.objects.filter(film=one.film).exists()
        job.update(lease_until=timezone.now())
        workers.begin()
        assert workers.ended() == 0
        assert (job.get().state, job.get().attempt) == (Job.State.DONE, 2)
        assert Draft.objects.get(film=one.film).facts["engine"] == "vace"
        assert Entry.objects.filter(film_id=one.film_id, verb="draft-made").count() == 1
        assert left(one) == [], "what the killed attempt left is gone"


def queued() -> Generation:
    film = make.film()
    cited = Cited(made.picture(film).id, "first-frame")
    told = {"engine": "vace", "width": 96, "height": 64, "frames": 72}
    return made.queue(make.shot(film), made.wanted(cited, **told))


def stepping(one: Generation) -> bool:
    """Whether some steps are taken, and some are not."""
    progress = Job.objects.get(pk=one.job_id).progress
    assert progress < DECODING, "too late to see it step"
    return progress > STEPPING + 0.02


def decoding(one: Generation) -> bool:
    """Whether a part of the master is written, and no more."""
    return any(each.suffix == ".avi" for folder in left(one) for each in folder.glob(".draft-*/*"))


def left(one: Generation) -> list[Path]:
    """What an attempt has on the disk."""
    return list((Path(settings.DATA) / "tmp").glob(f"{one.job_id}-*"))
