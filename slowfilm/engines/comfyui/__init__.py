"""A team's own workflow on the team's own ComfyUI server: whatever that can run is an engine.

What it takes follows from what the workflow's nodes are called (workflow.py). Capabilities stand
here and load nothing; what asks the server, draw.py, is loaded by a worker.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

from slowfilm.engines.base import (
    Cancelling,
    Capabilities,
    Input,
    Kind,
    Memory,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
    Role,
    Size,
)
from slowfilm.engines.comfyui.workflow import Slot, Workflow, read
from slowfilm.engines.limits import problems
from slowfilm.engines.measures import RATES, SIZES, Steps

# What many models make, beside the sizes that every engine offers: all are cut to the order.
MORE_SIZES: tuple[Size, ...] = (
    *((832, 480), (480, 832), (1024, 576), (576, 1024), (1216, 704), (704, 1216)),
    *((768, 512), (512, 768), (512, 512), (1024, 1024)),
)
HEARD: tuple[Role, ...] = ("voice", "ambience", "music", "kept-voice")
NO_URL = 'says where the server is, such as "http://127.0.0.1:8188".'


@dataclass(frozen=True, slots=True)
class Asked:
    """How one server is asked. `token` is sent as a bearer; empty where it asks for none.

    `silence`: seconds in which a running prompt may say nothing. `patience`: seconds in which the
    server may be away, or too busy.
    """

    url: str
    token: str
    silence: float
    patience: float


class ComfyUI:
    """One workflow on one server."""

    def __init__(
        self,
        workflow: Workflow,
        connection: Asked,
        steps: Steps,
        rate: Fraction | None,
        **measures: int,
    ) -> None:
        """`steps` and `rate` are what the model makes; `rate` is None where it makes any."""
        self.workflow, self.asked, self.steps, self.rate = workflow, connection, steps, rate
        self._can = capabilities(workflow, **measures)

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return self._can

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        return [*problems(request, self._can), *self._too_few(request)]

    def _too_few(self, request: Request) -> Iterator[Problem]:
        """Where a workflow needs two of a role and only one is cited."""
        by_slot = self.given(request)
        for role in dict.fromkeys(slot.of.name for slot in self.workflow.files()):
            needed = [slot for slot in self._needed() if slot.of.name == role]
            count = sum(slot in by_slot for slot in needed)
            if 0 < count < len(needed):
                yield Problem("too-few-inputs", {"roles": role, "limit": len(needed)})

    def _needed(self) -> list[Slot]:
        return [slot for slot in self.workflow.files() if not slot.of.optional]

    def given(self, request: Request) -> dict[Slot, Input]:
        """Which input goes to which slot: those of a role and kind in order, as far as they go."""
        left = list(request.inputs)
        by_slot = {}
        for slot in self.workflow.files():
            fits = next((item for item in left if suits(item, slot)), None)
            if fits is not None:
                left.remove(fits)
                by_slot[slot] = fits
        return by_slot

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
        memory: Memory | None = None,
    ) -> Result:
        """Write the master; see `Engine.generate`."""
        from slowfilm.engines.comfyui.draw import draw

        if faults := self.check(request):
            raise ValueError(", ".join(problem.code for problem in faults))
        return draw(self, request, target, (progress, cancelled, preview), memory)


def suits(item: Input, slot: Slot) -> bool:
    """Whether an input can go to a slot: a sound's also takes the sound of a clip."""
    heard = slot.kind == "sound" and item.kind == "video"
    return item.role == slot.of.name and (item.kind == slot.kind or heard)


def capabilities(workflow: Workflow, shortest: int, longest: int) -> Capabilities:
    """What a workflow takes by what its nodes are called; lengths in seconds."""
    slots = list(workflow.files())
    uses = {(slot.kind, _role(slot)) for slot in slots if slot.kind}
    heard = {("video", _role(slot)) for slot in slots if slot.kind == "sound"}
    needed = dict.fromkeys(_role(slot) for slot in slots if not slot.of.optional)
    least: dict[Kind, int] = {"picture": 9, "video": 3, "sound": 3}
    most = {kind: max(few, sum(s.kind == kind for s in slots)) for kind, few in least.items()}
    return Capabilities(
        name="comfyui",
        title=workflow.name.removesuffix(".json"),
        label="",
        uses=frozenset(uses),
        converts=frozenset(heard - uses),  # type: ignore[arg-type]
        sizes=(*SIZES, *MORE_SIZES),
        rates=RATES,
        min_seconds=Fraction(shortest),
        max_seconds=Fraction(longest),
        sound=makes_sound(workflow),
        sound_alone=not any(slot.kind != "sound" for slot in slots if not slot.of.optional),
        requires=tuple(frozenset([role]) for role in needed),
        max_pictures=most["picture"],
        max_videos=most["video"],
        max_sounds=most["sound"],
        max_inputs=max(12, len(slots)),
    )


def makes_sound(workflow: Workflow) -> bool:
    """Whether a sound comes out: one is wired to a node that makes a film, or saved by itself."""
    for node in workflow.graph.values():
        wired = isinstance(node["inputs"].get("audio"), list)
        named = node["class_type"].lower()
        if wired and ("save" in named or "video" in named):
            return True
    return False


def _role(slot: Slot) -> Role:
    return slot.of.name  # type: ignore[return-value]


def create(
    url: str = "",
    workflow: str = "",
    bind: Mapping[str, str] | None = None,
    folder: Path | None = None,
    token_from: str = "",
    rate: float | str | None = None,
    side: int = 1,
    every: int = 1,
    rest: int = 0,
    most: int | None = None,
    shortest: int = 1,
    longest: int = 15,
    silence: float = 900,
    patience: float = 60,
) -> ComfyUI:
    """Return the engine of one table in engines.toml; `folder` is where that file lies.

    `token_from` names the environment's variable that holds a token. `rate` is the frame rate the
    workflow makes, where it is bound to no node; `side`, `every`, `rest` and `most` are the steps
    of its sizes and lengths. Raises ValueError with a sentence that says what is wrong.
    """
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(f"url {NO_URL}")
    if not workflow:
        raise ValueError("workflow names the JSON file of a workflow in ComfyUI's API format.")
    connection = Asked(url.rstrip("/"), _token(token_from), float(silence), float(patience))
    steps = Steps(side=side, every=every, rest=rest, most=most)
    path = (folder or Path()) / Path(workflow).expanduser()
    of = None if rate is None else Fraction(str(rate)).limit_denominator(1001)
    return ComfyUI(read(path, bind), connection, steps, of, shortest=shortest, longest=longest)


def _token(variable: str) -> str:
    if variable and variable not in os.environ:
        raise ValueError(f"token_from: there is no variable {variable} in the environment.")
    return os.environ.get(variable, "") if variable else ""
