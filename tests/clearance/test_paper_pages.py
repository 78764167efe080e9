"""What was signed on paper is recorded with its photo; who signed so gets a link of their own."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from slowfilm.clearance.models import Release
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from tests import make
from tests.clearance.test_pages import words

PDF = b"%PDF-1.7 a signed paper"


def told(**more: Any) -> dict[str, Any]:
    """The form as it is filled in."""
    day = timezone.localdate().isoformat()
    photo = SimpleUploadedFile("paper.pdf", PDF, "application/pdf")
    about = {"signed_name": "周", "signed_on": day, "witness": "王", "language": "zh-hans"}
    return {"photo": photo, "uses": ["shown", "altered"], **about, **more}


@pytest.fixture
def head(film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


def test_a_paper_is_recorded_and_its_person_gets_a_link(
    film: Film, zhou: Person, head: Client
) -> None:
    page = f"/films/{film.id}/people/{zhou.id}/paper/"
    assert "signed on paper" in words(head.get(page))
    assert head.post(page, told()).status_code == 302
    release = Release.objects.get()
    assert (release.person_id, release.signed_name) == (zhou.id, "周")
    assert set(release.granted) == {"shown", "altered"}
    assert release.paper is not None and release.paper.media_type == "application/pdf"
    made = head.post(f"/films/{film.id}/people/{zhou.id}/link").content.decode()
    (path,) = set(re.findall(r"http://testserver(/release/[\w-]+/)", made))
    assert "this is what you signed" in words(Client().get(path, {"language": "en"}))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"photo": SimpleUploadedFile("paper.txt", b"I agree")}, "Choose a PDF or a picture"),
        ({"photo": ""}, "This field is required."),
        ({"signed_on": "2199-01-01"}, "not one to come"),
        ({"signed_on": "soon"}, "Enter a valid date."),
        ({"uses": []}, "Tick at least one."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_with_a_paper_is_said(
    film: Film, zhou: Person, head: Client, more: dict[str, Any], said: str
) -> None:
    answer = head.post(f"/films/{film.id}/people/{zhou.id}/paper/", told(**more))
    assert answer.status_code == 422 and said in words(answer)
    assert not Release.objects.exists()


@pytest.mark.slow
def test_only_who_may_clear_records_and_nobody_unsigned_has_a_link(
    film: Film, zhou: Person, head: Client
) -> None:
    link = f"/films/{film.id}/people/{zhou.id}/link"
    assert "has signed nothing yet" in words(head.post(link))
    pen = Client()
    pen.force_login(make.member(film, "cinematographer").user)
    for path in (link, f"/films/{film.id}/people/{zhou.id}/paper/"):
        assert pen.post(path, told()).status_code == 403
