"""What a stranger sends does not become the web process's memory."""

import http.client
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


def much() -> Iterator[bytes]:
    """200 MiB, whose length nobody has said."""
    for _ in range(200):
        yield bytes(MIB)


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
