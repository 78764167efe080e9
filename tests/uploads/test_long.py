"""A whole file in one request, as the usual tus clients send it by default."""

import base64
import hashlib
import http.client
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from slowfilm.films.models import Film, Member
from slowfilm.references.models import Reference
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from tests import make
from tests.benchmarks import measure
from tests.conftest import Site
from tests.uploads.test_tus import at
from tests.uploads.tus import BODY, TUS, Tus
from tests.waiting import until

PIECE = settings.UPLOAD_CHUNK
REST = 70_000


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed."""
    return make.film()


@pytest.fixture
def tus(site: Site, film: Film) -> Tus:
    """The director's client."""
    return Tus(site.url, make.token(make.director(film).user))


def kept() -> list[int]:
    """The lengths of the only upload's pieces, in order."""
    folder = pieces.folder(Upload.objects.get().id)
    found = sorted(folder.glob("*.piece"), key=lambda piece: int(piece.stem))
    return [piece.stat().st_size for piece in found]


@pytest.mark.slow
@pytest.mark.parametrize("said", [True, False], ids=["length said", "length not said"])
def test_a_whole_file_in_one_request_is_taken_in_pieces(
    tus: Tus, film: Film, tmp_path: Path, said: bool
) -> None:
    body = os.urandom(PIECE) + os.urandom(REST)
    where = tus.create(at(film), len(body), filename="long.mov").headers["Location"]
    headers = {**TUS, "Upload-Offset": "0", "Content-Type": BODY}
    content: bytes | Iterator[bytes] = body if said else iter([body[:99], body[99:]])
    answer = tus.http.patch(where, content=content, headers=headers)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(body)))
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert kept() == [PIECE, REST]
    joined = tmp_path / "joined"
    pieces.join(Reference.objects.get().upload, len(body), joined, lambda done: None)
    assert hashlib.sha256(joined.read_bytes()).digest() == hashlib.sha256(body).digest()
    assert tus.head(where).headers["Upload-Offset"] == str(len(body)), "the line goes on"


def begun(tus: Tus, where: str, offset: int) -> socket.socket:
    """A line on which one piece and a little more of three has been sent."""
    call = [f"PATCH {where} HTTP/1.1", "Host: localhost", f"Upload-Offset: {offset}"]
    call += [f"Content-Type: {BODY}", f"Content-Length: {PIECE * 3}", "Tus-Resumable: 1.0.0"]
    call += [f"Authorization: {tus.http.headers['Authorization']}", "", ""]
    line = socket.create_connection(("localhost", tus.http.base_url.port), timeout=20)
    line.sendall("\r\n".join(call).encode() + bytes(PIECE + REST))
    return line


def test_a_line_that_breaks_in_the_middle_loses_no_whole_piece(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), PIECE * 3).headers["Location"]
    with begun(tus, where, 0):
        until(lambda: Upload.objects.get().offset == PIECE)
    assert tus.head(where).headers["Upload-Offset"] == str(PIECE)
    assert kept() == [PIECE]
    assert tus.patch(where, PIECE, b"on").headers["Upload-Offset"] == str(PIECE + 2)


def test_rights_are_asked_for_each_piece(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), PIECE * 3).headers["Location"]

    def body() -> Iterator[bytes]:
        yield bytes(PIECE + 1)
        until(lambda: Upload.objects.get().offset == PIECE)
        Member.objects.filter(film=film).update(removed_at=film.created_at)
        yield bytes(PIECE)

    headers = {**TUS, "Upload-Offset": "0", "Content-Type": BODY}
    assert tus.http.patch(where, content=body(), headers=headers).status_code == 404
    assert Upload.objects.get().offset == PIECE


def test_the_first_refusal_is_the_answer_and_the_line_closes(tus: Tus, film: Film) -> None:
    where = tus.create(at(film), PIECE * 3).headers["Location"]
    with begun(tus, where, 5) as line:
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert (answer.status, answer.headers["Connection"]) == (409, "close")
        assert "elsewhere" in answer.read().decode()
        assert line.recv(1) == b""
    digest = base64.b64encode(hashlib.sha1(bytes(PIECE * 2)).digest()).decode()
    whole = tus.patch(where, 0, bytes(PIECE * 2), Upload_Checksum=f"sha1 {digest}")
    assert whole.status_code == 413, "a checksum is of the whole body, so it is not divided"
    assert tus.head(where).headers["Upload-Offset"] == "0"


@pytest.mark.slow
def test_a_long_body_does_not_become_memory(site: Site, tus: Tus, film: Film) -> None:
    assert site.process is not None
    where = tus.create(at(film), PIECE * 12).headers["Location"]
    assert tus.patch(where, 0, bytes(PIECE)).status_code == 204
    before, most = measure.rss(site.process.pid), 0

    def body() -> Iterator[bytes]:
        nonlocal most
        for _ in range(11 * 16):
            most = max(most, measure.rss(site.process.pid))  # type: ignore[union-attr]
            yield bytes(PIECE // 16)

    headers = {**TUS, "Upload-Offset": str(PIECE), "Content-Type": BODY}
    assert tus.http.patch(where, content=body(), headers=headers).status_code == 204
    assert most - before < 4 * PIECE
