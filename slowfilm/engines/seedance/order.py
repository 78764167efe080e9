"""What is sent of a request: which inputs, under which names, and in which words. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from slowfilm.engines.base import Became, Input, Kind, Request, Role, become

FRAMES: tuple[Role, ...] = ("first-frame", "last-frame")
_SEEN: tuple[Role, ...] = (
    *("subject", "style", "place", "plate", "composition", "screen", "motion", "camera"),
    "driving",
)
_HEARD: tuple[Role, ...] = ("voice", "ambience", "music")
USES: frozenset[tuple[Kind, Role]] = frozenset(
    chain(
        (("picture", role) for role in (*FRAMES, *_SEEN) if role not in ("motion", "driving")),
        (("video", role) for role in _SEEN if role != "composition"),
        (("sound", role) for role in _HEARD),
    )
)
CONVERTS: frozenset[tuple[Kind, Role]] = frozenset(("video", role) for role in _HEARD)
NAMES: dict[Kind, str] = {"picture": "Image", "video": "Video", "sound": "Audio"}
SAYS = {
    "subject": "who or what is seen",
    "style": "the look: only its light, colour and texture",
    "place": "the place",
    "plate": "the place, exactly as it is",
    "composition": "a sketch of where things stand",
    "screen": "what a screen in the picture shows",
    "motion": "the movement of what is seen",
    "camera": "the movement of the camera",
    "driving": "a performer's movement and expression, to be kept",
    "voice": "the voice",
    "ambience": "the sound of the place",
    "music": "the music",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One input as it is sent: the name that the words call it by, and as which kind."""

    item: Input
    kind: Kind
    name: str  # @Image1


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that is sent of a request, but bytes."""

    sent: tuple[Sent, ...]
    prompt: str
    frames: bool  # first and last frame, and so no references

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of what is sent."""
        return tuple(each.item.tag for each in self.sent)


def ordered(request: Request) -> Order:
    """What is sent of a request."""
    sent = tuple(_sent(request))
    frames = any(each.item.role in FRAMES for each in sent)
    return Order(sent, _prompt(request, sent), frames)


def treated(item: Input) -> Became:
    """What becomes of an input here."""
    if (item.kind, item.role) in USES:
        return "used"
    return "converted" if (item.kind, item.role) in CONVERTS else "ignored"


def became(request: Request, order: Order, facts: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """A row for each input; `facts` by tag: how it was made fit, where it was."""
    names = {each.item.tag: each.name for each in order.sent}
    for item in request.inputs:
        if item.tag not in names:
            yield become(item, "ignored", "role")
            continue
        name, told = names[item.tag], facts.get(item.tag, {})
        how = "sent-asset" if "asset" in told else "sent-made-fit" if told else "sent"
        yield {**become(item, treated(item), how, name=name), "made_fit": told}


def _sent(request: Request) -> Iterator[Sent]:
    counts = Counter[Kind]()
    for item in request.inputs:
        if treated(item) == "ignored":
            continue
        kind: Kind = "sound" if item.role in _HEARD else item.kind
        counts[kind] += 1
        yield Sent(item, kind, f"@{NAMES[kind]}{counts[kind]}")


def _prompt(request: Request, sent: tuple[Sent, ...]) -> str:
    """The words with the names that the inputs have there, what each is for, and what is said."""
    named = {each.item.tag.lstrip("@"): each.name for each in sent}
    left = {item.tag.lstrip("@"): item.tag.lstrip("@") for item in request.inputs}
    words = _renamed(request.prompt, left | named)
    for title in dict.fromkeys(item.character for item in request.inputs if item.character):
        words = words.replace(f"@{title}", title)
    parts = [words.strip(), *_roles(sent), *_lines(request)]
    return "\n".join(part for part in parts if part)


def _renamed(text: str, names: dict[str, str]) -> str:
    """Each tag by its new name, all at once; one that is not sent loses its @."""
    return re.sub(
        r"@([A-Za-z]+[0-9]+)(?![A-Za-z0-9])",
        lambda found: names.get(found[1], found[0]),
        text,
    )


def _roles(sent: tuple[Sent, ...]) -> Iterator[str]:
    for each in sent:
        if each.item.role in SAYS:
            whose = f"{each.item.character}, " if each.item.character else ""
            yield f"{each.name}: {whose}{SAYS[each.item.role]}."


def _lines(request: Request) -> Iterator[str]:
    for line in request.lines:
        how = f" ({line.dialect})" if line.dialect else ""
        yield f"{line.character}{how}: “{line.words}”"
