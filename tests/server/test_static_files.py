"""A browser keeps a page's files for good, and has the new ones after an update."""

import gzip
import re
from pathlib import Path

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from slowfilm.asgi import pages
from slowfilm.server.static_files import Message, StaticCache, address
from slowfilm.templatetags.scripts import script


def test_an_address_changes_with_any_file(tmp_path: Path) -> None:
    script = tmp_path / "js" / "room.js"
    script.parent.mkdir()
    script.write_text("export const a = 1;")
    first = address([tmp_path])
    assert re.fullmatch(r"/static/[0-9a-f]{12}/", first) and address([tmp_path]) == first
    script.write_text("export const a = 2;")
    second = address([tmp_path])
    script.rename(script.with_name("rooms.js"))
    assert len({first, second, address([tmp_path])}) == 3


def test_files_are_kept_for_good(client: Client) -> None:
    answer = client.get(f"{settings.STATIC_URL}js/room/room.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("prefix", ["/static/", "/static/0123456789ab/"])
def test_another_version_has_todays_file_and_does_not_keep_it(prefix: str, client: Client) -> None:
    answer = client.get(f"{prefix}js/room/room.js")
    today = client.get(f"{settings.STATIC_URL}js/room/room.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"".join(answer) == b"".join(today)


def test_what_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"{settings.STATIC_URL}js/nowhere.js").status_code == 404
    assert client.get("/static/../settings.py").status_code == 404


GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["js/room/room.js", "css/shared/base.css"])
def test_scripts_and_styles_are_sent_compressed(name: str, client: Client) -> None:
    plain = client.get(settings.STATIC_URL + name)
    for _ in range(2):  # the second from memory
        small = client.get(settings.STATIC_URL + name, headers=GZIP)
        assert small.headers["Content-Encoding"] == "gzip"
        content = b"".join(small)
        assert gzip.decompress(content) == b"".join(plain)
        assert len(content) == int(small.headers["Content-Length"])
        for header in ("Content-Type", "Cache-Control"):
            assert small.headers[header] == plain.headers[header]
        plain = client.get(settings.STATIC_URL + name)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in small.headers["Vary"]


def test_a_part_a_head_and_a_missing_file_are_answered_as_they_were(client: Client) -> None:
    address = f"{settings.STATIC_URL}js/room/room.js"
    part = client.get(address, headers={**GZIP, "Range": "bytes=0-9"})
    assert part.status_code == 206 and len(b"".join(part)) == 10
    head = client.head(address, headers=GZIP)
    assert "Content-Encoding" not in head.headers and int(head.headers["Content-Length"]) > 100
    assert client.get(f"{settings.STATIC_URL}js/nowhere.js", headers=GZIP).status_code == 404


def test_a_page_is_never_compressed(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/accounts/login/", headers=GZIP).headers


def test_what_a_script_imports_is_named_beside_it(client: Client) -> None:
    """So that a browser asks for all of it at once."""
    links = re.findall(r'modulepreload" href="([^"]+)"', script("js/room/room.js"))
    names = [link.removeprefix(settings.STATIC_URL) for link in links]
    assert {"js/room/socket.js", "lib/perfect-freehand/index.mjs"} < set(names)
    assert len(names) == len(set(names)) and "js/room/room.js" not in names
    assert not any(name.startswith("lib/mediabunny") for name in names), "that waits until asked"
    for link in links:
        assert client.get(link).status_code == 200, link


class Answers:
    """The site's pages behind a cache: how often they were asked, and what came."""

    def __init__(self) -> None:
        self.asked = 0
        self.cache = StaticCache(self.count)

    async def count(self, scope: Message, receive: object, send: object) -> None:
        self.asked += 1
        await pages(scope, receive, send)  # type: ignore[arg-type]

    async def get(self, path: str, headers: dict[str, str]) -> tuple[dict[bytes, bytes], bytes]:
        """Headers and body of an answer."""
        sent = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "headers": sent}
        line = ApplicationCommunicator(self.cache, {**scope, "query_string": b""})
        await line.send_input({"type": "http.request", "body": b""})
        start, body, more = await line.receive_output(), b"", True
        while more:
            part = await line.receive_output()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        await line.wait()
        return dict(start["headers"]), body


async def test_a_file_is_answered_again_without_django() -> None:
    answers, file = Answers(), f"{settings.STATIC_URL}js/room/room.js"
    plain = await answers.get(file, {})
    assert b"import" in plain[1]
    small = await answers.get(file, {"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(small[1]) == plain[1]
    assert answers.asked == 2
    assert await answers.get(file, {"Accept-Encoding": "gzip;q=0"}) == plain
    assert await answers.get(file, {"Accept-Encoding": "br, gzip"}) == small
    assert answers.asked == 2


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("js/room/room.js", {"Range": "bytes=0-9"}),
        ("js/room/room.js", {"If-None-Match": "*"}),
        ("js/nowhere.js", {}),
        ("../0123456789ab/js/room/room.js", {}),
    ],
)
async def test_what_is_not_a_named_files_whole_answer_is_not_kept(
    name: str, headers: dict[str, str]
) -> None:
    answers = Answers()
    for _ in range(2):
        await answers.get(settings.STATIC_URL + name, headers)
    assert answers.asked == 2
