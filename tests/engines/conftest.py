"""Engines with tiny models, loaded once by a process and only if a test asks for them."""

from pathlib import Path
from typing import Any

import pytest

from slowfilm.engines.h3 import H3, H3Options
from slowfilm.engines.ltx2 import Ltx2, Ltx2Options
from slowfilm.engines.vace import Vace, VaceOptions
from slowfilm.engines.wan_animate import AnimateOptions, WanAnimate
from tests.conftest import Models
from tests.engines import tiny


@pytest.fixture(scope="session")
def warm_vace(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Vace:
    """VACE with its tiny model, loaded; who changes it sets it right again."""
    folder = tmp_path_factory.mktemp("vace")
    options = {"device": "cpu", "dtype": "float32", "steps": 2, "makes": ["96x64"], "tokens": 16}
    made = Vace(VaceOptions(model=str(models("vace")), cache=str(folder / "encodings"), **options))
    made.warm.get(lambda: False)
    return made


def tiny_options(name: str, models: Models, place: Path) -> dict[str, Any]:
    """What a tiny model of a kind is run with."""
    told = {"device": "cpu", "dtype": "float32", "steps": 2, "makes": ["96x64"]}
    return {
        **told,
        **tiny.MORE[name],
        "model": str(models(name)),
        "cache": str(place / "encodings"),
    }


@pytest.fixture(scope="session")
def warm_ltx2(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Ltx2:
    """LTX-2 with its tiny model, loaded; who changes it sets it right again."""
    told = tiny_options("ltx2", models, tmp_path_factory.mktemp("ltx2"))
    made = Ltx2(Ltx2Options(**told))
    made.warm.get(lambda: False)
    return made


@pytest.fixture(scope="session")
def warm_animate(models: Models, tmp_path_factory: pytest.TempPathFactory) -> WanAnimate:
    """Wan Animate with its tiny model, loaded; who changes it sets it right again."""
    told = tiny_options("wan-animate", models, tmp_path_factory.mktemp("wan-animate"))
    made = WanAnimate(AnimateOptions(**told))
    made.warm.get(lambda: False)
    return made


@pytest.fixture(scope="session")
def warm_h3(models: Models, tmp_path_factory: pytest.TempPathFactory) -> H3:
    """MiniMax H3 with its tiny model, loaded; who changes it sets it right again."""
    made = H3(H3Options(**tiny_options("h3", models, tmp_path_factory.mktemp("h3"))))
    made.warm.get(lambda: False)
    return made
