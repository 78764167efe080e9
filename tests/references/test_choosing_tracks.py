"""Another track or channel of a reference's file: copies are made anew, what lies on it stays."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.test import Client

from slowfilm import storage, tasks
from slowfilm.clearance import actions as clearing
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.rows import compare
from slowfilm.references import tracks
from slowfilm.references.models import Reference
from slowfilm.references.records import RECORDS
from slowfilm.storage import Holding
from tests import make
from tests.api.script import Script
from tests.generations import made
from tests.media import many_tracks
from tests.references.test_prepare import bring, prepare, verbs

pytestmark = pytest.mark.slow  # each file is opened in children of its own


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed: workers see it."""
    return make.film()


@pytest.fixture
def clip(film: Film, tmp_path: Path) -> Reference:
    """A clip of a second: a camera's tone of 440 Hz, a voice of 1000 Hz, one that is longer."""
    titles = ["Camera", "Boom"]
    path = many_tracks.clip(tmp_path / "a.mkv", [440, 1000, 700], lengths=[1, 1, 3], titles=titles)
    return prepare(bring(film, path, maker="Ada")).reference


def choose(reference: Reference, **wanted: Any) -> Reference:
    """Choose as the director, and let the worker do it; the reference as it is then."""
    by = {"film_id": reference.film_id, "actor": make.director(reference.film).actor}
    tracks.choose(**by, reference=reference.id, **wanted)
    tasks.look("io")
    return Reference.objects.get(id=reference.id)


def tone(reference: Reference) -> int:
    """The strongest tone of what is heard, in tens of Hz."""
    assert reference.proxy_id is not None
    with storage.on_disk(reference.proxy_id) as path, av.open(str(path)) as file:
        parts = [frame.to_ndarray()[0] for frame in file.decode(audio=0)]
    return round(many_tracks.loudest(np.concatenate(parts)), -1)


def test_the_voice_on_the_second_track_is_heard_and_all_else_stays(
    film: Film, clip: Reference, client: Client
) -> None:
    make.scanned(clip)
    by = {"film_id": film.id, "actor": make.director(film).actor}
    clearing.declare_nobody(**by, reference=clip.id)
    client.force_login(make.director(film).user)
    page = f"/films/{film.id}/references/{clip.id}/"
    assert "3 sounds; number 1 is used." in client.get(page).content.decode()
    before, facts = clip.proxy_id, clip.facts
    assert tone(clip) == 440
    answer = client.post(f"{page}tracks", {"picture": "0", "sound": ["2"], "channels": ""})
    assert answer.status_code == 302
    assert "Another choice is being prepared." in client.get(page).content.decode()
    tasks.look("io")
    clip.refresh_from_db()
    assert tone(clip) == 1000 and clip.proxy_id != before
    assert clip.facts["used"] == {"picture": 0, "sounds": [2], "channels": []}
    same = ("kind", "frames", "rate", "duration", "tracks", "width")
    assert [clip.facts[name] for name in same] == [facts[name] for name in same]
    assert (clip.maker, clip.nobody_else_by) == ("Ada", ""), "another may be heard now"
    assert Job.objects.open().filter(kind="scan", subject=clip.id).exists()
    assert not Holding.objects.filter(film=film, blob_id=before).exists()
    assert verbs(film)[-2:] == ["reference-tracks-asked", "reference-tracks-chosen"]
    assert "3 sounds; number 2 is used." in client.get(page).content.decode()
    client.cookies["django_language"] = "zh-hans"
    assert "共3条声音，使用第2条。" in client.get(page).content.decode()


def test_a_track_of_another_length_is_refused_and_nothing_changes(
    film: Film, clip: Reference, client: Client
) -> None:
    before = clip.proxy_id, clip.facts
    found = choose(clip, picture=0, sounds=[3])
    assert (found.proxy_id, found.facts) == before
    assert verbs(film)[-1] == "reference-tracks-failed"
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/references/{clip.id}/").content.decode()
    assert "That track is longer or shorter than what is used now" in page


def test_what_the_file_has_not_cannot_be_chosen(clip: Reference) -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"picture": 1, "sounds": [1]}, "no-track"),
        ({"picture": 0, "sounds": [0]}, "no-track"),
        ({"picture": 0, "sounds": [9]}, "no-track"),
        ({"picture": 0, "sounds": [1, 1]}, "no-track"),
        ({"sounds": [1]}, "no-track"),
        ({"picture": 0, "sounds": []}, "no-sound"),
        ({"picture": 0, "sounds": [1, 2], "channels": [0]}, "no-channel"),
        ({"picture": 0, "sounds": [1], "channels": [1]}, "no-channel"),
        ({"picture": 0, "sounds": [1]}, "chosen-already"),
    )
    for wanted, code in wrong:
        with pytest.raises(Refused, match=code):
            choose(clip, **wanted)
    with pytest.raises(Refused, match="no-tracks"):
        choose(made.sound(clip.film), sounds=[0])
    Holding.objects.filter(film=clip.film, blob=clip.proxy_id).update(hidden_at=clip.added_at)
    with pytest.raises(Refused, match="resting"):
        choose(clip, picture=0, sounds=[2])


def test_a_channel_of_a_recorder_is_chosen_by_a_script(film: Film, tmp_path: Path) -> None:
    path = many_tracks.wav(tmp_path / "a.wav", [0, 300, 700], ["Mix", "林遥", "Boom"])
    found = prepare(bring(film, path)).reference
    script = Script(make.director(film))
    (told,) = script.get("/references")
    assert told["facts"]["tracks"][0]["channel_names"] == ["Mix", "林遥", "Boom"]
    where = f"/references/{found.id}/tracks"
    script.post(where, 202, sounds=[0], channels=[1])
    assert script.post(where, 409, sounds=[0], channels=[2])["code"] == "under-way"
    tasks.look("io")
    (told,) = script.get("/references")
    assert told["facts"]["used"] == {"picture": None, "sounds": [0], "channels": [1]}
    found.refresh_from_db()
    assert tone(found) == 300
    assert compare(film.id, [RECORDS[0]]).fault is None
    viewer = Script(make.member(film, "viewer"))
    (seen,) = viewer.get("/references")
    assert "tracks" not in seen["facts"], "titles may tell of people"
    assert viewer.post(where, 403, sounds=[0])["code"] == "not-allowed"


def test_a_drafts_inputs_say_which_of_its_files_tracks_are_used(
    film: Film, clip: Reference, client: Client
) -> None:
    client.force_login(make.director(film).user)
    for facts, said in ((clip.facts, True), ({}, False)):
        draft = make.draft(film, facts=facts)
        panel = client.get(f"/films/{film.id}/drafts/{draft.id}/inputs/panel").content.decode()
        assert ("3 sounds; number 1 is used." in panel) is said
        assert ("Also in the file: 2: AAC · chi · Boom · 1 channel," in panel) is said
        assert ("The file itself is not kept." in panel) is said
    client.force_login(make.member(film, "viewer").user)
    draft = make.draft(film, facts=clip.facts)
    panel = client.get(f"/films/{film.id}/drafts/{draft.id}/inputs/panel").content.decode()
    assert "2: AAC · chi · 1 channel," in panel and "Boom" not in panel, "it may tell of people"


def test_the_tracks_of_what_was_prepared_before_they_were_listed_are_listed_when_asked(
    film: Film, clip: Reference, client: Client
) -> None:
    facts = {name: value for name, value in clip.facts.items() if name not in ("tracks", "used")}
    parts = ("proxy", "poster", "filmstrip", "waveform")
    copies = {name: getattr(clip, name) for name in parts}
    assert clip.original
    old = make.reference(film, "video", clip.original, facts, **copies)
    client.force_login(make.director(film).user)
    page = f"/films/{film.id}/references/{old.id}/"
    assert "List its tracks" in client.get(page).content.decode()
    assert client.post(f"{page}tracks").status_code == 302
    assert "Its tracks are being listed." in client.get(page).content.decode()
    tasks.look("io")
    assert "3 sounds; number 1 is used." in client.get(page).content.decode()
    old.refresh_from_db()
    assert (old.facts["tracks"], old.proxy_id) == (clip.facts["tracks"], clip.proxy_id)
    assert old.nobody_else_by, "the same is seen and heard"
    assert tone(choose(old, picture=0, sounds=[2])) == 1000
