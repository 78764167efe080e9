"""What opens a room: a session, to this very site's pages alone, or a token; while it lasts."""

import asyncio
import time

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from slowfilm.accounts.credentials import Credential, token_digest
from slowfilm.accounts.models import User
from slowfilm.films import memberships
from slowfilm.room.attendance import SILENCE, SILENT, Attendance
from slowfilm.room.fan_out import Seat
from slowfilm.room.record import in_thread
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


class Guest:
    """An editor with an open line, and all that can end it."""

    def __init__(self, site: Site, way: str) -> None:
        self.film = make.film()
        self.member = make.member(self.film, "editor")
        self.user = self.member.user
        self.client = Client()
        self.client.force_login(self.user)
        key = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
        if way == "the token is revoked":
            self.headers = {"Authorization": f"Bearer {make.token(self.user)}"}
        self.way = way
        self.url = f"{site.ws}/ws/films/{self.film.id}/"

    def end(self) -> None:
        """It ends."""
        match self.way:
            case "signed out":
                self.client.post("/account/logout/")
            case "the password is changed elsewhere":
                elsewhere = Client()
                elsewhere.force_login(self.user)
                words = {"oldpassword": "a long walk home", "password1": "a longer walk home"}
                words["password2"] = words["password1"]
                elsewhere.post("/account/password/change/", words)
            case "the token is revoked":
                call_command("token", self.user.email, "--name=test", "--revoke")
            case "the account is closed":
                User.objects.filter(id=self.user.id).update(is_active=False)
            case "removed from the film":
                director = make.director(self.film)
                memberships.remove(
                    film_id=self.film.id, actor=director.actor, member=self.member.id
                )
            case "the session has expired":
                Session.objects.update(expire_date=timezone.now())


ENDS = {
    "signed out": 4401,
    "the password is changed elsewhere": 4401,
    "the token is revoked": 4401,
    "the account is closed": 4401,
    "the session has expired": 4401,
    "removed from the film": 4403,
}


@pytest.mark.slow
@pytest.mark.parametrize("greeted", [True, False], ids=["greeted", "not greeted"])
@pytest.mark.parametrize("way", ENDS)
def test_a_line_ends_with_what_it_came_by(site: Site, way: str, greeted: bool) -> None:
    guest = Guest(site, way)

    async def told() -> tuple[int, float]:
        by = {"origin": site.url, "additional_headers": guest.headers}
        async with connect(guest.url, **by) as socket:
            if greeted:
                await socket.send('{"type":"hello"}')
            else:  # anything that shows that the line is open
                await socket.send('{"type":"nothing"}')
            await socket.recv()
            await sync_to_async(guest.end)()
            began = time.monotonic()
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await asyncio.wait_for(socket.recv(), 10)
            assert closed.value.rcvd is not None
            return closed.value.rcvd.code, time.monotonic() - began

    code, took = async_to_sync(told)()
    print(f"{way}: closed after {took:.2f} s")
    assert code == ENDS[way]
    assert took < 2.5


class Quiet:
    """A line to which nothing is said."""

    async def deliver(self, text: str) -> None:
        raise AssertionError(text)

    async def dismiss(self, code: int) -> None:
        raise AssertionError(code)


def a_seat() -> Seat:
    """A director's, by a token."""
    member = make.director(make.film())
    credential = Credential(token=token_digest(make.token(member.user)))
    return Seat(member.film_id, member.id, credential, Quiet())


@pytest.mark.django_db(transaction=True)
async def test_a_line_that_says_nothing_is_closed_after_a_while() -> None:
    closed: list[tuple[Seat, int]] = []

    async def close(seat: Seat, code: int) -> None:
        closed.append((seat, code))

    attendance = Attendance(close)
    silent, spoke = [await sync_to_async(a_seat)() for _ in range(2)]
    for seat in (silent, spoke):
        attendance.arrive(seat, [])
    spoke.spoke = True
    await attendance.look()
    assert closed == []
    assert "director" in silent.roles
    for seat in (silent, spoke):
        attendance.came[seat] -= SILENCE
    await attendance.look()
    await in_thread(connections.close_all)
    assert closed == [(silent, SILENT)]
