"""A disk of a test's own, so small that it can be filled."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """A disk in memory at `place`, with mount's options; gone afterwards."""
    if os.geteuid() != 0:
        pytest.fail("This test mounts a small disk, which only root may. Run the tests as root.")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.fail(f"This test mounts a small disk, and here that can't be: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def free(place: Path) -> int:
    """Bytes that are free on a disk."""
    told = os.statvfs(place)
    return told.f_bavail * told.f_frsize


def leave(filler: Path, room: int) -> None:
    """Let a file grow or shrink until so many bytes are free beside it. None: it takes all."""
    filler.touch()
    more = free(filler.parent) - room
    if more <= 0:
        os.truncate(filler, max(0, filler.stat().st_size + more))
        return
    with filler.open("ab", buffering=0) as file:
        while more > 0:
            more -= file.write(bytes(min(more, 1 << 16)))
