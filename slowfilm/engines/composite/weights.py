"""Where the weights lie: npm `@mediapipe/pose` (Apache-2.0), as it is installed for the pages."""

import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path

from slowfilm.engines.base import Failed

VARIABLE = "SLOWFILM_POSE"  # a folder that holds the package's files, where it lies elsewhere
PACKAGE = Path(__file__).resolve().parents[3] / "static" / "node_modules" / "@mediapipe" / "pose"

FILES = (
    "pose_landmark_full.tflite",
    "pose_solution_packed_assets_loader.js",
    "pose_solution_packed_assets.data",
)


# A file that is still being installed, or another one, would find nobody and say nothing.
_LANDMARKS = "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
_DETECTOR = "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85"


@cache
def landmarks() -> bytes:
    """The network that finds 33 points of a person in a square around them, and their mask."""
    return _whole(_read(FILES[0]), _LANDMARKS)


@cache
def detector() -> bytes:
    """The network that finds people in a picture, as bytes. It lies in one file with others.

    Raises Failed "no-weights" where it is missing, or is not the one that is known.
    """
    index = _read(FILES[1]).decode()
    match = re.search(r'"files":\s*(\[.*?\])', index, re.DOTALL)
    for part in json.loads(match.group(1)) if match else ():
        if part["filename"].endswith("pose_detection.tflite"):
            packed = _read(FILES[2])
            return _whole(packed[part["start"] : part["end"]], _DETECTOR)
    raise Failed("no-weights")


def readable() -> bool:
    """Whether the files are there."""
    return all(os.access(_folder() / name, os.R_OK) for name in FILES)


def _folder() -> Path:
    return Path(os.environ.get(VARIABLE) or PACKAGE)


def _whole(content: bytes, digest: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != digest:
        raise Failed("no-weights")
    return content


def _read(name: str) -> bytes:
    try:
        return (_folder() / name).read_bytes()
    except OSError as error:
        raise Failed("no-weights") from error
