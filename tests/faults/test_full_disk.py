"""A disk without room: a clear sentence, nothing lost, and work goes on when there is room."""

import asyncio
import errno
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from slowfilm.storage import Full, room_needed
from tests.faults.hand import Hand
from tests.references import files
from tests.room.line import Line
from tests.server.studio import Studio, data_folder, survivors
from tests.shots.test_uploading import clip, pictures
from tests.small_disk import leave, small_disk
from tests.uploads.tus import Tus
from tests.waiting import soon, until

MB = 1 << 20
RESERVE = 60 * MB  # for the database
GAP = MB // 4  # beside it: enough for a last piece, and for no whole file
LAST = MB // 16
WAITS = "The studio's disk is full. This goes on by itself when there is room."


def test_no_space_is_told_from_other_faults() -> None:
    with pytest.raises(Full), room_needed(), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    with pytest.raises(PermissionError), room_needed():
        raise PermissionError(errno.EACCES, "no")


@pytest.fixture
def small() -> Iterator[Path]:
    """A data folder on a disk of its own."""
    data = data_folder()
    with small_disk(data, "size=320m,mode=755"):
        yield data
        assert survivors(data) == []
    shutil.rmtree(data)


@dataclass
class Sent:
    """A file on its way in."""

    where: str
    data: bytes
    at: int


class Crowd:
    """A director who brings files into a film whose studio's disk is nearly full."""

    def __init__(self, studio: Studio, filler: Path) -> None:
        self.film: dict[str, str] = studio.run("tests.faults.whole", str(3 * MB))
        self.filler, self.base = filler, f"/films/{self.film['film']}"
        self.tus = Tus(studio.url, self.film["token"])
        self.page = httpx.Client(base_url=studio.url, timeout=30)
        self.page.cookies.set("sessionid", self.film["session"])

    def begin(self, path: str, file: Path) -> Sent:
        """Send all of a file but its end."""
        data = file.read_bytes()
        assert len(data) > MB, "there would be room for it"
        made = self.tus.create(f"{self.base}/{path}", len(data), filename=file.name)
        assert made.status_code == 201, made.text
        sent = Sent(made.headers["Location"], data, len(data) - LAST)
        assert self.tus.patch(sent.where, 0, data[: sent.at]).status_code == 204
        return sent

    def end(self, sent: Sent) -> httpx.Response:
        """Send the rest."""
        return self.tus.patch(sent.where, sent.at, sent.data[sent.at :])

    def end_beside_the_reserve(self, sent: Sent) -> bool:
        """Send the rest while there is room for that and for no more."""
        self.kept_full()
        return self.end(sent).status_code == 204

    def ask_for_an_archive(self) -> None:
        """As a page does."""
        self.page.get(f"{self.base}/archive/")
        token = {"X-CSRFToken": self.page.cookies["csrftoken"]}
        assert self.page.post(f"{self.base}/archive/", headers=token).status_code == 302

    def archive(self) -> str:
        """What the archive's page says."""
        return self.page.get(f"{self.base}/archive/").text.replace("&#x27;", "'")

    def api(self, path: str) -> Any:
        """What a script is told."""
        return self.tus.http.get(f"/api{self.base}/{path}").json()

    def kept_full(self) -> bool:
        """See that there is still no room: the database lets go of files of its own, too."""
        leave(self.filler, RESERVE + GAP)
        return True

    def waits(self) -> bool:
        """Whether the reference and the archive say that they wait for room."""
        said = [each["why"] for each in self.api("references") if each["name"] == "whole.wav"]
        return said == [WAITS] and WAITS in self.archive()

    def states(self) -> dict[str, str]:
        """How the references stand."""
        found = {each["name"]: each["state"] for each in self.api("references")}
        assert found.pop("kept") == "ready"
        return found


@pytest.mark.slow
async def test_a_full_disk_loses_nothing(small: Path, tmp_path: Path) -> None:
    studio = Studio(small, "--no-demo", STORAGE_RESERVE=str(RESERVE))
    try:
        await asyncio.to_thread(studio.start)
        await fill_and_free(studio, small / "filler", tmp_path)
    finally:
        await asyncio.to_thread(studio.stop)


async def fill_and_free(studio: Studio, filler: Path, tmp_path: Path) -> None:
    found = await asyncio.to_thread(studio.run, "tests.faults.found")
    url = f"{studio.ws}/ws/films/{found['film']}/"
    hand = Hand(url, found["tokens"][0], found["draft"])
    stop = asyncio.Event()
    drawing = asyncio.create_task(hand.draw(stop))
    await soon(lambda: len(hand.acked) >= 10)
    crowd = await asyncio.to_thread(Crowd, studio, filler)
    begun = await asyncio.to_thread(come_down_to_the_reserve, crowd, tmp_path)
    before = len(hand.acked)
    await soon(lambda: len(hand.acked) >= before + 20, seconds=120)
    await write_a_note(url, found)
    assert not hand.put_off, "the reserve is the database's: whoever works goes on"
    await asyncio.to_thread(make_room, crowd, begun)
    with suppress(OSError):
        await asyncio.to_thread(leave, filler, 0)
    refused = await asyncio.to_thread(crowd.tus.create, f"{crowd.base}/uploads/", MB)
    assert refused.status_code == 507
    await soon(lambda: hand.put_off)  # the database is without room too: the hand is told to wait
    filler.unlink()
    before = len(hand.acked)
    await soon(lambda: len(hand.acked) >= before + 20, seconds=120)
    stop.set()
    await asyncio.wait_for(drawing, 60)
    head = max(hand.acked.values())
    fresh = Hand(url, found["tokens"][1], found["draft"])
    await fresh.catch_up(head)
    assert sorted(fresh.entries) == list(range(1, head + 1))
    for stroke, seq in hand.acked.items():
        assert fresh.entries[seq]["id"] == stroke


def come_down_to_the_reserve(crowd: Crowd, tmp_path: Path) -> Sent:
    """A reference, a draft and an archive wait for room; an upload stands still, and says why."""
    begun = crowd.begin("uploads/", files.sound(tmp_path / "begun.wav", seconds=21))
    reference = crowd.begin("uploads/", files.sound(tmp_path / "whole.wav", seconds=20))
    noise = clip(tmp_path / "noise.avi", pictures(24))
    draft = crowd.begin(f"shots/{crowd.film['shot']}/uploads/", noise)
    for sent in (reference, draft):
        until(lambda sent=sent: crowd.end_beside_the_reserve(sent), seconds=120)  # type: ignore[misc]
    crowd.ask_for_an_archive()
    until(lambda: crowd.kept_full() and crowd.waits(), seconds=120)
    assert crowd.states() == {"whole.wav": "preparing"}
    assert crowd.api(f"shots/{crowd.film['shot']}/drafts") == []
    leave(crowd.filler, RESERVE)
    stopped = crowd.end(begun)
    assert stopped.status_code == 507
    assert stopped.text == "There is no room left on this studio's disk. Nothing was lost."
    assert int(crowd.tus.head(begun.where).headers["Upload-Offset"]) == begun.at
    refused = crowd.tus.create(f"{crowd.base}/uploads/", MB, filename="more.wav")
    assert refused.status_code == 507
    assert refused.text.startswith("There is no room for 1.0\xa0MB on this studio's disk")
    assert crowd.api("storage")["left"] == 0
    return begun


def make_room(crowd: Crowd, begun: Sent) -> None:
    """All goes on by itself: nobody asks for anything again but the upload, from where it stood."""
    crowd.filler.unlink()
    assert crowd.end(begun).status_code == 204
    until(lambda: [*crowd.states().values()] == ["ready", "ready"], seconds=120)
    until(lambda: crowd.api(f"shots/{crowd.film['shot']}/drafts"), seconds=120)
    until(lambda: f"{crowd.base}/media/" in crowd.archive(), seconds=120)


async def write_a_note(url: str, found: dict[str, Any]) -> None:
    note = {"first": 0, "last": 1, "kind": "change", "text": "Slower."}
    async with Line(url, found["tokens"][1]) as line:
        await line.hello()
        said = await line.do("write-note", id=uuid4(), draft=found["draft"], **note)
    assert said["type"] == "ack", said
