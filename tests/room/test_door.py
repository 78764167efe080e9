"""What opens a room: a session, to this very site's pages alone, or a token; while it lasts."""

import asyncio

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.test import Client
from django.utils import timezone
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from slowfilm.accounts.models import Token
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


@pytest.mark.slow
@pytest.mark.parametrize("way", ["session", "token"])
def test_a_line_ends_with_the_session_or_token_it_came_by(site: Site, way: str) -> None:
    film = make.film()
    user = make.director(film).user
    if way == "session":
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        by = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
    else:
        by = {"Authorization": f"Bearer {make.token(user)}"}

    def end() -> None:
        if way == "session":
            client.post("/account/logout/")
        else:
            Token.objects.filter(user=user).update(revoked_at=timezone.now())

    async def told() -> int:
        url = f"{site.ws}/ws/films/{film.id}/"
        async with connect(url, origin=site.url, additional_headers=by) as socket:
            await socket.send('{"type":"hello"}')
            await socket.recv()
            await sync_to_async(end)()
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await asyncio.wait_for(socket.recv(), 10)
            assert closed.value.rcvd is not None
            return closed.value.rcvd.code

    assert async_to_sync(told)() == 4401
