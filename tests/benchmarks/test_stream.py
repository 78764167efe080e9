"""Whether the web process stays as it is while ten readers stream, some of them very slowly."""

import os
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from slowfilm import storage
from slowfilm.films.models import Film
from tests import make
from tests.benchmarks.measure import line, rss
from tests.conftest import Site

pytestmark = pytest.mark.bench

READERS = 10
STALLED = 5  # more, who ask for everything and read nothing
SIZE = 100 << 20  # bytes of the clip that each of them reads
TARGET = 32  # MB
SLICE = 1 << 20


def stream(address: str, token: str) -> int:
    """Read a clip as a player does, range after range; how many bytes came."""
    at = 0
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        while at < SIZE:
            answer = http.get(address, headers={"Range": f"bytes={at}-"})
            assert answer.status_code == 206
            at += len(answer.content)
    return at


def stall(address: str, token: str) -> socket.socket:
    """Ask for the clip and never read the answer."""
    parts = urlsplit(address)
    line_ = socket.create_connection((str(parts.hostname), int(parts.port or 80)))
    asked = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nRange: bytes=0-\r\n"
    line_.sendall(f"{asked}Authorization: Bearer {token}\r\n\r\n".encode())
    return line_


def test_memory_while_ten_stream(site: Site, tmp_path: Path) -> None:
    film: Film = make.film()
    token = make.token(make.director(film).user)
    clip = tmp_path / "clip"
    clip.write_bytes(os.urandom(SLICE) * (SIZE // SLICE))
    blob = storage.keep(clip, "video/mp4", film.id)
    address = f"{site.url}/films/{film.id}/media/{blob.digest}"
    assert site.process is not None
    httpx.get(address, headers={"Authorization": f"Bearer {token}", "Range": "bytes=0-9"})
    before = peak = rss(site.process.pid)
    stalled = [stall(address, token) for _ in range(STALLED)]
    readers = [threading.Thread(target=stream, args=(address, token)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        peak = max(peak, rss(site.process.pid))
        readers[0].join(0.05)
    for each in stalled:
        each.close()
    grown = (peak - before) / 1e6
    line("stream-memory", grown, "MB growth", f"≤ {TARGET} MB growth", grown <= TARGET)
