"""Seedance 2.0 and 2.5, made by their provider from what is sent there. Off until a key is set.

    [seedance]
    kind = "seedance"
    model = "2.0"               # or "2.5"
    key_env = "ARK_API_KEY"     # the variable of the environment that holds the key
    price = 46.0                # of a million tokens; without it a draft's cost is not known
    currency = "CNY"

What it can do stands here and loads nothing; what prepares, orders and fetches, draw.py, is
loaded by a worker.
"""

import os
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from slowfilm.engines.about import About, gettext_noop, provider_at
from slowfilm.engines.base import (
    Cancelling,
    Capabilities,
    Leaving,
    Memory,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
)
from slowfilm.engines.limits import problems
from slowfilm.engines.seedance.limits import more_problems
from slowfilm.engines.seedance.order import CONVERTS, USES
from slowfilm.engines.seedance.versions import FAMILIES, RATE, VERSIONS

BASE = "https://ark.cn-beijing.volces.com/api/v3"


class Seedance:
    """One version at one provider, by one key."""

    def __init__(
        self,
        model: str,
        key_env: str,
        base_url: str,
        model_id: str,
        price: float | None,
        currency: str,
        pause: float,
        patience: float,
    ) -> None:
        if model not in VERSIONS:
            raise ValueError(f"there is no model {model}; there are {', '.join(VERSIONS)}")
        host = urlsplit(base_url)
        if host.scheme not in ("https", "http") or not host.hostname:
            raise ValueError(f"{base_url} is no address")
        if host.scheme == "http" and host.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("a key goes by https only")
        self.version, self.key_env, self.base = VERSIONS[model], key_env, base_url.rstrip("/")
        self.provider = provider_at(host.hostname)
        family = FAMILIES.get(self.provider.id, "doubao")
        self.model = model_id or f"{family}-{self.version.model}"
        self.price = None if price is None else Fraction(str(price))
        self.currency, self.pause, self.patience = currency, float(pause), float(patience)
        self._can = Capabilities(
            name="seedance",
            title=f"Seedance {model}",
            label="",
            uses=USES,
            converts=CONVERTS,
            sizes=self.version.sizes,
            rates=(RATE,),
            min_seconds=Fraction(4),
            max_seconds=Fraction(self.version.longest),
            sound=True,
            sound_alone=False,
            lines="converts",  # their words are sent, their takes are not
            max_pictures=self.version.pictures,
            max_videos=self.version.videos,
            max_sounds=self.version.sounds,
            max_inputs=self.version.in_all,
            about=About(
                home="seed.bytedance.com",
                licence=gettext_noop("A paid service. Its provider's terms count."),
                weights=gettext_noop("Not given out: it runs at the provider alone."),
                provider=self.provider,
            ),
        )

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return self._can

    def lacks(self) -> Problem | None:
        """Its key, if that is not set in this process."""
        return None if self._key() else Problem("no-key", {"name": self.key_env})

    def check(self, request: Request) -> list[Problem]:
        """List what stands against sending the request."""
        faults = problems(request, self._can)
        lacks = self.lacks()
        return [*([lacks] if lacks else []), *faults, *more_problems(request, self.version)]

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
        memory: Memory | None = None,
        leaving: Leaving | None = None,
    ) -> Result:
        """Have the draft made, and write its master; see `Engine.generate`.

        Fails with what the provider refuses: task.py and ark.py say the codes.
        """
        from slowfilm.engines.seedance.draw import draw

        if faults := self.check(request):
            raise ValueError(", ".join(problem.code for problem in faults))
        store = memory or Forgetful()
        return draw(request, target, self._terms(), (progress, cancelled), store, leaving or _may)

    def abandon(self, memory: Memory) -> None:
        """Take back a task that nobody waits for any more."""
        from slowfilm.engines.seedance.task import take_back_open

        if (task := memory.recall().get("task")) and self._key():
            take_back_open(self._terms().ark, str(task))

    def _key(self) -> str:
        return os.environ.get(self.key_env, "").strip()

    def _terms(self) -> Any:
        from slowfilm.engines.seedance.ark import Ark
        from slowfilm.engines.seedance.draw import Terms

        return Terms(
            ark=Ark(self.base, self._key(), self.patience),
            version=self.version,
            model=self.model,
            provider=self.provider.id,
            price=self.price,
            currency=self.currency,
            pause=self.pause,
        )


class Forgetful:
    """Where nobody keeps anything: what one run kept."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}

    def recall(self) -> dict[str, Any]:
        """What was kept last."""
        return self.told

    def keep(self, facts: dict[str, Any]) -> None:
        """Keep it for this run."""
        self.told = facts


def _may() -> None:
    """Nobody is to be asked."""


def create(
    model: str = "2.0",
    key_env: str = "ARK_API_KEY",
    base_url: str = BASE,
    model_id: str = "",
    price: float | None = None,
    currency: str = "",
    pause: float = 2.0,
    patience: float = 60.0,
) -> Seedance:
    """Return the engine. `pause`: seconds between two looks at a task; `patience`: at an answer.

    Raises ValueError for a model or an address that there is not.
    """
    return Seedance(model, key_env, base_url, model_id, price, currency, pause, patience)
