"""The upload protocol, spoken to a running site."""

import base64
import hashlib
from uuid import uuid4

import pytest
from django.conf import settings

from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry
from slowfilm.references.models import Reference
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from tests import make
from tests.conftest import Site
from tests.uploads.tus import BODY, TUS, Tus


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed."""
    return make.film()


@pytest.fixture
def tus(site: Site, film: Film) -> Tus:
    """The director's client."""
    return Tus(site.url, make.token(make.director(film).user))


def at(film: Film) -> str:
    """Where a film's uploads are made."""
    return f"/films/{film.id}/uploads/"


def test_a_file_in_pieces_becomes_one_reference(tus: Tus, film: Film) -> None:
    made = tus.create(at(film), 10, filename="cat.png", maker="Lin", year="1998", study="on")
    assert made.status_code == 201
    where = made.headers["Location"]
    assert tus.head(where).headers["Upload-Offset"] == "0"
    assert "Upload-Expires" in tus.head(where).headers
    first = tus.patch(where, 0, b"01234")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "5")
    assert Reference.objects.count() == 0
    last = tus.patch(where, 5, b"56789")
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, "10")
    reference = Reference.objects.get()
    assert (reference.name, reference.maker, reference.study) == ("cat.png", "Lin", True)
    assert Job.objects.get().kind == "prepare-reference"
    assert Entry.objects.filter(verb="reference-added").count() == 1
    joined = settings.DATA / "joined"
    pieces.join(reference.upload, 10, joined, lambda done: None)
    assert joined.read_bytes() == b"0123456789"
    joined.unlink()
    assert tus.head(where).headers["Upload-Offset"] == "10", "a lost last answer can be asked for"


def test_options_say_what_is_spoken(tus: Tus, film: Film) -> None:
    told = tus.http.options(at(film))
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == told.headers["Tus-Resumable"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) >= {"creation", "termination"}
    assert int(told.headers["Tus-Max-Size"]) > 2**31


def test_another_version_is_refused(tus: Tus, film: Film) -> None:
    answer = tus.http.post(at(film), headers={"Tus-Resumable": "0.2.2", "Upload-Length": "3"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("length", ["", "-1", "ten", "1e3", "9" * 30])
def test_a_length_is_a_number(tus: Tus, film: Film, length: str) -> None:
    assert tus.create(at(film), length).status_code == 400


def test_metadata_must_be_readable(tus: Tus, film: Film) -> None:
    headers = {**TUS, "Upload-Length": "3", "Upload-Metadata": "filename ###"}
    assert tus.http.post(at(film), headers=headers).status_code == 400
    answer = tus.create(at(film), 3, filename="a", medium="papyrus")
    assert answer.status_code == 403
    assert "Medium" in answer.text


def test_a_file_beyond_the_limit_is_refused(tus: Tus, film: Film) -> None:
    answer = tus.create(at(film), settings.UPLOAD_LARGEST + 1)
    assert answer.status_code == 413
    assert "GB" in answer.text


def test_a_wrong_offset_moves_nothing(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 10).headers["Location"]
    assert tus.patch(where, 3, b"345").status_code == 409
    assert tus.patch(where, 0, b"012").status_code == 204
    assert tus.patch(where, 0, b"012").status_code == 409
    assert Upload.objects.get().offset == 3


@pytest.mark.slow
def test_a_body_is_neither_too_long_nor_of_another_type(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    assert tus.patch(where, 0, b"01234").status_code == 413
    plain = tus.patch(where, 0, b"0123", Content_Type="text/plain")
    assert plain.status_code == 415
    assert not list(pieces.folder(Upload.objects.latest("created_at").id).glob("*.part"))


def test_a_body_without_a_length_is_counted(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    headers = {**TUS, "Upload-Offset": "0", "Content-Type": BODY}
    too_long = tus.http.patch(where, content=iter([b"012", b"34"]), headers=headers)
    assert too_long.status_code == 413
    right = tus.http.patch(where, content=iter([b"01", b"23"]), headers=headers)
    assert (right.status_code, right.headers["Upload-Offset"]) == (204, "4")


def test_checksums_are_asked(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 6).headers["Location"]
    good = base64.b64encode(hashlib.sha1(b"012").digest()).decode()
    assert tus.patch(where, 0, b"01x", Upload_Checksum=f"sha1 {good}").status_code == 460
    assert tus.head(where).headers["Upload-Offset"] == "0"
    assert tus.patch(where, 0, b"012", Upload_Checksum=f"sha1 {good}").status_code == 204
    assert tus.patch(where, 3, b"345", Upload_Checksum="crc32 AAAA").status_code == 400


def test_an_upload_can_be_let_go_until_it_is_whole(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    tus.patch(where, 0, b"01")
    upload = Upload.objects.get()
    assert tus.delete(where).status_code == 204
    assert not pieces.there(upload.id)
    assert tus.head(where).status_code == 404
    whole = tus.create(at(film), 2).headers["Location"]
    tus.patch(whole, 0, b"01")
    assert tus.delete(whole).status_code == 403
    assert Reference.objects.count() == 1


def test_a_method_may_be_told_in_a_header(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    headers = {**TUS, "X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0", "Content-Type": BODY}
    assert tus.http.post(where, content=b"0123", headers=headers).status_code == 204
    assert Reference.objects.count() == 1
    assert tus.http.get(at(film)).status_code == 405


@pytest.mark.slow
def test_uploads_are_the_members_own(site: Site, tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    other = Tus(site.url, make.token(make.member(film, "editor").user))
    stranger = Tus(site.url, make.token(make.user()))
    viewer = Tus(site.url, make.token(make.member(film, "viewer").user))
    assert other.head(where).status_code == 404
    assert stranger.patch(where, 0, b"0123").status_code == 404
    assert stranger.create(at(film), 4).status_code == 404
    assert viewer.create(at(film), 4).status_code == 403
    assert tus.head(f"{at(film)}{uuid4()}").status_code == 404
    assert Tus(site.url, "wrong").create(at(film), 4).status_code == 401


def test_a_member_who_is_removed_sends_no_further(site: Site, film: Film) -> None:
    editor = make.member(film, "editor")
    line = Tus(site.url, make.token(editor.user))
    where = line.create(at(film), 4).headers["Location"]
    assert line.patch(where, 0, b"01").status_code == 204
    type(editor).objects.filter(id=editor.id).update(removed_at=editor.joined_at)
    assert line.patch(where, 2, b"23").status_code == 404
    assert not Reference.objects.exists()


def test_a_page_of_another_site_cannot_upload(site: Site, film: Film) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.director(film).user)
    headers = {**TUS, "Upload-Length": "4"}
    assert browser.post(at(film), headers=headers).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\dusk.mov", "dusk.mov"),
        ("a\x00b\nc.png", "abc.png"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("雨の路地.mp4", "雨の路地.mp4"),
        ("..", "untitled"),
        ("", "untitled"),
        ("x" * 400 + ".mov", "x" * 251 + ".mov"),
    ],
)
def test_a_name_is_only_a_name(tus: Tus, film: Film, name: str, kept: str) -> None:
    assert tus.create(at(film), 4, filename=name).status_code == 201
    assert Upload.objects.get().filename == kept


def test_what_nobody_goes_on_with_is_forgotten(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), 4).headers["Location"]
    tus.patch(where, 0, b"01")
    old = Upload.objects.get()
    Upload.objects.update(touched_at=old.touched_at.replace(year=old.touched_at.year - 1))
    tus.create(at(film), 4)
    assert tus.head(where).status_code == 404
    assert not pieces.there(old.id)
