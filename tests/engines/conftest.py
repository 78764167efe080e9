"""Tiny models, each built once by a process and only if a test asks for it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.engines import tiny

Models = Callable[[str], Path]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """The folder of a kind's tiny model, whole."""
    place = tmp_path_factory.mktemp("models")

    @cache
    def built(kind: str) -> Path:
        return tiny.BUILT[kind](place / kind)

    return built
