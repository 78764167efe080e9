"""Who is taken off a film loses its room and its media at once."""

import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from websockets.exceptions import ConnectionClosed

from slowfilm import storage
from slowfilm.films import memberships
from slowfilm.films.models import Film, Member
from tests import make
from tests.conftest import Site
from tests.room.line import Line

REMOVED = 4403


def status(url: str, token: str) -> int:
    """What a GET with a bearer token answers."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def setting(folder: Path) -> tuple[Film, Member, str]:
    """A film, an editor on it, and the path of something it holds."""
    film = make.film()
    (folder / "bytes").write_bytes(b"a few bytes")
    kept = storage.keep(folder / "bytes", "video/mp4", film.id)
    return film, make.member(film, "editor"), f"/films/{film.id}/media/{kept.digest}"


async def test_a_removed_member_is_out_within_a_second(site: Site, tmp_path: Path) -> None:
    film, editor, path = await sync_to_async(setting)(tmp_path)
    line = await sync_to_async(Line.of)(site, film, editor.user)
    director = await sync_to_async(make.director)(film)
    async with line:
        await line.hello()
        assert await sync_to_async(status)(site.url + path, line.token) == 200
        await sync_to_async(memberships.remove)(
            film_id=film.id, actor=director.actor, member=editor.id
        )
        began = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            await line.wait("nothing")
        took = time.monotonic() - began
        assert await sync_to_async(status)(site.url + path, line.token) == 404
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == REMOVED
    print(f"out after {took * 1000:.0f} ms")
    assert took < 1
    async with await sync_to_async(Line.of)(site, film, editor.user) as again:
        with pytest.raises(ConnectionClosed):
            await again.hello()
