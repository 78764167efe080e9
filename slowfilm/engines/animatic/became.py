"""What became of each input of an animatic: shown when, converted how, or why it is not there."""

from typing import Any

from slowfilm.engines.animatic import CAPABILITIES
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.base import Became, Input, Request, become

_CONVERTED = {"style": "tint", "camera": "direction"}
_UNUSED = {"voice": "no-room", "style": "no-effect", "camera": "no-effect"}


def became(request: Request, film: Film, used: set[str]) -> list[dict[str, Any]]:
    """One row an input, in order; `used` are the tags that had a part in it."""
    return [_of(item, request, film, item.tag in used) for item in request.inputs]


def _of(item: Input, request: Request, film: Film, used: bool) -> dict[str, Any]:
    treatment = CAPABILITIES.treatment(item.kind, item.role)
    if treatment == "ignores":
        return become(item, "ignored", "role")
    if not used:
        return become(item, "ignored", _UNUSED.get(item.role, "no-place"))
    done: Became = "used" if treatment == "uses" else "converted"
    passage = next((candidate for candidate in film.passages if candidate.tag == item.tag), None)
    if item.tag == film.beneath:
        return become(item, done, "beneath")
    if passage is not None and passage.met is not None:
        return become(item, done, "met", frame=passage.met)
    if passage is not None:
        last = min(passage.end, request.frames) - 1
        return become(item, done, "shown", first=max(0, passage.first), last=last)
    heard = "heard" if item.kind == "sound" else "sound-only"
    return become(item, done, _CONVERTED.get(item.role, heard))
