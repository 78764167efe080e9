"""What engines.toml may say of an engine that runs a model; an engine adds its own fields."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar

from slowfilm.engines.base import Engine, Size
from slowfilm.engines.settings import SIZE, data_folder

DTYPES = ("bfloat16", "float16", "float32")
OFFLOADS = ("none", "model", "sequential", "group")


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the model lies, on what it runs, and what an hour of it costs.

    `offload`: what moves to the card only while it computes: nothing, one component at a time,
    one layer at a time, or groups of layers ahead of their use. `revision` and `licence` count
    where the folder does not say them better. `makes` are sizes offered instead of the engine's
    own, "1024x576". Raises ValueError with what is wrong.
    """

    model: str = ""
    device: str = "cuda:0"
    dtype: str = "bfloat16"
    offload: str = "none"
    tiling: bool = False  # decode in tiles: less memory, other bits
    revision: str = ""
    licence: str = ""
    steps: int = 30
    guidance: float = 5.0
    makes: tuple[str, ...] | list[str] = ()
    price_per_gpu_hour: float = 0.0
    currency: str = ""
    cache: str = ""  # a folder; encodings/ in DATA if empty
    cache_gb: float = 10.0

    def __post_init__(self) -> None:
        if self.dtype not in DTYPES:
            raise ValueError(f"dtype: one of {', '.join(DTYPES)}")
        if self.offload not in OFFLOADS:
            raise ValueError(f"offload: one of {', '.join(OFFLOADS)}")
        if self.offload != "none" and self.device.partition(":")[0] == "cpu":
            raise ValueError("offload: there is nothing to offload to where the device is the CPU")
        if isinstance(self.steps, bool) or not isinstance(self.steps, int) or self.steps < 1:
            raise ValueError("steps: a whole number from 1")
        for name in ("guidance", "price_per_gpu_hour", "cache_gb"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ValueError(f"{name}: a number from 0")
        sizes(self.makes)

    @property
    def encodings(self) -> Path:
        """Where encodings are kept."""
        return Path(self.cache).expanduser() if self.cache else data_folder() / "encodings"


def sizes(texts: "tuple[str, ...] | list[str]") -> tuple[Size, ...]:
    """Sizes as (width, height) of "1024x576". Raises ValueError."""
    read = [SIZE.fullmatch(text) if isinstance(text, str) else None for text in texts]
    if not isinstance(texts, tuple | list) or None in read:
        raise ValueError('makes: a list of sizes reads ["1024x576", "832x480"]')
    return tuple((int(match[1]), int(match[2])) for match in read if match)


O = TypeVar("O", bound=Options)  # noqa: E741


def creator(options: type[O], engine: Callable[[O], Engine]) -> Callable[..., Engine]:
    """The `create` of an engine's module: it takes what its options do, and names them."""

    def create(**settings: Any) -> Engine:
        return engine(options(**settings))

    create.__signature__ = signature(options)  # type: ignore[attr-defined]
    return create
