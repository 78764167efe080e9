"""What a scan finds, what is said of it, and that nothing is used before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowfilm.clearance import actions as sightings
from slowfilm.clearance import scanning, tracks
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(film: Film) -> dict[str, Any]:
    """The director does it."""
    return {"film_id": film.id, "actor": make.director(film).actor}


@pytest.fixture
def second(film: Film) -> dict[str, Any]:
    """Another member who may clear."""
    return {"film_id": film.id, "actor": make.member(film, "clearance").actor}


def clip(film: Film, *faces: tuple[int, int], **more: Any) -> Reference:
    """A clip in which a scan found faces, and of which it was said before that nobody is in it."""
    blob = make.blob(film)
    facts = {"rate": "24", "frames": 240, "duration": "10", "width": 1280, "height": 720}
    one = make.reference(film, "video", blob, facts, scan=False, proxy=blob, poster=blob)
    make.scanned(one, *faces, **more)
    return one


@contextmanager
def refused(said: str) -> Iterator[None]:
    """It is refused, with a sentence that says so."""
    with pytest.raises(Refused) as why:
        yield
    assert said in str(why.value.reason)


def codes(*subjects: Reference, use: Any = "generate", **more: Any) -> list[str]:
    return [each.code for each in clearance(use, references=subjects, **more).reasons]


def test_what_nobody_scanned_is_not_cleared(film: Film) -> None:
    blob = make.blob(film, "image/jpeg")
    one = make.reference(film, "picture", blob, {}, scan=False, proxy=blob)
    assert codes(one) == ["unscanned"]
    assert Job.objects.get(subject=one.id, kind="scan").state == "queued"
    make.scanned(one)
    assert codes(one) == []


def test_a_scan_that_fails_leaves_it_uncleared_and_can_be_done_again(
    film: Film, by: dict[str, Any]
) -> None:
    blob = make.blob(film, "image/jpeg")
    one = make.reference(film, "picture", blob, {}, scan=False, proxy=blob)
    job = Job.objects.get(subject=one.id, kind="scan")
    job.state = Job.State.RUNNING
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=job.queued_at)
    scanning.fail(job, "out-of-time", {})
    assert codes(one) == ["scan-failed"]
    scanning.scan_again(**by, references=[one.id])
    scanning.scan_again(**by, references=[one.id])  # it is to come already
    make.scanned(one)
    assert codes(one) == []


def test_other_bytes_are_scanned_anew(film: Film) -> None:
    one = clip(film)
    assert codes(one) == []
    one.proxy = make.blob(film)
    assert codes(one) == ["unscanned"]


def test_a_face_without_a_name_stands_in_the_way_and_a_name_brings_its_papers(
    film: Film, by: dict[str, Any], zhou: Person
) -> None:
    one = clip(film, (0, 48), (0, 240))
    (reason,) = clearance("generate", references=[one]).reasons
    assert reason.code == "unnamed-face"
    assert reason.sentence == (
        "2 faces in it have no name, so nobody has agreed to “Reference for a likeness” for them."
    )
    assert reason.mend.endswith(f"{one.id}/#found")
    face, other = Track.objects.filter(reference=one)
    tracks.name_tracks(**by, tracks=[face.id], person=zhou.id)
    assert codes(one) == ["unnamed-face", "no-release"]
    tracks.name_tracks(**by, tracks=[other.id], stranger=True)
    assert codes(one) == ["stranger-face", "no-release"]
    tracks.name_tracks(**by, tracks=[other.id], person=zhou.id)
    make.signed(make.release_link(zhou))
    assert codes(one) == []


def test_a_name_taken_away_takes_its_sighting_but_not_one_said_by_hand(
    film: Film, by: dict[str, Any], zhou: Person, lin: Person
) -> None:
    one = clip(film, (0, 48))
    (face,) = Track.objects.filter(reference=one)
    tracks.name_tracks(**by, tracks=[face.id], person=zhou.id)
    tracks.name_tracks(**by, tracks=[face.id], person=lin.id)
    assert [each.person for each in Sighting.objects.standing()] == [lin]
    make.name(one, lin, zhou)
    tracks.name_tracks(**by, tracks=[face.id])
    assert {each.person for each in Sighting.objects.standing()} == {zhou}
    assert codes(one) == ["unnamed-face", "no-release"]


def test_nobody_whom_a_track_names_is_left_out_by_hand(
    film: Film, by: dict[str, Any], zhou: Person, lin: Person
) -> None:
    one = clip(film, (0, 48))
    tracks.name_tracks(**by, tracks=[Track.objects.get(reference=one).id], person=zhou.id)
    with refused("named 周"):
        make.name(one, lin)


def test_nobody_is_in_it_needs_a_reason_and_a_second_member(
    film: Film, by: dict[str, Any], second: dict[str, Any]
) -> None:
    blob = make.blob(film, "image/jpeg")
    one = make.reference(film, "picture", blob, {}, scan=False, nobody=False, proxy=blob)
    (face,) = make.scanned(one, (0, 1))
    with refused("found 1 face"):
        sightings.declare_nobody(**by, reference=one.id)
    with refused("found 1 face"):
        sightings.name_people(**by, references=[one.id], nobody_else=True)
    with pytest.raises(Refused):
        tracks.doubt_tracks(**by, tracks=[face.id], reason=" ")
    with refused("with a reason"):
        tracks.dismiss_tracks(**second, tracks=[face.id])
    tracks.doubt_tracks(**by, tracks=[face.id], reason="A knot in the wood.")
    with refused("second member"):
        tracks.dismiss_tracks(**by, tracks=[face.id])
    assert "unnamed-face" in codes(one)
    tracks.dismiss_tracks(**second, tracks=[face.id])
    sightings.declare_nobody(**by, reference=one.id)
    one.refresh_from_db()
    assert codes(one) == []
    tracks.restore_tracks(**second, tracks=[face.id])
    assert codes(one) == ["unnamed-face"]


def test_whoever_it_is_may_add_what_was_missed(film: Film, by: dict[str, Any]) -> None:
    one, viewer = clip(film), make.member(film, "viewer")
    about = {"film_id": film.id, "actor": viewer.actor, "reference": one.id}
    tracks.add_track(**about, kind="face", first=3, end=9, box=[10, 20, 30, 40], words="mirror")
    tracks.add_track(**about, kind="voice", first=500, end=900)
    tracks.add_track(**about, kind="place", end=240, words="The lane of the Wus")
    assert codes(one) == ["unnamed-face", "unnamed-voice", "place"]
    assert codes(one, use="show") == ["unnamed-face", "unnamed-voice", "place"]
    for wrong in (
        {"kind": "face", "end": 3},
        {"kind": "voice", "first": 9, "end": 9},
        {"kind": "face", "box": [0, 0, 0, 9]},
        {"kind": "face", "box": [0, 0, 10_001, 9]},
        {"kind": "face", "box": [1, 1, 1, 1], "draft": one.id},
    ):
        with pytest.raises(Refused):
            tracks.add_track(**about, **wrong)
    with refused("Your role"):
        tracks.name_tracks(
            film_id=film.id, actor=viewer.actor, tracks=[one.tracks.all()[0].id], stranger=True
        )


def test_only_what_a_role_takes_counts(film: Film, lin: Person) -> None:
    one = clip(film, (0, 48), voices=[(0, 900)])
    assert codes(one) == ["unnamed-face", "unnamed-voice"]
    assert codes(one, roles={one.id: ["ambience"]}) == ["unnamed-voice"]
    assert codes(one, roles={one.id: ["subject"]}) == ["unnamed-face"]
    assert codes(one, roles={one.id: ["verbatim"]}) == ["unnamed-face", "unnamed-voice"]


def test_a_generated_draft_is_scanned_too(film: Film, by: dict[str, Any], lin: Person) -> None:
    draft = make.draft(film, nobody_declared_by="system", scan=False)
    assert [each.code for each in clearance("show", drafts=[draft]).reasons] == ["unscanned"]
    (face,) = make.scanned(draft, (0, 10))
    assert [each.code for each in clearance("show", drafts=[draft]).reasons] == ["unnamed-face"]
    tracks.name_tracks(**by, tracks=[face.id], person=lin.id)
    make.release(lin)
    assert clearance("show", drafts=[draft]).cleared


def test_to_scan_again_takes_nothing_away_and_says_nothing_twice(
    film: Film, by: dict[str, Any], lin: Person
) -> None:
    one = clip(film, (0, 48), (60, 90), voices=[(0, 900)])
    tracks.name_tracks(**by, tracks=[Track.objects.filter(reference=one)[0].id], person=lin.id)
    scanning.scan_again(**by, references=[one.id])
    assert len(make.scanned(one, (0, 48), (60, 90), (100, 200), voices=[(0, 900)])) == 1
    assert Track.objects.filter(reference=one).count() == 4
    assert [len(scan.boxes) for scan in Scan.objects.filter(reference=one)] == [2, 1]


@pytest.mark.slow
def test_many_are_asked_about_in_few_queries(film: Film, by: dict[str, Any], lin: Person) -> None:
    many = [clip(film, (0, 48), (60, 90), (100, 120)) for _ in range(15)]
    ids = [each.id for each in Track.objects.all()]
    tracks.name_tracks(**by, tracks=ids[:40], person=lin.id)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = clearance("generate", references=many)
    assert len(asked) == 5
    assert len(answer.tracks) == 45


def test_naming_many_at_once_names_each_in_its_own(
    film: Film, by: dict[str, Any], lin: Person
) -> None:
    one, other = clip(film, (0, 48)), clip(film, (0, 48), voices=[(0, 500)])
    ids = [each.id for each in Track.objects.all()]
    tracks.name_tracks(**by, tracks=ids, person=lin.id)
    said = {(each.reference_id, each.seen, each.heard) for each in Sighting.objects.standing()}
    assert said == {(one.id, True, False), (other.id, True, True)}
