"""Where a worker works: a folder of its own, which a full disk may refuse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from slowfilm.jobs.models import Job
from slowfilm.jobs.workplace import workplace
from slowfilm.storage import Full
from tests.small_disk import small_disk


def test_a_place_is_gone_afterwards_and_takes_what_a_killed_attempt_left(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    left = tmp_path / "tmp" / "unknown"
    job = Job(id=uuid4(), attempt=2)
    killed = tmp_path / "tmp" / f"{job.id}-1"
    for folder in (left, killed):
        folder.mkdir(parents=True)
    with workplace(job) as place:
        assert place.is_dir()
        assert not killed.exists()
    assert list((tmp_path / "tmp").iterdir()) == [left]


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds one folder more, and no second."""
    with small_disk(tmp_path, "nr_inodes=2"):
        yield tmp_path


def test_a_disk_without_room_for_a_folder_is_said_to_be_full(crowded: Path, settings: Any) -> None:
    settings.DATA = crowded
    with pytest.raises(Full), workplace(Job(id=uuid4(), attempt=1)):
        raise AssertionError("there was room")
