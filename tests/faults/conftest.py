"""A studio to break."""

import shutil
from collections.abc import Iterator

import pytest

from tests.server.studio import Studio, data_folder, survivors


@pytest.fixture(scope="session")
def studio() -> Iterator[Studio]:
    """A running `up` without a demo film, which every test leaves running; nothing of it is left
    afterwards."""
    data = data_folder()
    made = Studio(data, "--no-demo")
    made.start()
    yield made
    made.stop()
    assert survivors(data) == []
    shutil.rmtree(data)
