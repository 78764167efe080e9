"""A disk without room: a clear sentence, nothing lost, and work goes on when there is room."""

import asyncio
import base64
import errno
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from slowfilm.storage import Full, room_needed
from tests.faults.hand import Hand
from tests.server.studio import Studio, data_folder, survivors
from tests.waiting import soon

ROOM = "200m"


def test_no_space_is_told_from_other_faults() -> None:
    with pytest.raises(Full), room_needed(), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    with pytest.raises(PermissionError), room_needed():
        raise PermissionError(errno.EACCES, "no")


if os.geteuid() == 0:  # only root can make a small disk

    @pytest.fixture
    def small() -> Iterator[Path]:
        """A data folder on a disk of its own."""
        data = data_folder()
        size = f"size={ROOM},mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(data)], check=True)
        yield data
        subprocess.run(["umount", str(data)], check=True)
        assert survivors(data) == []
        shutil.rmtree(data)

    @pytest.mark.slow
    async def test_a_full_disk_loses_nothing(small: Path) -> None:
        studio = Studio(small, "--no-demo")
        await asyncio.to_thread(studio.start)
        try:
            await fill_and_free(studio, small)
        finally:
            await asyncio.to_thread(studio.stop)

    async def fill_and_free(studio: Studio, small: Path) -> None:
        found = await asyncio.to_thread(studio.run, "tests.faults.found")
        url = f"{studio.ws}/ws/films/{found['film']}/"
        hand = Hand(url, found["tokens"][0], found["draft"])
        stop = asyncio.Event()
        drawing = asyncio.create_task(hand.draw(stop))
        await soon(lambda: len(hand.acked) >= 10)
        filler = small / "filler"
        await asyncio.to_thread(fill, filler)
        answer = await asyncio.to_thread(upload, studio, found)
        assert answer == (507, "There is no room left on this studio's disk. Nothing was lost.")
        # The database is without room too: the hand is told to wait.
        await soon(lambda: hand.put_off)
        filler.unlink()
        before = len(hand.acked)
        await soon(lambda: len(hand.acked) >= before + 20, seconds=60)
        stop.set()
        await asyncio.wait_for(drawing, 60)
        head = max(hand.acked.values())
        fresh = Hand(url, found["tokens"][1], found["draft"])
        await fresh.catch_up(head)
        assert sorted(fresh.entries) == list(range(1, head + 1))
        for stroke, seq in hand.acked.items():
            assert fresh.entries[seq]["id"] == stroke

    def fill(path: Path) -> None:
        with path.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def upload(studio: Studio, found: dict[str, str]) -> tuple[int, str]:
        """Begin an upload of 1 MB; the refusal."""
        name = base64.b64encode(b"rain.wav").decode()
        request = urllib.request.Request(
            f"{studio.url}/films/{found['film']}/uploads/",
            method="POST",
            headers={
                "Authorization": f"Bearer {found['tokens'][0]}",
                "Tus-Resumable": "1.0.0",
                "Upload-Length": "1000000",
                "Upload-Metadata": f"filename {name}",
            },
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        return refused.value.code, refused.value.read().decode()
