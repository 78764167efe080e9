"""One draft by the provider: prepared, ordered, waited for, fetched, made a master."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slowfilm.engines.base import (
    Cancelled,
    Cancelling,
    Failed,
    Leaving,
    Memory,
    Progress,
    Request,
    Result,
)
from slowfilm.engines.seedance import material
from slowfilm.engines.seedance.ark import Ark, Unanswered, wait
from slowfilm.engines.seedance.clip import fit
from slowfilm.engines.seedance.order import FRAMES, Order, became, ordered
from slowfilm.engines.seedance.task import Ordering
from slowfilm.engines.seedance.versions import SEEDS, Version, ratio, resolution

SENT, WAITED, FETCHED = 0.1, 0.5, 0.6  # the shares at which each step is over
USUAL = 150.0  # seconds after which a task is about two thirds done, as far as the bar knows
STEP = 0.04  # the bar's largest
FETCHES = 5
ORDER_LASTS = 48 * 3600  # seconds after which the provider lets go of a task that never began


@dataclass(frozen=True)
class Terms:
    """The engine as it is set up here. `price`: of a million tokens, None if not said."""

    ark: Ark
    version: Version
    model: str
    provider: str
    price: Fraction | None
    currency: str
    pause: float


@dataclass
class Bar:
    """Progress that rises in small steps, so that a wish to stop is heard between them."""

    progress: Progress
    cancelled: Cancelling
    at: float = 0.0

    def to(self, share: float) -> None:
        """Rise to a share. Raises Cancelled."""
        while self.at < share:
            if self.cancelled():
                raise Cancelled
            self.at = min(share, self.at + STEP)
            self.progress(self.at)

    def within(self, first: float, last: float) -> Callable[[float], None]:
        """A step's own share, 0–1."""
        return lambda share: self.to(first + (last - first) * share)


def draw(
    request: Request,
    target: Path,
    terms: Terms,
    hooks: tuple[Progress, Cancelling],
    memory: Memory,
    leaving: Leaving,
) -> Result:
    """Make the draft of a request that was checked; see `Engine.generate`."""
    bar, order, begun = Bar(*hooks), ordered(request), time.monotonic()
    bar.progress(0.0)
    by_tag: dict[str, dict[str, Any]] = {}

    def body() -> dict[str, Any]:
        parts = material.made(order, terms.version, bar.cancelled)
        by_tag.update({sent.item.tag: facts for sent, _url, facts in parts})
        bar.to(SENT)
        return body_of(request, order, terms, [url for _sent, url, _facts in parts])

    seed = request.seed % SEEDS
    ordering = Ordering(
        terms.ark, body, terms.model, seed, memory, leaving, bar.cancelled, terms.pause
    )
    task = ordering.done(_waiting(bar))
    bar.to(WAITED)
    with TemporaryDirectory(dir=target.parent, prefix=".fetched-") as folder:
        clip = Path(folder) / "clip"
        fetch(terms, task, clip, bar)
        bar.to(FETCHED)
        share = bar.within(FETCHED, 0.99)
        copies, measures = fit(clip, request, target, share, bar.cancelled)
    bar.at = 1.0
    bar.progress(1.0)
    rows = list(became(request, order, by_tag))
    facts = facts_of(request, order, terms, task) | measures | {"inputs": rows}
    facts["stages"] = {"all": round(time.monotonic() - begun, 1)}
    return Result(target, facts, order.tags, copies)


def body_of(request: Request, order: Order, terms: Terms, urls: list[str]) -> dict[str, Any]:
    """What is posted, in Ark's shape. The duration is always said: left out, the model chooses."""
    content: list[dict[str, Any]] = [{"type": "text", "text": order.prompt}]
    for sent, url in zip(order.sent, urls, strict=True):
        kind, role = KINDS[sent.kind]
        if sent.item.role in FRAMES:
            role = sent.item.role.replace("-", "_")
        content.append({"type": kind, kind: {"url": url}, "role": role})
    return {
        "model": terms.model,
        "content": content,
        "resolution": resolution((request.width, request.height)),
        "ratio": "adaptive" if order.frames else ratio((request.width, request.height)),
        "duration": duration(request),
        "seed": request.seed % SEEDS,
        "generate_audio": True,
        "watermark": False,
        "execution_expires_after": ORDER_LASTS,
    }


KINDS = {
    "picture": ("image_url", "reference_image"),
    "video": ("video_url", "reference_video"),
    "sound": ("audio_url", "reference_audio"),
}


def duration(request: Request) -> int:
    """Whole seconds, as the provider counts; what is too long is cut."""
    return math.ceil(request.seconds)


def fetch(terms: Terms, task: dict[str, Any], path: Path, bar: Bar) -> None:
    """Copy the clip at once: its address lives a day. Raises Cancelled, Failed."""
    content = task.get("content")
    url = content.get("video_url") if isinstance(content, dict) else None
    if not isinstance(url, str) or not url:
        raise Failed("no-clip")
    for attempt in range(FETCHES):
        try:
            terms.ark.fetch(url, path, bar.within(WAITED, FETCHED))
            return
        except Unanswered as error:
            pause = terms.pause * 2.0**attempt if error.after is None else error.after
            wait(pause, bar.cancelled)
    raise Failed("provider-silent", task=str(task.get("id", "")))


def facts_of(request: Request, order: Order, terms: Terms, task: dict[str, Any]) -> dict[str, Any]:
    """What can be said of the draft afterwards, in plain JSON."""
    usage = task.get("usage")
    tokens = usage.get("completion_tokens") if isinstance(usage, dict) else None
    tokens = tokens if isinstance(tokens, int) and tokens >= 0 else None
    cost = None
    if tokens is not None and terms.price is not None:
        cost = f"{float(tokens * terms.price / 1_000_000):.2f} {terms.currency}".strip()
    return {
        "engine": "seedance",
        "provider": terms.provider,
        "model": terms.model,
        "task": str(task.get("id", "")),
        "seed": str(request.seed),
        "provider_seed": task.get("seed", request.seed % SEEDS),
        "resolution": resolution((request.width, request.height)),
        "ordered_seconds": duration(request),
        "prompt_sent": order.prompt,
        "prompt_revised": str(task.get("revised_prompt") or ""),
        "tokens": tokens,
        "cost": cost,
    }


def _waiting(bar: Bar) -> Callable[[float], None]:
    """The provider says no share: the bar slows down as it waits."""

    def waited(seconds: float) -> None:
        bar.to(SENT + (WAITED - SENT) * (1 - math.exp(-seconds / USUAL)))
        bar.progress(bar.at)  # it lives, however long it waits

    return waited
