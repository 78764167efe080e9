"""What a stranger sends does not become the web process's memory."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from slowfilm.server.web import LARGEST_BODY
from tests.benchmarks import measure
from tests.conftest import Site

MIB = 1024 * 1024


def post(site: Site, body: bytes | Iterator[bytes], **headers: str) -> tuple[int, bytes]:
    """A POST by nobody in particular."""
    line = http.client.HTTPConnection("localhost", site.port, timeout=20)
    line.request("POST", "/account/login/", body=body, headers=headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def send(site: Site, *lines: str) -> tuple[int, str, bool]:
    """A request written by hand: the status, the words, and whether the line closes after them."""
    with socket.create_connection(("localhost", site.port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        words = answer.read().decode()
        return answer.status, words, line.recv(1) == b""


def much() -> Iterator[bytes]:
    """200 MiB, whose length nobody has said."""
    for _ in range(200):
        yield bytes(MIB)


@pytest.mark.slow
@pytest.mark.parametrize("said", [True, False], ids=["length said", "length not said"])
def test_a_large_body_is_refused_and_not_kept(site: Site, said: bool) -> None:
    assert site.process is not None
    post(site, b"x")
    before = measure.rss(site.process.pid)
    status, why = post(site, bytes(200 * MIB) if said else much())
    assert status == 413
    assert why.decode() == "That is more than one request may carry.\n超出了单次请求的上限。\n"
    assert measure.rss(site.process.pid) - before < 20 * MIB
    assert post(site, b"x")[0] == 403, "the site goes on, and asks Django (who misses a token)"


def test_a_piece_of_an_upload_comes_through(site: Site) -> None:
    assert post(site, bytes(16 * MIB))[0] == 403
    assert post(site, bytes(LARGEST_BODY + 1))[0] == 413


CALL, HOST = "GET /account/login/ HTTP/1.1", "Host: localhost"
LONG = {
    "one long header": ([CALL, HOST, "Cookie: " + "x" * 20_000], 431, "Delete its cookies"),
    "a header longer than any buffer": ([CALL, HOST, "X: " + "x" * 900_000], 431, "清除本站的"),
    "many headers that are long together": (
        [CALL, HOST, *(f"X-{n}: {'x' * 200}" for n in range(100))], 431, "Delete its cookies"
    ),
    "very many headers": ([CALL, HOST, *(f"X{n}:" for n in range(600))], 431, "清除本站的"),
    "a long address": ([f"GET /?{'x' * 20_000} HTTP/1.1", HOST], 414, "That address is too long."),
    "an endless address": ([f"GET /?{'x' * 900_000} HTTP/1.1", HOST], 414, "网址过长。"),
    "no request at all": (["Hello, is anybody there?", HOST], 400, "无法识别这个请求。"),
    "a header that is none": ([CALL, HOST, "nothing"], 400, "no request this site can read"),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_what_is_too_long_or_no_request_is_answered_before_the_line_closes(
    site: Site, name: str
) -> None:
    lines, status, words = LONG[name]
    found, said, closed = send(site, *lines)
    assert found == status
    assert words in said and len(said.splitlines()) == 2
    assert closed


def test_headers_within_the_ceiling_are_read(site: Site) -> None:
    assert send(site, CALL, HOST, "Connection: close", "Cookie: " + "x" * 15_000)[0] == 200
