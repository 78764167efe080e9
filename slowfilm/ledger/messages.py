"""What commands and entries are made of. Each stage's own are in its events.py.

A command is in the imperative, an entry in the past tense; its verb is its class's name in kebab
case. Frozen, nothing extra: what is not declared does not exist. `manage.py vocabulary` writes
static/js/room/events.js and the tables of docs/protocol.md from them.
"""

import re
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

# C0 and C1 controls but tab and line ends, halves of characters, and what is no character at all.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def keepable(text: str) -> str:
    """A text that can be stored and shown. Raises PydanticCustomError, naming what is not."""
    if bad := UNKEEPABLE.search(text):
        about = {"code": f"U+{ord(bad[0]):04X}", "at": bad.start() + 1}
        sentence = _("it holds a character that is no text (%(code)s, at position %(at)s)")
        raise PydanticCustomError("text", (sentence % about).replace("{", "{{").replace("}", "}}"))
    return text


_Kept = AfterValidator(keepable)
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), _Kept]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), _Kept]
Frame = Annotated[int, Field(ge=0, le=100_000_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
# x and y in 65,535ths of the picture (a stroke may leave it), pressure 0–1023, tilts in degrees.
Point = tuple[
    Annotated[int, Field(ge=-65_535, le=131_070)],
    Annotated[int, Field(ge=-65_535, le=131_070)],
    Annotated[int, Field(ge=0, le=1023)],
    Annotated[int, Field(ge=-90, le=90)],
    Annotated[int, Field(ge=-90, le=90)],
]
Points = Annotated[list[Point], Field(min_length=1, max_length=2000)]


class Message(BaseModel):
    """What every command and entry is."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Command(Message):
    """What somebody asks for."""


class Fact(Message):
    """What an entry says was done."""

    @classmethod
    def of(cls, asked: Command, **more: Any) -> Self:
        """A fact that says again what was asked, and `more`."""
        shared = cls.model_fields.keys() & type(asked).model_fields.keys()
        return cls(**{name: getattr(asked, name) for name in shared} | more)


def verb_of(kind: type[Message]) -> str:
    """StrokeDrawn → stroke-drawn."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
