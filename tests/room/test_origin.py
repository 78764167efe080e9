"""A session's cookie opens a room only to a page of this very site."""

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests import make
from tests.conftest import Site


async def answer(url: str, key: str, origin: str | None) -> str:
    """What comes first: the welcome, or the code with which the line is closed."""
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
    async with connect(url, origin=origin, additional_headers=headers) as socket:
        try:
            await socket.send('{"type":"hello"}')
            return "welcome" if '"welcome"' in str(await socket.recv()) else "something else"
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return str(closed.rcvd.code)


@pytest.mark.parametrize(
    ("origin", "heard"),
    [
        ("http://localhost:{port}", "welcome"),
        ("https://localhost:{port}", "4401"),
        ("http://localhost:9999", "4401"),
        ("http://localhost", "4401"),
        ("http://127.0.0.1:{port}", "4401"),
        ("http://elsewhere.example:{port}", "4401"),
        ("null", "4401"),
        (None, "4401"),
    ],
)
def test_another_port_of_the_host_is_another_site(
    site: Site, origin: str | None, heard: str
) -> None:
    film = make.film()
    key = make.session(make.director(film).user)
    url = f"{site.ws}/ws/films/{film.id}/"
    asked = origin.format(port=site.port) if origin else None
    assert async_to_sync(answer)(url, key, asked) == heard
