"""The tables of docs/protocol.md that follow from the declarations of commands."""

from collections.abc import Mapping
from typing import Any

from slowfilm.ledger.messages import Message
from slowfilm.room.commands import LIVE
from slowfilm.room.javascript_types import type_of

BEGIN = "<!-- commands: written by `manage.py vocabulary` -->"
END = "<!-- end of commands -->"


def written_into(text: str) -> str:
    """The page with its table of commands as they are declared now."""
    before, _begin, tail = text.partition(BEGIN)
    _old, _end, after = tail.partition(END)
    return f"{before}{BEGIN}\n{_table()}\n{END}{after}"


def _table() -> str:
    rows = ["| command | right | fields | recorded as |", "|---|---|---|---|"]
    for action in LIVE:
        facts = ", ".join(f"`{verb}`" for verb in sorted(action.verbs))
        rows.append(f"| `{action.verb}` | {action.right} | {_fields(action.takes)} | {facts} |")
    return "\n".join(rows)


def _fields(kind: type[Message]) -> str:
    schema: Mapping[str, Any] = kind.model_json_schema()
    required, named = set(schema.get("required", [])), schema.get("$defs", {})
    cells = []
    for name, field in schema.get("properties", {}).items():
        type_ = type_of(field, named).replace("|", "\\|").replace('"', "")
        cells.append(f"`{name}`{'' if name in required else '?'} {type_}")
    return ", ".join(cells) or "–"
