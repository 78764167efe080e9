"""A team's workflow as ComfyUI runs it, and which fields of its nodes a brief fills.

A node's title says what it takes: `prompt`, `seed`, `width`, `height`, `frames`, `rate`,
`seconds`, or a role with a number, such as `subject 1`, `plate`, `first frame`. Several names in
one title are divided by commas: `width, height, frames`. What ends in `(optional)` may stay as
it is in the workflow; every other input must be cited. A table in engines.toml may say instead
which name goes where: `"subject 1" = "12.image"`, by a node's id or title and the field.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from slowfilm.engines.base import Kind, Role

Graph = dict[str, dict[str, Any]]
Value = str | int | float

LARGEST = 8 << 20  # bytes of a workflow
NUMBER = ("value", "int", "float", "number")
# Under which of a node's fields a value stands, the likeliest first.
VALUES: dict[str, tuple[str, ...]] = {
    "prompt": ("text", "prompt", "positive_prompt", "value", "string"),
    "seed": ("seed", "noise_seed", *NUMBER),
    "width": ("width", *NUMBER),
    "height": ("height", *NUMBER),
    "frames": ("length", "frames", "num_frames", "video_frames", "frame_count", *NUMBER),
    "rate": ("fps", "frame_rate", "rate", *NUMBER),
    "seconds": ("seconds", "duration", *NUMBER),
}
FILES: dict[Kind, tuple[str, ...]] = {
    "picture": ("image",),
    "video": ("video", "file"),
    "sound": ("audio", "file"),
}
ROLES = frozenset(get_args(Role))
NAME = re.compile(r"([a-z]+(?:[ -][a-z]+)?)(?: ([1-9][0-9]?))?( frame)?( \(optional\))?")
RESULT = "result"  # the title of the node whose output is the draft, where there are several


@dataclass(frozen=True, slots=True)
class Name:
    """What a title says: a value, or the `number`th input of a role, or the frame it stands at."""

    name: str
    number: int = 1
    frame: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a node that a brief fills. `kind` is empty where it takes no file."""

    node: str
    field: str
    of: Name
    kind: Kind | None = None


@dataclass(frozen=True)
class Workflow:
    """A workflow that was read: its nodes, and their slots in the order of names and numbers."""

    name: str
    graph: Graph
    slots: tuple[Slot, ...]
    digest: str

    def files(self) -> Iterator[Slot]:
        """The slots that take a file."""
        return (slot for slot in self.slots if slot.kind)

    def values(self, name: str) -> list[Slot]:
        """The slots that take the value of this name."""
        return [slot for slot in self.slots if not slot.kind and slot.of.name == name]

    def title(self, node: str) -> str:
        """What a node is called: its title, else its kind, else its number."""
        entry = self.graph.get(node, {})
        return title_of(entry) or str(entry.get("class_type", "")) or node

    def filled(self, values: Mapping[Slot, Value]) -> Graph:
        """The nodes with these values in their fields."""
        graph = deepcopy(self.graph)
        for slot, value in values.items():
            inputs = graph[slot.node]["inputs"]
            inputs[slot.field] = _as_there(value, inputs.get(slot.field))
        return graph


def read(path: Path, bind: Mapping[str, str] | None = None) -> Workflow:
    """Read a workflow's file. Raises ValueError with a sentence that says what is wrong in it."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{path}: a workflow of more than {LARGEST >> 20} MB.")
        text = path.read_bytes()
        document = json.loads(text)
    except OSError as error:
        raise ValueError(f"the workflow {path} can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"the workflow {path} is no JSON: {error}.") from error
    graph = _graph(document, path)
    slots = _bound(graph, bind) if bind else ()
    bound_fields = {(slot.node, slot.field) for slot in slots}
    named = {(slot.of.name, slot.of.number, slot.of.frame) for slot in slots}
    titled = (
        slot
        for slot in _titled(graph)
        if (slot.node, slot.field) not in bound_fields
        and (slot.of.name, slot.of.number, slot.of.frame) not in named
    )
    ordered = sorted((*slots, *titled), key=lambda slot: (slot.of.name, slot.of.number))
    _refuse_twice(ordered)
    return Workflow(path.name, graph, tuple(ordered), hashlib.sha256(text).hexdigest())


def title_of(node: Mapping[str, Any]) -> str:
    """A node's title as it was written."""
    meta = node.get("_meta")
    return str(meta.get("title", "")).strip() if isinstance(meta, Mapping) else ""


def name_of(text: str) -> Name | None:
    """What one name says; None where it is none of ours."""
    match = NAME.fullmatch(" ".join(text.lower().split()))
    if match is None:
        return None
    words, number, frame, optional = match.groups()
    optional = bool(optional)
    if words in VALUES and not number and not frame:
        return Name(words, optional=optional)
    # "first frame" is a role, "keyframe 1 frame" the place of one.
    role = words.replace(" ", "-")
    if role == "keyframe-frame":
        role, frame = "keyframe", " frame"
    if role not in ROLES or (frame and role != "keyframe"):
        return None
    return Name(role, int(number or 1), bool(frame), optional)


def _graph(document: Any, path: Path) -> Graph:
    """The nodes of a workflow. Raises ValueError."""
    if isinstance(document, dict) and isinstance(document.get("prompt"), dict):
        document = document["prompt"]  # as it is posted
    if isinstance(document, dict) and isinstance(document.get("nodes"), list):
        raise ValueError(
            f"the workflow {path} is saved as ComfyUI's page draws it, which its server can't run:"
            " export it with Workflow > Export (API)."
        )
    nodes = document if isinstance(document, dict) else {}
    whole = bool(nodes) and all(
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and isinstance(node.get("inputs"), dict)
        for node in nodes.values()
    )
    if not whole:
        raise ValueError(
            f"the workflow {path} is none in ComfyUI's API format: a JSON object of nodes, each"
            " with class_type and inputs."
        )
    return nodes


def _titled(graph: Graph) -> Iterator[Slot]:
    """The slots that titles name. A title that says anything else besides names none."""
    for node, entry in graph.items():
        parts = [name_of(part) for part in re.split("[,，、]", title_of(entry))]
        if all(parts):
            yield from (_slot(node, entry, part) for part in parts if part)


def _slot(node: str, entry: dict[str, Any], name: Name) -> Slot:
    """Where a value or a file of this name stands in a node. Raises ValueError."""
    kind = _kind(entry) if name.name in ROLES and not name.frame else None
    fields = FILES[kind] if kind else VALUES.get(name.name, NUMBER)
    field_names = [field for field in fields if field in entry["inputs"]]
    plain = [field for field in field_names if not isinstance(entry["inputs"][field], list)]
    if plain:
        return Slot(node, plain[0], name, kind)
    called = f"node {node} ({title_of(entry)}, {entry['class_type']})"
    if field_names:
        raise ValueError(
            f"{called}: {field_names[0]} comes from another node. Give that node the title instead."
        )
    expected = " or ".join(fields)
    raise ValueError(f"{called} has no field {expected}. Say the field in a table `bind`.")


def _kind(entry: Mapping[str, Any]) -> Kind:
    """The kind of file that a node loads, by what its class is called."""
    named = str(entry["class_type"]).lower()
    if "audio" in named or "sound" in named:
        return "sound"
    return "video" if "video" in named else "picture"


def _bound(graph: Graph, bind: Mapping[str, str]) -> tuple[Slot, ...]:
    """The slots that a table names. Raises ValueError."""
    return tuple(_bound_one(graph, text, target) for text, target in bind.items())


def _bound_one(graph: Graph, text: str, target: Any) -> Slot:
    name = name_of(text)
    if name is None:
        names = ", ".join([*VALUES, "or a role with a number, such as subject 1"])
        raise ValueError(f"bind: {text} is no name. There are {names}.")
    called, _, field = str(target).rpartition(".")
    nodes = [node for node, entry in graph.items() if called in (node, title_of(entry)) and called]
    if len(nodes) != 1:
        how = "no node has" if not nodes else "several nodes have"
        raise ValueError(f'bind: {text} = "{target}": {how} this number or title.')
    inputs = graph[nodes[0]]["inputs"]
    if field not in inputs:
        raise ValueError(f'bind: {text} = "{target}": its fields are {", ".join(inputs)}.')
    kind = _kind(graph[nodes[0]]) if name.name in ROLES and not name.frame else None
    return Slot(nodes[0], field, name, kind)


def _refuse_twice(slots: list[Slot]) -> None:
    """An input goes to one node; that node's output may go to many."""
    by_name: dict[tuple[str, int], Slot] = {}
    for slot in slots:
        if not slot.kind:
            continue
        other = by_name.setdefault((slot.of.name, slot.of.number), slot)
        if other is not slot:
            named = f"{slot.of.name.replace('-', ' ')} {slot.of.number}"
            raise ValueError(f"nodes {other.node} and {slot.node} are both called {named}.")


def _as_there(value: Value, existing: Any) -> Value:
    """A value in the type that stands in the workflow, since nodes tell 24 from 24.0 and "24"."""
    if isinstance(value, str) or existing is None or isinstance(existing, bool):
        return value
    if isinstance(existing, str):
        return str(value)
    return round(value) if isinstance(existing, int) else float(value)
