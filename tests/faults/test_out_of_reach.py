"""A record that can't be reached: who comes is sent away for the moment, not left waiting."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.conftest import Site

pytestmark = pytest.mark.slow
COME_AGAIN = 4503


class Alone(Site):
    """A site whose database is nowhere."""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "DATABASE_URL": "postgres://slowfilm@%2Fnowhere/nothing"}


@pytest.fixture
def alone(db: None) -> Iterator[Site]:
    site = Alone()
    site.start()
    yield site
    site.stop()
    assert "Traceback" not in site.log.read_text()


async def test_a_line_is_closed_for_now(alone: Site) -> None:
    headers = {"Authorization": "Bearer nobody"}
    async with connect(f"{alone.ws}/ws/films/{uuid4()}/", additional_headers=headers) as line:
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(line.recv(), 20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == COME_AGAIN
