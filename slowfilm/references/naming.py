"""How a text names a character: @林遥（1998）. Widths, case and spaces make no difference. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

TAG = re.compile(r"(?:Image|Video|Audio)\d+|[A-Za-z]+\d+(?![A-Za-z0-9(])")
AT = re.compile(r"(?<![A-Za-z0-9])@")
# A name as it stands before a sign, or with a period in brackets, for saying that it is unknown.
NAMED = re.compile(r"[^\s@()]{1,60}(?: [^\s@()]{1,30}){0,3} ?\([^()@\n]{1,40}\)|\w{1,60}")


def fold(text: str) -> str:
    """The same for all ways to write a name: NFKC, no case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def narrow(text: str) -> str:
    """NFKC sign by sign, where a sign stays one: as long as before, so that places stay true."""
    folded = ((sign, unicodedata.normalize("NFKC", sign)) for sign in text)
    return "".join(plain if len(plain) == 1 else sign for sign, plain in folded)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name behind an @: the one character it means, or none, or what it might mean."""

    written: str
    character: UUID | None
    candidates: tuple[UUID, ...] = ()


def mentions(text: str, titles: Mapping[UUID, str], names: Mapping[UUID, str]) -> list[Mention]:
    """Every name behind an @ that is no tag, each once, in order.

    `titles` (林遥（1998）) and `names` (林遥) are the film's characters'. A bare name means a
    character where only one has it.
    """
    unique = dict.fromkeys(_mentions(text, _by(titles), _by(names)))
    return list(unique)


def _by(names: Mapping[UUID, str]) -> dict[str, tuple[UUID, ...]]:
    """Who is called so, the longest name first."""
    called: dict[str, tuple[UUID, ...]] = {}
    for key, name in names.items():
        called[fold(name)] = (*called.get(fold(name), ()), key)
    return {name: called[name] for name in sorted(called, key=len, reverse=True)}


def _mentions(
    text: str, titles: Mapping[str, tuple[UUID, ...]], names: Mapping[str, tuple[UUID, ...]]
) -> Iterator[Mention]:
    plain = unicodedata.normalize("NFKC", text)
    for at in AT.finditer(plain):
        after = plain[at.end() : at.end() + 200]
        if TAG.match(after):
            continue  # a reference's, or one that there is not
        written = NAMED.match(after)
        if written is None:
            continue  # an @ by itself
        whole = fold(after)
        meant = next((who for name, who in titles.items() if whole.startswith(name)), None)
        if meant is None:
            meant = _bare(after, whole, names)
        yield Mention(written[0].strip(), meant[0] if len(meant) == 1 else None, meant)


def _bare(after: str, whole: str, names: Mapping[str, tuple[UUID, ...]]) -> tuple[UUID, ...]:
    """Who has this name, where no other period stands behind it."""
    name = next((name for name in names if whole.startswith(name)), None)
    if name is None or (whole[len(name) :].startswith("(") and _is_period(after)):
        return ()
    return names[name]


def _is_period(after: str) -> bool:
    """Whether the first brackets say a period: at the name itself, or with a number in them."""
    before, _, behind = after.partition("(")
    return not before[-1:].isspace() or any(sign.isdigit() for sign in behind.partition(")")[0])
