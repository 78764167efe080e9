"""What stands against sending a request, beyond what every engine checks."""

from collections import Counter
from collections.abc import Iterator

from slowfilm.engines.base import Input, Kind, Problem, Request
from slowfilm.engines.seedance.order import FRAMES, Order, ordered
from slowfilm.engines.seedance.versions import PROMPT, Version


def more_problems(request: Request, version: Version) -> Iterator[Problem]:
    """List them, as far as they can be known before the files are there."""
    order = ordered(request)
    yield from _kinds(request, order, version)
    yield from _frames(order)
    yield from _lengths(order, version)
    if len(order.prompt) > PROMPT >= len(request.prompt):
        yield Problem("prompt-too-long-sent", {"count": len(order.prompt), "limit": PROMPT})


def _kinds(request: Request, order: Order, version: Version) -> Iterator[Problem]:
    """What is said of kinds holds for what is sent: a clip may be sent as a sound."""
    cited = Counter(item.kind for item in request.inputs)
    sent = Counter(material.kind for material in order.sent)
    if sent["sound"] > version.sounds >= cited["sound"]:
        yield Problem("too-many-sounds", {"count": sent["sound"], "limit": version.sounds})
    if sent.keys() == {"sound"} and cited.keys() != {"sound"}:
        yield Problem("sound-alone")


def part(item: Input) -> float | None:
    """How many seconds of an input are sent; None where that is not known yet."""
    if item.span is None:
        return item.seconds
    return item.span[1] - item.span[0]


def _frames(order: Order) -> Iterator[Problem]:
    roles = {material.item.role for material in order.sent}
    if not order.frames:
        return
    if roles - set(FRAMES):
        yield Problem("frames-and-references")
    if "first-frame" not in roles:
        yield Problem("last-without-first")


def _lengths(order: Order, version: Version) -> Iterator[Problem]:
    whole: dict[Kind, float] = {"video": 0.0, "sound": 0.0}
    for material in order.sent:
        seconds = part(material.item)
        if material.kind == "picture" or seconds is None:
            continue
        whole[material.kind] += seconds
    for kind, seconds in whole.items():
        if seconds > version.seconds + 0.05:
            facts = {"seconds": f"{seconds:.1f}", "limit": f"{version.seconds:g}"}
            yield Problem(f"{kind}s-too-long", facts)
