"""The pages on which what a scan found is shown and named."""

from typing import Any

import pytest
from django.test import Client

from slowfilm.clearance.scan_models import Track
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.make import Source
from tests import make

pytestmark = pytest.mark.django_db


def clip(film: Film, *faces: tuple[int, int], **more: Any) -> Reference:
    blob = make.blob(film)
    facts = {
        "rate": "24",
        "frames": 240,
        "duration": "10",
        "width": 1280,
        "height": 720,
        "codec": "h264",
        "rotation": 0,
        "variable_rate": False,
        "has_sound": True,
        "sample_rate": 48000,
        "channels": 2,
    }
    about = {"nobody": False, "scan": False, "proxy": blob, "poster": blob, "waveform": blob}
    one = make.reference(film, "video", blob, facts, **about)
    make.scanned(one, *faces, **more)
    return one


@pytest.fixture
def page(film: Film, client: Client) -> Client:
    """A browser in which the director is signed in."""
    client.force_login(make.director(film).user)
    return client


@pytest.mark.slow
def test_a_page_shows_what_was_found_and_one_click_names_it(
    film: Film, page: Client, zhou: Person
) -> None:
    one = clip(film, (0, 48), (60, 90), voices=[(500, 1500)])
    at = f"/films/{film.id}/references/{one.id}/"
    shown = page.get(at).content.decode()
    assert "Found: 2 faces, 1 voice." in shown
    assert "All 3 without a name are:" in shown
    face, other, voice = Track.objects.filter(reference=one)
    assert f'data-second="{0.5 / 24:.4f}"' in shown
    assert 'data-play="0.5 1.5"' in shown
    told = {"reference": one.id, "tracks": [face.id, voice.id], "person": zhou.id}
    answer = page.post(f"/films/{film.id}/found/name", told)
    assert answer.headers["Location"] == f"{at}#found"
    new = {"reference": one.id, "tracks": [other.id], "name": "Wu"}
    page.post(f"/films/{film.id}/found/name", new)
    names = [each.person and each.person.name for each in Track.objects.filter(reference=one)]
    assert names == ["周", "Wu", "周"]
    assert "周 (seen and heard)" in page.get(at).content.decode()


@pytest.mark.slow
def test_a_face_on_the_page_of_a_draft_is_a_strangers_until_two_say_nobody_is_there(
    film: Film, page: Client
) -> None:
    draft = make.draft(film, nobody_declared_by="system", scan=False)
    (face,) = make.scanned(draft, (0, 48))
    at, form = f"/films/{film.id}/drafts/{draft.id}/people/", {"draft": draft.id}
    page.post(f"/films/{film.id}/found/name", {**form, "tracks": face.id, "person": "stranger"})
    assert "A stranger" in page.get(at).content.decode()
    said = {**form, "tracks": face.id, "reason": "A poster."}
    page.post(f"/films/{film.id}/found/doubt", said)
    assert "A second member must agree." in page.get(at).content.decode()
    refused = page.post(f"/films/{film.id}/found/dismiss", said, follow=True)
    assert "you said so yourself" in refused.content.decode()
    page.force_login(make.member(film, "clearance").user)
    page.post(f"/films/{film.id}/found/dismiss", said)
    assert "1 where two members say" in page.get(at).content.decode()
    page.post(f"/films/{film.id}/found/restore", said)
    assert "1 where two members say" not in page.get(at).content.decode()


def test_a_draft_offers_first_who_is_named_in_what_it_was_made_from(
    film: Film, page: Client, zhou: Person
) -> None:
    one = clip(film, (0, 48))
    make.name(one, zhou)
    for number in range(8):
        make.person(film, f"Person {number}")
    source = Source("subject", "Video1", reference=one.id)
    draft = make.draft(film, nobody_declared_by="system", sources=[source], scan=False)
    (face,) = make.scanned(draft, (0, 48))
    shown = page.get(f"/films/{film.id}/drafts/{draft.id}/people/").content.decode()
    offered = shown.split('id="found"')[1].split("found-new")[0]
    assert f'value="{zhou.id}"' in offered and "Person 3" not in offered
    told = {"draft": draft.id, "tracks": face.id, "person": zhou.id}
    page.post(f"/films/{film.id}/found/name", told)
    assert Track.objects.get(id=face.id).person == zhou


def test_anybody_adds_what_was_missed(film: Film, page: Client) -> None:
    one = clip(film)
    page.force_login(make.member(film, "viewer").user)
    form = {"reference": one.id, "rate": "24.0"}
    add = f"/films/{film.id}/found/add"
    page.post(add, {**form, "kind": "face", "from": "2", "to": "3.5", "box": "10 20 30 40"})
    page.post(add, {**form, "kind": "voice", "from": "0,5", "to": ""})
    wrong = page.post(add, {**form, "kind": "voice", "from": "soon"}, follow=True)
    assert "Give the times in seconds" in wrong.content.decode()
    face, voice = Track.objects.filter(reference=one)
    assert (face.first, face.end, face.box) == (48, 84, [10, 20, 30, 40])
    assert (voice.first, voice.end) == (500, 501)


@pytest.mark.slow
def test_the_library_says_what_was_found_and_names_many(
    film: Film, page: Client, zhou: Person
) -> None:
    one, other = clip(film, (0, 48)), clip(film, (0, 48), (60, 90))
    blob = make.blob(film, "image/jpeg")
    facts = {"width": 640, "height": 360}
    late = make.reference(film, "picture", blob, facts, scan=False, proxy=blob, poster=blob)
    shown = page.get(f"/films/{film.id}/references/").content.decode()
    assert "2 faces" in shown and "Being scanned for faces and voices." in shown
    both = {"references": [one.id, other.id], "person": zhou.id}
    page.post(f"/films/{film.id}/found/name", both)
    assert Track.objects.filter(person=zhou).count() == 3
    film.jobs.filter(subject=late.id).update(state="failed")
    shown = page.get(f"/films/{film.id}/references/?needs=clearance").content.decode()
    assert "1 reference has not been scanned" in shown
    page.post(f"/films/{film.id}/scans/again", {"references": late.id})
    assert film.jobs.open().filter(subject=late.id).exists()


def test_a_place_is_not_counted_with_faces_that_have_no_name(film: Film, page: Client) -> None:
    one = clip(film, (0, 48))
    page.post(f"/films/{film.id}/found/add", {"reference": one.id, "kind": "place"})
    assert Track.objects.get(reference=one, kind="place").person is None
    assert page.get(f"/films/{film.id}/references/").context["faces"] == 1
