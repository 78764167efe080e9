"""The child of the sandbox: `python -m slowfilm.media TASK`, a request on stdin."""

import errno
import json
import os
import sys
import time
from typing import Any

from slowfilm.media.errors import MediaError
from slowfilm.media.sandbox import confine

FULL = (errno.ENOSPC, errno.EDQUOT)
BETWEEN = 0.2  # seconds between two reports of progress


class Voice:
    """Speaks JSON lines on what was stdout; what libraries print there goes to stderr."""

    def __init__(self) -> None:
        self.out = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)
        self.spoke = 0.0

    def say(self, **message: Any) -> None:
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()

    def report(self, fraction: float) -> None:
        if time.monotonic() - self.spoke > BETWEEN:
            self.spoke = time.monotonic()
            self.say(progress=round(fraction, 4))


def main() -> None:
    """Take on the limits first: only then load the decoders, and do the task."""
    voice = Voice()
    order = json.load(sys.stdin)
    confine(order["memory"], order["parent"])
    try:
        from pillow_heif import register_heif_opener  # here, for these load the decoders

        from slowfilm.media.derive import task

        register_heif_opener()
        voice.say(result=task(sys.argv[1])(order["request"], voice.report))
    except Exception as error:  # whatever a decoder throws must reach the parent as an answer
        failure = error if isinstance(error, MediaError) else _named(error)
        voice.say(error=failure.code, facts=failure.facts)


def _named(error: Exception) -> MediaError:
    number = getattr(error, "errno", None)
    if isinstance(error, MemoryError) or number == errno.ENOMEM:
        return MediaError("out-of-memory")
    if number in FULL:
        return MediaError("disk-full")
    return MediaError("unreadable", reason=f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main()
