"""What the scripts hold back by themselves is exactly what would be refused."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from slowfilm.ledger.messages import Message
from slowfilm.reviews.events import DrawStroke, WriteNote
from slowfilm.room import passing

SCRIPTS = Path(__file__).resolve().parents[2] / "static/js"
INK = {"draft": uuid4(), "frame": 0, "tool": "pen", "colour": "#e8b04b", "width": 40}


def limit(script: str, name: str) -> int:
    """A constant of a script."""
    found = re.search(rf"const {name} = (\d+);", (SCRIPTS / script).read_text(encoding="utf-8"))
    assert found, f"{script} has no {name}"
    return int(found[1])


def note(length: int) -> dict[str, Any]:
    """A note of so many characters."""
    return {"draft": uuid4(), "first": 0, "last": 1, "kind": "change", "text": "长" * length}


def stroke(length: int, **more: Any) -> dict[str, Any]:
    """A stroke of so many points."""
    return {**INK, **more, "points": [(n, n, 512, 0, 0) for n in range(length)]}


@pytest.mark.parametrize(
    ("message", "most", "made"),
    [
        (WriteNote, limit("notes/composer.js", "LONGEST"), note),
        (DrawStroke, limit("ink/ink.js", "LONGEST"), stroke),
        (passing.Ink, limit("ink/own-stroke.js", "TAIL"), lambda n: stroke(n, stroke=uuid4())),
    ],
)
def test_as_much_as_a_page_sends_is_taken_and_no_more(
    message: type[Message], most: int, made: Any
) -> None:
    message.model_validate(made(most))
    with pytest.raises(ValidationError):
        message.model_validate(made(most + 1))
