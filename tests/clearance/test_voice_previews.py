"""Before they sign they hear: their own voice at each use, behind their link alone."""

from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from slowfilm.clearance import releases, tracks
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.voice_previews import VOICES, Own, own_voice
from slowfilm.demo.scenery import record
from slowfilm.engines.composite.voice import heard_by_use
from slowfilm.engines.shared.sounds import heard_of
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from slowfilm.management.tidying import tidy
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make
from tests.clearance.test_pages import words
from tests.generations import made

SPANS = [(300, 1500), (1700, 2800), (3000, 3900)]


@pytest.fixture
def named(film: Film, zhou: Person) -> Reference:
    """A sound in which the neighbour speaks twice; between them somebody without a name."""
    reference = made.sound(film, seconds=4, scan=False)
    first, _stranger, last = make.scanned(reference, voices=SPANS)
    for track in (first, last):
        tracks.name_tracks(
            film_id=film.id, actor=make.director(film).actor, tracks=[track.id], person=zhou.id
        )
    return reference


def link_of(secret: str) -> ReleaseLink:
    link = releases.link_of(secret)
    assert link is not None
    return link


def test_only_where_nobody_else_speaks(film: Film, zhou: Person, named: Reference) -> None:
    link = link_of(make.release_link(zhou, "voice"))
    stranger = named.tracks.filter(id=named.tracks.get(first=1700).id)
    own = own_voice(link)
    assert own == Own(str(named.proxy_id), (300, 1500), SPANS)
    with make.past_the_guards():
        stranger.update(first=900, end=2900)  # runs into theirs
    own = own_voice(link)
    assert own is not None and own.span == (3050, 3900), "150 ms are kept from another voice"
    with make.past_the_guards():
        stranger.update(first=0, end=4000)
    assert own_voice(link) is None
    with make.past_the_guards():
        stranger.update(first=1700, end=2800)
    assert own_voice(link) is not None
    film.holdings.filter(blob=named.proxy_id).update(frozen_at=link.made_at)
    assert own_voice(link) is None, "what is hidden is heard by nobody"


def test_each_use_sounds_as_it_would(tmp_path: Path) -> None:
    rate, chance = 48000, np.random.default_rng(3)
    time = np.arange(4 * rate) / rate
    room = chance.normal(0, 0.002, (2, time.size))
    voice = 0.1 * np.sin(2 * np.pi * 440 * time) + 0.1 * np.sin(2 * np.pi * 6000 * time)
    room[:, rate : 3 * rate] += voice[rate : 3 * rate]
    path = tmp_path / "take.wav"
    record(room, path)
    files = heard_by_use(path, (1000, 3000), [(1000, 3000)], tmp_path)
    heard = {name: heard_of(file, None, 10 * rate)[0] for name, file in files.items()}

    def strong(name: str, hertz: int) -> float:
        part = heard[name][rate // 2 : rate + rate // 2]
        return float(np.abs(np.fft.rfft(part))[hertz] / part.size * 2)

    assert all(abs(sound.size - 2 * rate) < rate // 10 for sound in heard.values())
    assert strong("as-recorded", 440) == pytest.approx(0.1, rel=0.1)
    assert strong("in-a-scene", 440) / strong("in-a-scene", 6000) == pytest.approx(1, rel=0.2)
    assert strong("through-a-window", 6000) < 0.05 * strong("through-a-window", 440)
    assert strong("room-tone", 440) < 0.001, "nothing of the voice is in it"


def test_a_worker_makes_them_and_the_page_lets_them_be_heard(
    film: Film, zhou: Person, named: Reference
) -> None:
    secret = make.release_link(zhou, "shown", "voice")
    phone, path = Client(), f"/release/{secret}/"
    assert "Sounds of your voice are being made" in words(phone.get(path, {"language": "en"}))
    phone.get(path)
    (job,) = Job.objects.filter(kind=VOICES.name)
    claimed = claim("io", str(job.id))
    assert claimed is not None
    VOICES.work(claimed, Lease(claimed))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, (job.error, job.facts)
    page = phone.get(path, {"language": "en"}).content.decode()
    for name in ("as-recorded", "in-a-scene", "room-tone"):
        assert page.count(f"{path}voice/{name}") == 1
        answer = phone.get(f"{path}voice/{name}")
        assert answer.status_code == 200 and answer.content[4:8] == b"ftyp"
        assert "no-store" in answer["Cache-Control"]
    assert f"{path}voice/through-a-window" not in page, "that use is not asked"
    part = phone.get(f"{path}voice/in-a-scene", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert phone.get(f"/release/{'x' * 43}/voice/in-a-scene").status_code == 404
    other = make.release_link(make.person(film, "Chen"))
    assert phone.get(f"/release/{other}/voice/in-a-scene").status_code == 404
    with make.past_the_guards():
        over = ReleaseLink.objects.filter(id=link_of(secret).id)
        ends = over.values_list("expires_at", flat=True).get()
        over.update(expires_at=job.queued_at)
        assert phone.get(f"{path}voice/in-a-scene").status_code == 404, "the link has expired"
        over.update(expires_at=ends)
    make.signed(secret)
    assert phone.get(f"{path}voice/in-a-scene").status_code == 404
    tidy()
    assert not Job.objects.filter(kind=VOICES.name).exists(), "and no sound of them is kept"


def test_where_there_is_nothing_to_hear_the_page_says_so(film: Film, zhou: Person) -> None:
    page = words(Client().get(f"/release/{make.release_link(zhou, 'voice')}/", {"language": "en"}))
    assert "no recording here yet" in page
    page = words(Client().get(f"/release/{make.release_link(zhou, 'shown')}/", {"language": "en"}))
    assert "no recording" not in page
