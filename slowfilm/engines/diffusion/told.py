"""The facts of a draft that a model made. What was measured stands under `measured`: all else is
the same for the same request."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.options import Options
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.measures import Fit

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "numpy", "av")


def facts(
    request: Request,
    options: Options,
    loaded: Loaded,
    fit: Fit,
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """Everything that decides about the picture, in plain JSON."""
    return {
        "seed": str(request.seed),
        "model": {
            "name": Path(options.model).name,
            "revision": loaded.revision,
            "licence": loaded.licence,
        },
        "parameters": dict(parameters),
        "device": options.device,
        "card": loaded.card,
        "dtype": options.dtype,
        "offload": options.offload,
        "libraries": versions(),
        **fit.facts(),
    }


def measured(options: Options, loaded: Loaded, work: Work) -> dict[str, Any]:
    """Seconds of each stage and of the card, memory, and what that costs."""
    used = work.gpu_seconds(loaded)
    measures: dict[str, Any] = {
        "seconds": {name: round(seconds, 3) for name, seconds in work.seconds.items()},
        "gpu_seconds": round(used, 3),
        "cost": round(used / 3600 * options.price_per_gpu_hour, 4),
        "currency": options.currency,
    }
    if loaded.card:
        import torch

        measures["peak_memory"] = torch.cuda.max_memory_allocated(options.device)
    return measures


def versions() -> dict[str, str]:
    """The versions of the libraries that had a part in it."""
    return dict(_versions())


@cache
def _versions() -> dict[str, str]:
    by_name = {}
    for name in LIBRARIES:
        try:
            by_name[name] = version(name)
        except PackageNotFoundError:
            continue
    return by_name
