"""Two people on one key, and a worker that is killed with -9 while it renders."""

import asyncio
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils import timezone

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.light import actions, rendering
from slowfilm.light.models import LightKey
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots.models import Draft
from slowfilm.tasks import do
from tests import make
from tests.conftest import Site
from tests.generations.worker import running_worker
from tests.light.test_actions import LIFT, by
from tests.room.line import Line
from tests.waiting import until

ROUNDS = 6


def two(site: Site) -> tuple[Film, str, list[Line]]:
    film = make.film()
    draft = make.draft(film)
    people = make.director(film), make.member(film, "cinematographer")
    return film, str(draft.id), [Line.of(site, film, one.user) for one in people]


async def test_two_who_set_one_key_at_once_see_the_same_last_word(site: Site) -> None:
    film, draft, lines = await sync_to_async(two)(site)
    one, other = lines
    async with one, other:
        for line in lines:
            await line.hello()

        async def drag(line: Line, sign: int) -> list[int]:
            done = []
            for n in range(1, ROUNDS + 1):
                light = {"luma": [[0, sign * n / 10]]}
                said = await line.do("set-light-key", draft=draft, frame=7, light=light)
                assert said["type"] == "ack", said
                done.append(int(said["seq"]))
            return done

        both = await asyncio.gather(drag(one, 1), drag(other, -1))
        seqs = [seq for each in both for seq in each]
        for line in lines:
            await line.told(max(seqs))
        heard = [
            [each for each in line.heard if each["type"] == "entry" and each["seq"] in seqs]
            for line in lines
        ]
    assert len(set(seqs)) == 2 * ROUNDS
    words = [[(each["seq"], each["payload"]["light"]["luma"]) for each in one] for one in heard]
    assert words[0] == words[1] and [seq for seq, _ in words[0]] == sorted(seqs)
    keys = {each["payload"]["key"] for each in heard[0]}
    key, told = await sync_to_async(_kept)(film)
    assert keys == {str(key.id)} and told == 2 * ROUNDS, "one key; neither is lost"
    assert f'"luma":{words[0][-1][1]}'.replace(" ", "") in key.light.replace(" ", "")


def _kept(film: Film) -> tuple[LightKey, int]:
    return LightKey.objects.get(), film.entries.filter(verb="light-key-set").count()


def long(film: Film, folder: Path, frames: int = 110) -> Draft:
    grain = np.random.default_rng(5).integers(0, 1024, (270, 480, 3), np.uint16)
    path = folder / "long.avi"
    about: dict[str, Any] = {"width": 480, "height": 270, "rate": Fraction(24), "sound": False}
    with MasterWriter(path, **about) as writer:
        for _ in range(frames):
            writer.frame(grain)
    blob = storage.keep(path, MASTER_TYPE, film.id)
    about = {"nobody_declared_by": "system", "waveform": make.blob(film)}
    return make.draft(film, frames=frames, size=(480, 270), master=blob, **about)


@pytest.mark.slow
def test_a_worker_killed_while_it_renders_leaves_nothing_half(site: Site, tmp_path: Path) -> None:
    film = make.film()
    draft = long(film, tmp_path)
    actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    rendering.render_light(**by(film), draft=draft.id)
    job = Job.objects.filter(kind="light-pass", subject=draft.id)
    with running_worker(site, "io") as worker:
        until(lambda: job.filter(progress__gt=0.02).exists(), 90)
        worker.kill()
        worker.wait()
    assert not Draft.objects.filter(origin="relit").exists()
    assert job.get().state == Job.State.RUNNING, "it ended before it was killed"
    job.update(lease_until=timezone.now())
    again = claim("io", str(job.get().id))
    assert again is not None and again.attempt == 2
    do(again)
    assert job.get().state == Job.State.DONE, job.get().error
    assert Draft.objects.filter(origin="relit").count() == 1
    left = (Path(settings.DATA) / "tmp").glob(f"{again.id}-*")
    assert list(left) == [], "what the killed attempt left is gone"
