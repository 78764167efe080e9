"""An engine on the tests' server, and requests small enough to be quick."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Input, Request, Result
from slowfilm.engines.comfyui import ComfyUI, create
from slowfilm.media.names import MASTER
from tests.engines.comfy.graph import written
from tests.engines.comfy.server import Comfy
from tests.engines.material import cited, picture, scene


def engine_on(
    comfy: "Comfy | Somewhere", folder: Path, graph: dict[str, Any] | None = None, **more: Any
) -> ComfyUI:
    """The tests' workflow on a server, which is given up soon where it does not answer."""
    path = written(folder, graph)
    return create(comfy.url, path.name, folder=folder, **{"patience": 0.3, **more})


def request(*inputs: Input, **more: Any) -> Request:
    """A second of film."""
    about: dict[str, Any] = {"width": 640, "height": 360, "rate": Fraction(24), "frames": 24}
    return Request(**{"prompt": "雨中的街", "seed": 11, **about, "inputs": inputs, **more})


def someone(folder: Path) -> Input:
    """Whom the workflow needs."""
    return cited(1, "picture", "subject", picture(folder / "a.png", scene(320, 200, 1)))


def run(engine: ComfyUI, asked: Request, folder: Path, **hooks: Any) -> Result:
    """One run into an empty folder."""
    folder.mkdir(exist_ok=True)
    progress = hooks.pop("progress", lambda share: None)
    cancelled = hooks.pop("cancelled", lambda: False)
    return engine.generate(asked, folder / MASTER, progress, cancelled, **hooks)


class Somewhere:
    """Where the server is, for another process."""

    def __init__(self, url: str) -> None:
        self.url = url


class Kept:
    """A memory that is a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def recall(self) -> dict[str, Any]:
        """What was kept."""
        return dict(json.loads(self.path.read_text())) if self.path.exists() else {}

    def keep(self, told: dict[str, Any]) -> None:
        """Keep this instead."""
        self.path.write_text(json.dumps(told))
