"""Masters as they were written before 26 November 2026, and reading one that was just written."""

import hashlib
from contextlib import AbstractContextManager
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

from av.video.stream import VideoStream

from slowfilm.media.master import Master, MasterWriter, open_master

FFV1 = {"level": "3", "slices": "16", "context": "0", "g": "1", "slicecrc": "1"}


class Ffv1Writer(MasterWriter):
    """FFV1 in Matroska."""

    container_format: ClassVar = "matroska"

    def _add_picture(self, rate: Fraction) -> VideoStream:
        stream = self.container.add_stream("ffv1", rate, options=FFV1)
        stream.thread_type = "SLICE"
        return stream


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(path: Path) -> AbstractContextManager[Master]:
    """A master whose bytes are taken as they are now."""
    return open_master(path, digest_of(path))
