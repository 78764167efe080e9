"""An engine that hangs the first time: until a file exists, which it makes. For tests alone."""

import time
from pathlib import Path

from slowfilm.engines.animatic import Animatic
from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result


class Hanging(Animatic):
    """The animatic, once it has hung."""

    def __init__(self, hung: str) -> None:
        self.hung = Path(hung)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Begin, and say no more; cancelling is not heard either."""
        progress(0.1)
        if not self.hung.exists():
            self.hung.touch()
            while True:
                time.sleep(60)
        return super().generate(request, target, progress, cancelled, preview)


def create(hung: str) -> Hanging:
    """Return the engine."""
    return Hanging(hung)
