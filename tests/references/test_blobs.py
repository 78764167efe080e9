"""A film's bytes over HTTP: ranges, and rights that are asked every time."""

import itertools
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from slowfilm import storage
from slowfilm.films.filenames import ENDINGS
from slowfilm.films.models import Film, Member
from slowfilm.media import sniff
from slowfilm.storage import Blob, Holding
from tests import make

# The site is asynchronous and the test client is not: it says that it waits, and that is all.
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
BYTES = bytes(range(256)) * 16  # 4 KiB
MIB = 1 << 20


@pytest.fixture
def director(film: Film) -> Member:
    """The film's director."""
    return make.director(film)


@pytest.fixture
def browser(director: Member) -> Client:
    """The director's browser."""
    client = Client()
    client.force_login(director.user)
    return client


def keep(film: Film, folder: Path, data: bytes = BYTES, kind: str = "image/jpeg") -> Blob:
    """Real bytes in the store."""
    path = folder / "file"
    path.write_bytes(data)
    return storage.keep(path, kind, film.id)


def body(answer: Any) -> bytes:
    """What an answer carries."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def at(film: Film, blob: Blob) -> str:
    """A blob's address."""
    return f"/films/{film.id}/media/{blob.digest}"


def test_what_is_small_is_answered_whole(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path)
    answer = browser.get(at(film, blob))
    assert (answer.status_code, body(answer)) == (200, BYTES)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    head = browser.head(at(film, blob))
    assert (body(head), head["Content-Length"]) == (b"", "4096")


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [("0-", 0, 4096), ("10-19", 10, 20), ("4000-9999", 4000, 4096), ("-6", 4090, 4096)],
)
def test_a_range_is_answered(
    film: Film, browser: Client, tmp_path: Path, asked: str, first: int, end: int
) -> None:
    blob = keep(film, tmp_path)
    answer = browser.get(at(film, blob), headers={"Range": f"bytes={asked}"})
    assert answer.status_code == 206
    assert body(answer) == BYTES[first:end]
    assert answer["Content-Range"] == f"bytes {first}-{end - 1}/4096"
    assert answer["Content-Length"] == str(end - first)


@pytest.mark.parametrize("asked", ["bytes=4096-", "bytes=9999-10000", "bytes=-0"])
def test_a_range_outside_is_refused(
    film: Film, browser: Client, tmp_path: Path, asked: str
) -> None:
    answer = browser.get(at(film, keep(film, tmp_path)), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */4096")


@pytest.mark.parametrize("asked", ["bytes=9-3", "lines=1-2", "bytes=1-2,5-6", "bytes=", "x"])
def test_what_is_no_single_range_is_not_heeded(
    film: Film, browser: Client, tmp_path: Path, asked: str
) -> None:
    answer = browser.get(at(film, keep(film, tmp_path)), headers={"Range": asked})
    assert (answer.status_code, body(answer)) == (200, BYTES)


def test_one_answer_is_never_large(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path, bytes(9 * MIB), "video/mp4")
    part = browser.get(at(film, blob), headers={"Range": "bytes=5-"})
    assert (part.status_code, len(body(part))) == (206, settings.MEDIA_SLICE)
    assert part["Content-Range"] == f"bytes 5-{5 + MIB - 1}/{9 * MIB}"
    whole = browser.get(at(film, blob))
    assert whole.streaming, "asked for whole, it comes in parts"
    assert browser.head(at(film, blob))["Content-Length"] == str(9 * MIB)


def test_what_one_has_is_not_sent_again(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path)
    tag = browser.get(at(film, blob))["ETag"]
    again = browser.get(at(film, blob), headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, body(again)) == (304, b"")
    stale = {"Range": "bytes=0-3", "If-Range": '"other"'}
    assert browser.get(at(film, blob), headers=stale).status_code == 200


def test_rights_are_asked_every_time(
    film: Film, director: Member, browser: Client, tmp_path: Path
) -> None:
    blob = keep(film, tmp_path)
    known = {"If-None-Match": browser.get(at(film, blob))["ETag"]}
    assert make.member(film, "viewer")
    assert Client().get(at(film, blob)).status_code == 302
    assert Client().get(at(film, blob), headers={"Authorization": "Bearer no"}).status_code == 401
    token = {"Authorization": f"Bearer {make.token(director.user)}"}
    assert Client().get(at(film, blob), headers=token).status_code == 200
    stranger = Client()
    stranger.force_login(make.user())
    assert stranger.get(at(film, blob)).status_code == 404
    assert stranger.get(at(film, blob), headers=known).status_code == 404
    Member.objects.filter(id=director.id).update(removed_at=timezone.now())
    assert browser.get(at(film, blob), headers=known).status_code == 404


def test_another_films_bytes_are_not_there(film: Film, browser: Client, tmp_path: Path) -> None:
    elsewhere = keep(make.film(), tmp_path)
    assert browser.get(at(film, elsewhere)).status_code == 404
    for digest in ("", "../../etc/passwd", "A" * 64, "0" * 64, "%00" * 64):
        assert browser.get(f"/films/{film.id}/media/{digest}").status_code == 404


def test_what_is_frozen_is_not_there(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path)
    Holding.objects.filter(film=film, blob=blob).update(frozen_at=timezone.now())
    assert browser.get(at(film, blob)).status_code == 404


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "application/xhtml+xml"])
def test_a_document_is_never_shown(film: Film, browser: Client, tmp_path: Path, kind: str) -> None:
    answer = browser.get(at(film, keep(film, tmp_path, b"<script>", kind)))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_to_keep_has_a_safe_name(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path)
    asked = {"name": '../x/雨"\r\nSet-Cookie: a=b.jpg'}
    answer = browser.get(at(film, blob), asked)
    told = answer["Content-Disposition"]
    assert told.startswith("attachment; filename")
    assert "/" not in told.replace("UTF-8''", "") and "\n" not in told
    assert "attachment" not in browser.get(at(film, blob))["Content-Disposition"]


@pytest.mark.parametrize("size", [4096, 3 * MIB])
def test_bytes_the_store_has_lost_are_said_to_be_missing(
    film: Film, browser: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture, size: int
) -> None:
    blob = keep(film, tmp_path, secrets.token_bytes(size))
    storage.backend().delete(storage.name_of(blob.digest))
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = browser.get(at(film, blob), headers=headers)
        assert answer.status_code == 404
        assert "missing from the studio's store" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store", "a backup may bring it back"
        assert "ETag" not in answer
    assert browser.head(at(film, blob)).status_code == 404
    assert blob.digest in caplog.text, "whoever keeps the studio learns which"


def test_a_file_to_keep_ends_as_what_it_is(film: Film, browser: Client, tmp_path: Path) -> None:
    blob = keep(film, tmp_path, secrets.token_bytes(9), "video/mp4")
    for name, file in [("Lane at dusk", "Lane at dusk.mp4"), ("lane.MOV", "lane.MOV")]:
        told = browser.get(at(film, blob), {"name": name})["Content-Disposition"]
        assert told == f'attachment; filename="{file}"'


@pytest.mark.parametrize(
    ("name", "media_type", "file"),
    [
        ("x.html", "image/jpeg", "x.html.jpg"),
        ("x.jpg.exe", "image/jpeg", "x.jpg.exe.jpg"),
        ("x.svg", "image/png", "x.svg.png"),
        ("x.hta.", "video/mp4", "x.hta..mp4"),
        ("x.HTML ", "audio/wav", "x.HTML.wav"),
        (".html", "application/octet-stream", ".html.bin"),
        ("x.html", "no/type", "x.html.bin"),
        ("rain.JPEG", "image/jpeg", "rain.JPEG"),
        ("rain.wav", "audio/wav", "rain.wav"),
    ],
)
def test_no_name_makes_a_file_what_its_bytes_are_not(
    film: Film, browser: Client, tmp_path: Path, name: str, media_type: str, file: str
) -> None:
    blob = keep(film, tmp_path, secrets.token_bytes(9), media_type)
    told = browser.get(at(film, blob), {"name": name})["Content-Disposition"]
    assert told == f'attachment; filename="{file}"'


def test_every_type_that_can_be_kept_has_its_ending() -> None:
    types = {*sniff.PICTURES.values(), *itertools.chain(*sniff.CLIPS.values())}
    types |= {"video/quicktime", "video/webm", "audio/webm", storage.ARCHIVE}
    assert types <= ENDINGS.keys()
    unsafe = (".htm", ".html", ".svg", ".xml", ".js", ".exe", ".bat", ".cmd", ".hta", ".lnk")
    assert not {*unsafe} & {*itertools.chain(*ENDINGS.values())}


def test_nginx_can_send_the_bytes(
    film: Film, browser: Client, tmp_path: Path, settings: object
) -> None:
    blob = keep(film, tmp_path)
    settings.MEDIA_ACCEL = "/kept"  # type: ignore[attr-defined]
    answer = browser.get(at(film, blob))
    assert answer["X-Accel-Redirect"] == f"/kept/{storage.name_of(blob.digest)}"
    assert (answer.content, answer["Content-Type"]) == (b"", "image/jpeg")


def test_s3_is_sent_to_with_a_signed_address(
    film: Film, browser: Client, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = keep(film, tmp_path)
    settings.STORAGE_URL = "s3://kept/blobs"  # type: ignore[attr-defined]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    answer = browser.get(at(film, blob))
    assert answer.status_code == 302
    assert blob.digest in answer["Location"]
    assert "xpires=300" in answer["Location"] or "Expires=" in answer["Location"]
