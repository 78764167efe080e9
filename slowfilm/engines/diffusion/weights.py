"""The folder of a model, as diffusers saves one: whether it is whole, its revision and licence.

Nothing here loads a weight or a library, so that the web process may ask as well.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Problem

INDEX = "model_index.json"
MODULAR = "modular_model_index.json"  # of a pipeline that is made of blocks
LIBRARIES = ("torch", "diffusers", "transformers", "accelerate")
_LICENCE = re.compile(r"^license(?:_name)?:\s*[\"']?([^\"'\n]+)", re.MULTILINE)
_OTHER = re.compile(r"^license_name:\s*[\"']?([^\"'\n]+)", re.MULTILINE)


def lack(model: str, parts: Collection[str] = ()) -> Problem | None:
    """What stands against loading a model here; None if nothing does."""
    why = missing(model, parts)
    return Problem("no-weights", {"why": why}) if why else None


def missing(model: str, parts: Collection[str] = ()) -> str:
    """Why a model can't be loaded here, in one sentence; empty when nothing stands against it.

    With `parts`, only those of its folder are needed.
    """
    for name in LIBRARIES:
        if find_spec(name) is None:
            return f"{name} is not installed: install slowfilm with its extra `worker`."
    if not model:
        return "no folder is named: set `model` to where its weights lie."
    return broken(Path(model).expanduser(), parts)


def broken(folder: Path, parts: Collection[str] = ()) -> str:
    """What is wrong with a folder of weights, in one sentence; empty when it is whole.

    `parts` are those that are needed; all that its index names if none is said.
    """
    try:
        index = _read(folder / INDEX) or _read(folder / MODULAR)
        if index is None:
            return f"{folder / (MODULAR if parts else INDEX)} is missing or no JSON."
        named = {name for name, kind in index.items() if isinstance(kind, list) and all(kind)}
        for name in sorted(parts or named):
            if why := _component(folder / name):
                return why
    except OSError as error:
        return f"{folder} can't be read: {error.strerror or error}."
    return ""


def _component(folder: Path) -> str:
    if not folder.is_dir():
        return f"{folder} is missing."
    for listed in folder.glob("*.safetensors.index.json"):
        shards = (_read(listed) or {}).get("weight_map")
        if not isinstance(shards, dict):
            return f"{listed} is broken."
        for name in sorted(set(shards.values())):
            if not (folder / str(name)).is_file():
                return f"{folder / str(name)} is missing."
    for path in sorted(folder.glob("*.safetensors")):
        if not _whole(path):
            return f"{path} breaks off: it is not as long as its header says."
    if (folder / "config.json").exists() and not any(_weights(folder)):
        return f"{folder} has no weights."
    return ""


def _weights(folder: Path) -> Iterator[Path]:
    for pattern in ("*.safetensors", "*.bin", "*.gguf"):
        yield from folder.glob(pattern)


def _whole(path: Path) -> bool:
    """Whether a file of weights is as long as its header says."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        size = path.stat().st_size
        if not 2 <= length <= size - 8:
            return False
        try:
            header = json.loads(file.read(length))
            ends = [
                tensor["data_offsets"][1] for name, tensor in header.items() if name[:2] != "__"
            ]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return False
    return size == 8 + length + max(ends, default=0)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def revision(folder: Path) -> str:
    """16 hex digits that change with any setting of a model, and with any file's name or size.

    The weights themselves are not read: that would take as long as loading them. Raises OSError.
    """
    hasher = hashlib.sha256()
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.startswith(".") or "/." in name:
            continue
        hasher.update(f"{name}\0{path.stat().st_size}\0".encode())
        if path.suffix == ".json" and path.stat().st_size < 1 << 20:
            hasher.update(path.read_bytes())
    return hasher.hexdigest()[:16]


def licence(folder: Path) -> str:
    """The licence as the head of the folder's README says it; empty where it does not."""
    try:
        head = (folder / "README.md").read_text("utf-8", "replace")[:5000]
    except OSError:
        return ""
    match = _OTHER.search(head) or _LICENCE.search(head)
    return match[1].strip() if match else ""
