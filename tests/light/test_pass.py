"""The light pass, on real masters: bit for bit where nothing is set, seeded, sound untouched."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded, claim
from slowfilm.light import actions, light_pass, rendering
from slowfilm.light.frames import CHILD
from slowfilm.media.light.render import lit
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER, MASTER_TYPE
from slowfilm.shots.models import Draft
from slowfilm.tasks import do
from tests import make
from tests.light.test_actions import BRUSH, LIFT, by
from tests.media.light_vectors import PLAIN
from tests.media.masters import digest_of, opened

FRAMES, SIZE = 6, (96, 54)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("light") / "source.avi"
    rng = np.random.default_rng(3)
    with MasterWriter(path, width=96, height=54, rate=Fraction(24), sound=True) as writer:
        for _ in range(FRAMES):
            writer.frame(rng.integers(0, 1024, (54, 96, 3), np.uint16))
        writer.sound(rng.uniform(-1, 1, (2, 12_000)).astype(np.float32))
    return path


def passed(source: Path, folder: Path, keys: list[dict[str, Any]], **more: Any) -> Path:
    folder.mkdir()
    about = {"path": str(source), "digest": digest_of(source), "folder": str(folder)}
    request = {**about, "frames": FRAMES, "keys": keys, "exposure": [], "seed": "s", **more}
    assert lit(request, lambda share: None) == {"frames": FRAMES}
    return folder / MASTER


def packets(path: Path, kind: str) -> list[bytes]:
    with av.open(str(path)) as container:
        stream = getattr(container.streams, kind)[0]
        return [bytes(each) for each in container.demux(stream) if each.size]


def key(frame: int = 0, how: str = "hold", **light: Any) -> dict[str, Any]:
    return {"frame": frame, "how": how, "light": PLAIN | light, "strokes": []}


def test_where_no_light_is_set_every_bit_stays(source: Path, tmp_path: Path) -> None:
    same = passed(source, tmp_path / "same", [key()])
    for kind in ("video", "audio"):
        assert packets(same, kind) == packets(source, kind)


def test_the_same_seed_gives_the_same_and_the_sound_is_copied(source: Path, tmp_path: Path) -> None:
    keys = [key(0, "linear", **LIFT), key(4, "hold", mode="rgb", r=[[0, 1]])]
    one, again = (passed(source, tmp_path / name, keys) for name in ("one", "again"))
    other = passed(source, tmp_path / "other", keys, seed="t")
    assert one.read_bytes() == again.read_bytes() != other.read_bytes()
    assert packets(one, "audio") == packets(source, "audio")
    with opened(one) as a, opened(other) as b:
        apart = [np.abs(x.astype(int) - y) for x, y in zip(a.frames(), b.frames(), strict=True)]
    assert max(each.max() for each in apart) == 1, "they differ by the dither alone"


def drawn(film: Film, source: Path) -> Draft:
    blob = storage.keep(source, MASTER_TYPE, film.id)
    about: dict[str, Any] = {"nobody_declared_by": "system", "waveform": make.blob(film)}
    return make.draft(film, frames=FRAMES, size=SIZE, master=blob, **about)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_a_draft_of_it(film: Film, source: Path, client: Client) -> None:
    draft = drawn(film, source)
    set_ = actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    actions.paint(**by(film), **BRUSH, key=set_.command)
    rendering.render_light(**by(film), draft=draft.id)
    job = claim("io")
    assert job is not None
    do(job)
    assert Job.objects.get(id=job.id).state == "done", Job.objects.get(id=job.id).error
    made = Draft.objects.get(origin="relit")
    source_ = made.sources.get()
    assert (source_.earlier_id, source_.role, made.frames) == (draft.id, "light", FRAMES)
    assert made.facts["light"]["keys"] == [str(set_.command)]
    assert rendering.state(draft) == {"draft": str(made.id), "name": made.name}
    client.force_login(make.director(film).user)
    with storage.on_disk(made.master_id) as path, opened(path) as master:
        whole = list(master.frames())
    for number in (0, FRAMES - 1, 2):
        answer = client.get(f"/films/{film.id}/drafts/{made.id}/frames/{number}.rgb10")
        planes = np.frombuffer(answer.content, "<u2").reshape(3, SIZE[1], SIZE[0])
        assert (planes.transpose(1, 2, 0)[..., [2, 0, 1]] == whole[number]).all()
    assert client.get(f"/films/{film.id}/drafts/{made.id}/frames/{FRAMES}.rgb10").status_code == 404
    assert CHILD.process is not None
    CHILD.process.kill()
    CHILD.process.wait()
    address = f"/films/{film.id}/drafts/{made.id}/frames/1.rgb10"
    assert client.get(address).status_code == 200, "a reader that died is started anew"
    CHILD.end()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_render_that_was_killed_is_made_again_once(film: Film, source: Path) -> None:
    """Its worker goes midway, without a word: the lease runs out, and another takes the job."""
    draft = drawn(film, source)
    actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    rendering.render_light(**by(film), draft=draft.id)
    lost = claim("io")
    assert lost is not None and lost.kind == "light-pass"
    Job.objects.filter(id=lost.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    again = claim("io")
    assert again is not None and (again.id, again.attempt) == (lost.id, lost.attempt + 1)
    with pytest.raises(Superseded), Lease(lost):
        light_pass.work(lost, Lease(lost))
    do(again)
    assert Draft.objects.filter(origin="relit").count() == 1
    assert film.entries.filter(verb="light-render-failed").count() == 0
