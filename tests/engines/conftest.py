"""Tiny models, each built once by a process and only if a test asks for it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from slowfilm.engines.vace import Vace, VaceOptions
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


@pytest.fixture(scope="session")
def warm_vace(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Vace:
    """VACE with its tiny model, loaded; who changes it sets it right again."""
    folder = tmp_path_factory.mktemp("vace")
    options = {"device": "cpu", "dtype": "float32", "steps": 2, "makes": ["96x64"], "tokens": 16}
    made = Vace(VaceOptions(model=str(models("vace")), cache=str(folder / "encodings"), **options))
    made.warm.get(lambda: False)
    return made
