"""A large file asked for whole comes at its reader's pace, and the web process stays small."""

import fcntl
import hashlib
import os
import socket
import sys
import termios
from pathlib import Path

import pytest

from slowfilm import storage
from tests import make
from tests.benchmarks.measure import rss
from tests.conftest import Site
from tests.waiting import never, until

SIZE = 200 * 1024 * 1024
FULL = 16 * 1024  # bytes that wait to be read: then the site has long filled its side of the line


def asked(site: Site, path: str, token: str) -> socket.socket:
    """A connection on which a file was asked for, with a small window and nothing read yet."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    line.connect(("127.0.0.1", site.port))
    line.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    return line


def unread(line: socket.socket) -> int:
    """How many bytes have come and wait to be read."""
    return int.from_bytes(fcntl.ioctl(line, termios.FIONREAD, bytes(4)), sys.byteorder)


@pytest.mark.slow
def test_a_stalled_reader_costs_no_memory(site: Site, tmp_path: Path) -> None:
    film = make.film()
    token = make.token(make.director(film).user)
    file = tmp_path / "large"
    block = os.urandom(1024 * 1024)
    with file.open("wb") as out:
        for number in range(SIZE // len(block)):
            out.write(number.to_bytes(4, "big") + block[4:])
    blob = storage.keep(file, "application/zip", film.id)
    assert site.process is not None
    address = f"/films/{film.id}/media/{blob.digest}"
    with asked(site, address, token) as line:
        line.recv(FULL)
    before = rss(site.process.pid)
    with asked(site, f"{address}?name=film.zip", token) as line:
        until(lambda: unread(line) > FULL)
        never(lambda: rss(site.process.pid) - before > 32 * 1024 * 1024, seconds=1)
        answer = line.makefile("rb")
        assert b" 200 " in answer.readline()
        headers = dict(
            row.decode().rstrip().lower().split(": ", 1) for row in iter(answer.readline, b"\r\n")
        )
        assert int(headers["content-length"]) == SIZE
        found = hashlib.sha256()
        while part := answer.read(1024 * 1024):
            found.update(part)
        assert found.hexdigest() == blob.digest
        assert rss(site.process.pid) - before < 64 * 1024 * 1024


@pytest.mark.slow
def test_an_answer_that_fills_the_line_to_the_end_is_ended(site: Site, tmp_path: Path) -> None:
    """More answers than the pool has connections: were each to keep one, the site would stop."""
    film = make.film()
    token = make.token(make.director(film).user)
    file = tmp_path / "large"
    file.write_bytes(os.urandom(3 * 1024 * 1024))
    blob = storage.keep(file, "application/zip", film.id)
    for _ in range(40):
        with asked(site, f"/films/{film.id}/media/{blob.digest}", token) as line:
            until(lambda line=line: unread(line) > FULL)  # type: ignore[misc]
            with line.makefile("rb") as answer:
                assert answer.read().endswith(file.read_bytes()[-1000:])
    with asked(site, f"/films/{film.id}/media/{blob.digest}", token) as line:
        line.settimeout(5)
        assert b" 200 " in line.recv(200)


@pytest.mark.slow
def test_a_reader_who_leaves_in_the_middle_leaves_nothing_behind(
    site: Site, tmp_path: Path
) -> None:
    film = make.film()
    token = make.token(make.director(film).user)
    file = tmp_path / "large"
    file.write_bytes(os.urandom(16 * 1024 * 1024))
    blob = storage.keep(file, "application/zip", film.id)
    path = f"/films/{film.id}/media/{blob.digest}"
    for _ in range(20):
        with asked(site, path, token) as line:
            line.recv(1000)
    with asked(site, path, token) as line, line.makefile("rb") as answer:
        assert answer.read().endswith(file.read_bytes()[-1000:])
