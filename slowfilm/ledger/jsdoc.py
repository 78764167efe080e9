"""static/js/events.js: the vocabulary as JSDoc types, so that tsc checks the scripts against it."""

from typing import Any

from slowfilm.ledger.events import COMMANDS, FACTS, Message
from slowfilm.ledger.passing import KINDS

HEAD = """// Generated from slowfilm/ledger/events.py and passing.py by `manage.py vocabulary`. Do not edit.

"""
SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def script() -> str:
    """The whole file."""
    parts = [_typedef(kind) for group in (COMMANDS, FACTS, KINDS) for kind in group.values()]
    parts += [_names("COMMANDS", COMMANDS), _names("FACTS", FACTS), _names("PASSING", KINDS)]
    return HEAD + "\n".join(parts)


def _typedef(kind: type[Message]) -> str:
    schema = kind.model_json_schema()
    required = set(schema.get("required", []))
    lines = [f"/** @typedef {{object}} {kind.__name__}"]
    for name, field in schema.get("properties", {}).items():
        shown = name if name in required else f"[{name}]"
        lines.append(f" * @property {{{_type(field)}}} {shown}")
    return "\n".join([*lines, " */", ""])


def _type(field: dict[str, Any]) -> str:
    if "enum" in field:
        return "|".join(f'"{value}"' for value in field["enum"])
    if "const" in field:
        return f'"{field["const"]}"'
    if "anyOf" in field:
        return "|".join(_type(part) for part in field["anyOf"])
    if "prefixItems" in field:
        return "[" + ", ".join(_type(part) for part in field["prefixItems"]) + "]"
    if field.get("type") == "array":
        return f"Array<{_type(field['items'])}>"
    return SIMPLE.get(field.get("type", ""), "null")


def _names(name: str, kinds: dict[str, Any]) -> str:
    rows = "".join(f'  "{verb}",\n' for verb in kinds)
    return f"export const {name} = Object.freeze([\n{rows}]);\n"
