"""The pages of characters: added, given references and lines, by hand and from transcripts."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.references.models import Character, Line
from tests import make
from tests.generations import made
from tests.references import cast

SRT = "1\n00:00:00,500 --> 00:00:01,500\n落雨咯。\n\n2\n00:00:02,000 --> 00:00:02,900\n着。\n"


@pytest.fixture
def client(film: Film) -> Client:
    """The director's."""
    client = Client()
    client.force_login(make.director(film).user)
    return client


@pytest.mark.slow
def test_a_character_of_somebody_new_is_added_and_given_references(
    film: Film, client: Client
) -> None:
    url = f"/films/{film.id}/characters/"
    answer = client.post(url, {"name": "林遥", "period": "1998"})
    one = Character.objects.get(film=film)
    page = f"{url}{one.id}/"
    assert (answer.status_code, answer.url) == (302, page)  # type: ignore[attr-defined]
    picture = made.picture(film, nobody=False, name="face.png")
    asked = {"reference": str(picture.id), "role": "subject"}
    client.post(f"{page}references/", asked)
    words = client.get(page).content.decode()
    assert "face.png" in words and "Nobody has said yet who is seen" in words
    assert "林遥（1998）" in client.get(url).content.decode()
    refused = client.post(f"{page}references/", asked, follow=True)
    assert "among this character" in refused.content.decode()
    client.post(f"{page}references/", {"reference": str(picture.id), "role": "style"})
    second = one.material.get(role="style")
    client.post(f"{page}references/{second.id}/first")
    assert [each.role for each in one.material.all()] == ["style", "subject"]
    client.post(f"{page}references/{second.id}/remove")
    assert one.material.count() == 1
    client.post(page, {"period": "1999"})
    assert Character.objects.get(id=one.id).period == "1999"
    assert "lines away first" in client.post(f"{page}remove", follow=True).content.decode()


@pytest.mark.parametrize(
    "wrong", [{}, {"period": "1998"}, {"name": "x"}, {"name": " ", "period": "1"}]
)
def test_who_and_when_must_be_said(film: Film, client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(f"/films/{film.id}/characters/", wrong)
    assert answer.status_code == 422
    assert 'class="refusal"' in answer.content.decode()


def test_two_that_are_named_alike_are_refused_and_nobody_is_added(
    film: Film, client: Client
) -> None:
    cast.character(film, "1998")
    answer = client.post(f"/films/{film.id}/characters/", {"name": "林遥", "period": "１９９８"})
    assert "There is a 林遥（１９９８） already." in answer.content.decode()
    assert film.people.count() == 1


def test_a_line_is_written_changed_and_taken_away(film: Film, client: Client) -> None:
    one, take = cast.character(film), made.sound(film)
    page = f"/films/{film.id}/characters/{one.id}/"
    told = {
        "words": "落雨咯。",
        "translation": "It rains.",
        "dialect": "闽南语",
        "take": str(take.id),
    }
    client.post(f"{page}lines/", {**told, "start": "0.5", "end": "2"})
    line = Line.objects.get(film=film)
    assert (line.start_ms, line.end_ms, line.take) == (500, 2000, take)
    client.post(f"{page}lines/{line.id}", {"words": "着。"})
    assert Line.objects.get(film=film).words == "着。"
    assert client.post(f"{page}lines/", {"words": ""}).status_code == 422
    client.post(f"{page}lines/{line.id}/remove")
    assert not Line.objects.filter(film=film).exists()


def test_a_transcript_and_its_translation_become_lines(film: Film, client: Client) -> None:
    one, take = cast.character(film), made.sound(film)
    page = f"/films/{film.id}/characters/{one.id}/"
    file = SimpleUploadedFile("a.srt", SRT.encode("gb18030"))
    told = {"translated": SRT.replace("落雨咯。", "It rains.").replace("着。", "Yes.")}
    asked: dict[str, Any] = {**told, "file": file, "dialect": "闽南语", "take": str(take.id)}
    answer = client.post(f"{page}transcript", asked, follow=True)
    assert "2 lines were written down." in answer.content.decode()
    rows = [(each.words, each.translation, each.start_ms) for each in one.lines.all()]
    assert rows == [("落雨咯。", "It rains.", 500), ("着。", "Yes.", 2000)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Write a transcript, or choose its file."),
        ({"text": "rubbish"}, "Line 1: the times are missing"),
        ({"text": SRT, "translated": "00:01,0 --> never\nx"}, "Line 1: times read"),
        ({"text": "00:00,000 --> 00:01,000\n" + "x" * 2001}, "2000 characters at most"),
        ({"file": b"\x89PNG\xff\xff\xff\x00\xfe"}, "refusal"),
    ],
)
def test_a_transcript_that_is_wrong_writes_nothing(
    film: Film, client: Client, told: dict[str, Any], said: str
) -> None:
    page = f"/films/{film.id}/characters/{cast.character(film).id}/"
    if "file" in told:
        told = {"file": SimpleUploadedFile("a.srt", told["file"])}
    answer = client.post(f"{page}transcript", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Line.objects.filter(film=film).exists()


def test_all_of_a_transcript_is_written_or_nothing(film: Film, client: Client) -> None:
    """The second cue lies beyond the take's end."""
    page = f"/films/{film.id}/characters/{cast.character(film).id}/"
    text = SRT.replace("00:00:02,900", "00:00:09,900")
    asked = {"text": text, "take": str(made.sound(film).id)}
    answer = client.post(f"{page}transcript", asked)
    assert "The part ends at 9.9 s" in answer.content.decode()
    assert not Line.objects.filter(film=film).exists()


def test_a_viewer_looks_and_changes_nothing(film: Film) -> None:
    one = cast.character(film)
    viewer = Client()
    viewer.force_login(make.member(film, "viewer").user)
    page = f"/films/{film.id}/characters/{one.id}/"
    assert viewer.get(page).status_code == 200
    assert "<form" not in viewer.get(page).content.decode().split("<main")[1]
    for url in ("references/", "lines/", "transcript", "remove"):
        assert viewer.post(f"{page}{url}", {"words": "x"}).status_code == 403
    viewer.post(page, {"period": "2000"})
    assert Character.objects.get(id=one.id).period == "1998"
    stranger = Client()
    stranger.force_login(make.user())
    assert stranger.get(page).status_code == 404
