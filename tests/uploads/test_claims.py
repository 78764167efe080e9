"""An announced upload is a claim: on the disk, and on what a film and a member may hold."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from slowfilm import storage
from slowfilm.films.models import Film, Member
from slowfilm.storage import ARCHIVE
from slowfilm.uploads import claims
from slowfilm.uploads.models import Upload
from tests import make
from tests.conftest import Site
from tests.uploads.tus import TUS, Tus, metadata

GB = 1024**3


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed."""
    return make.film()


def at(film: Film) -> str:
    """Where a film's uploads are made."""
    return f"/films/{film.id}/uploads/"


def free() -> int:
    """What uploads may claim on this machine's disk."""
    return storage.free_beside_reserve(settings.DATA)


class Near:
    """A member's client within this process, where a test may set what is allowed."""

    def __init__(self, member: Member) -> None:
        self.film, self.http = member.film, Client()
        self.http.force_login(member.user)

    def create(self, size: int, name: str = "dusk.mov") -> Any:
        """POST."""
        headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(filename=name)}
        return self.http.post(at(self.film), headers=headers)


@pytest.mark.slow
def test_forty_uploads_do_not_claim_an_eighth_of_the_disk_each(site: Site, film: Film) -> None:
    tus = Tus(site.url, make.token(make.director(film).user))
    size = min(50 * GB, free() // 8)
    answers = [tus.create(at(film), size, filename=f"{n}.mov") for n in range(40)]
    taken = [one for one in answers if one.status_code == 201]
    assert 1 <= len(taken) < 8
    assert sum(Upload.objects.values_list("size", flat=True)) < free()
    refused = [one for one in answers if one.status_code != 201]
    assert {one.status_code for one in refused} == {507}
    assert "left" in refused[-1].text


@pytest.mark.slow
def test_uploads_announced_at_once_are_weighed_one_after_the_other(site: Site, film: Film) -> None:
    people = [make.member(film, "editor") for _ in range(8)]
    lines = [Tus(site.url, make.token(person.user)) for person in people]
    size = free() // 8  # with room to join it, a claim of a quarter
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda line: line.create(at(film), size).status_code, lines))
    assert sorted(answers) == sorted([201] * answers.count(201) + [507] * answers.count(507))
    assert 1 <= answers.count(201) <= 6
    held = [claims.Held(each.size, each.offset) for each in Upload.objects.all()]
    assert claims.Disks().fit(held), "together they fit"


@pytest.mark.slow
def test_one_persons_unfinished_uploads_leave_room_for_others(film: Film) -> None:
    greedy, other = make.director(film), make.member(film, "editor")
    elsewhere = make.film(director=greedy.user)
    size = 4 * GB
    while (answer := Near(greedy).create(size)).status_code == 201 or size > GB // 4:
        size = size if answer.status_code == 201 else size // 2
    assert answer.status_code == 507
    assert "One person's unfinished uploads" in answer.content.decode()
    again = Near(make.director(elsewhere)).create(2 * GB)  # others' tests move the disk by less
    assert again.status_code == 507, "on another film it is the same person"
    assert Near(other).create(min(GB, free() // 16)).status_code == 201
    assert Near(make.director(make.film())).create(min(GB, free() // 32)).status_code == 201


def test_what_came_of_ones_own_unfinished_files_is_still_ones_own() -> None:
    """Whoever stops each file just before its end can't fill the disk after all."""
    disks = claims.Disks()
    size = free() // 5
    assert disks.fair([claims.Held(size, 0)], [])
    assert not disks.fair([claims.Held(size, 0)] * 2, [])
    disks.free = {disk: bytes_ - (size - 1) for disk, bytes_ in disks.free.items()}
    assert not disks.fair([claims.Held(size, size - 1), claims.Held(size, 0)], [])


@pytest.mark.slow
def test_a_count_of_unfinished_uploads_is_not_passed(
    film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "UNFINISHED", 3)
    line = Near(make.director(film))
    assert [line.create(10).status_code for _ in range(4)] == [201, 201, 201, 413]
    assert "3 unfinished uploads" in line.create(10).content.decode()
    assert Near(make.member(film, "editor")).create(10).status_code == 201


@pytest.mark.slow
def test_a_film_holds_no_more_than_it_may(film: Film, settings: Any) -> None:
    settings.FILM_QUOTA = 1000
    make.blob(film, size=600)
    make.blob(film, ARCHIVE, 5000)  # the film once more
    line, other = Near(make.director(film)), Near(make.member(film, "editor"))
    assert line.create(300).status_code == 201
    refused = other.create(200)
    assert refused.status_code == 413
    assert refused.content.decode() == (
        "A film may hold 1000\xa0bytes here. 100\xa0bytes are left for this one, "
        "and this file has 200\xa0bytes."
    )
    assert other.create(100).status_code == 201
    assert Near(make.director(make.film())).create(900).status_code == 201
    settings.FILM_QUOTA = 0
    assert other.create(100_000).status_code == 201


@pytest.mark.slow
def test_a_member_brings_no_more_than_they_may(film: Film, settings: Any) -> None:
    settings.MEMBER_QUOTA = 1000
    director, editor = make.director(film), make.member(film, "editor")
    original = make.blob(film, size=500)
    for _ in range(2):  # the same bytes once more are not kept twice
        make.reference(film, "picture", original, {}, by=director.actor)
    make.draft(film, master=make.blob(film, size=7000))  # an engine's
    assert Near(director).create(400).status_code == 201
    refused = Near(director).create(101)
    assert refused.status_code == 413
    assert "100\xa0bytes are left for you" in refused.content.decode()
    assert Near(editor).create(1000).status_code == 201, "the other has a measure of their own"


def test_a_draft_counts_for_whoever_uploaded_it(film: Film, settings: Any) -> None:
    settings.MEMBER_QUOTA = 1000
    director, editor = make.director(film), make.member(film, "editor")
    make.draft(film, master=make.blob(film, size=990), made_by=director.actor)
    assert Near(director).create(20).status_code == 413
    assert Near(editor).create(20).status_code == 201


def test_what_is_let_go_or_abandoned_is_free_again(film: Film, settings: Any) -> None:
    settings.FILM_QUOTA = 1000
    line = Near(make.director(film))
    made = line.create(1000)
    assert line.create(1).status_code == 413
    assert line.http.delete(made.headers["Location"], headers=TUS).status_code == 204
    assert line.create(1000).status_code == 201
    Upload.objects.update(touched_at="2020-01-01T00:00:00Z")
    assert line.create(1000).status_code == 201


def test_a_whole_file_is_a_claim_until_something_has_become_of_it(
    site: Site, film: Film, settings: Any
) -> None:
    tus = Tus(site.url, make.token(make.director(film).user))
    where = tus.create(at(film), 4).headers["Location"]
    tus.patch(where, 0, b"0123")
    assert [one.size for one in claims.waiting()] == [4]
    settings.FILM_QUOTA = 5
    assert Near(make.director(film)).create(2).status_code == 413
    for folder in (Path(settings.DATA) / "uploads").iterdir():
        shutil.rmtree(folder)
    assert list(claims.waiting()) == []
    assert Upload.objects.count() == 1, "its row stays, for a client that lost the last answer"
