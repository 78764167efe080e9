"""A server of ComfyUI's shape for each test."""

from collections.abc import Iterator

import pytest

from tests.engines.comfy.server import Comfy, running


@pytest.fixture
def comfy() -> Iterator[Comfy]:
    with running() as server:
        yield server
