"""An engine with a tiny model, loaded once by a process and only if a test asks for it."""

import pytest

from slowfilm.engines.vace import Vace, VaceOptions
from tests.conftest import Models


@pytest.fixture(scope="session")
def warm_vace(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Vace:
    """VACE with its tiny model, loaded; who changes it sets it right again."""
    folder = tmp_path_factory.mktemp("vace")
    options = {"device": "cpu", "dtype": "float32", "steps": 2, "makes": ["96x64"], "tokens": 16}
    made = Vace(VaceOptions(model=str(models("vace")), cache=str(folder / "encodings"), **options))
    made.warm.get(lambda: False)
    return made
