"""A member who is removed loses the open room at once."""

import time

import pytest
from asgiref.sync import sync_to_async
from websockets.exceptions import ConnectionClosed

from slowfilm.films import memberships
from slowfilm.films.models import Member
from tests import make
from tests.conftest import Site
from tests.room.line import Line


def film_with_an_editor(site: Site) -> tuple[Member, Member, Line]:
    film = make.film()
    editor = make.member(film, "editor")
    return make.director(film), editor, Line.of(site, film, editor.user)


async def test_the_room_closes_on_a_removed_member_within_a_second(site: Site) -> None:
    head, editor, line = await sync_to_async(film_with_an_editor)(site)
    async with line:
        await line.hello()
        began = time.monotonic()
        await sync_to_async(memberships.remove)(
            film_id=head.film_id, actor=head.actor, member=editor.id
        )
        with pytest.raises(ConnectionClosed) as closed:
            await line.wait("nothing")
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4403
        assert time.monotonic() - began < 1
    async with line:
        with pytest.raises(ConnectionClosed) as closed:
            await line.hello()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4404
