"""What is sent of a request: which inputs, under which names, and in which words. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from slowfilm.engines.base import Became, Input, Kind, Request, Role, become
from slowfilm.engines.shared.words import prompted

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
        return tuple(part.item.tag for part in self.sent)


def ordered(request: Request) -> Order:
    """What is sent of a request."""
    sent = tuple(_sent(request))
    frames = any(part.item.role in FRAMES for part in sent)
    words = prompted(request, ((part.item, part.name) for part in sent))
    return Order(sent, words, frames)


def treated(item: Input) -> Became:
    """What becomes of an input here."""
    if (item.kind, item.role) in USES:
        return "used"
    return "converted" if (item.kind, item.role) in CONVERTS else "ignored"


def became(request: Request, order: Order, facts: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """A row for each input; `facts` by tag: how it was made fit, where it was."""
    names = {part.item.tag: part.name for part in order.sent}
    for item in request.inputs:
        if item.tag not in names:
            yield become(item, "ignored", "role")
            continue
        name, own = names[item.tag], facts.get(item.tag, {})
        how = "sent-asset" if "asset" in own else "sent-made-fit" if own else "sent"
        yield {**become(item, treated(item), how, name=name), "made_fit": own}


def _sent(request: Request) -> Iterator[Sent]:
    counts = Counter[Kind]()
    for item in request.inputs:
        if treated(item) == "ignored":
            continue
        kind: Kind = "sound" if item.role in _HEARD else item.kind
        counts[kind] += 1
        yield Sent(item, kind, f"@{NAMES[kind]}{counts[kind]}")
