"""The engines of this installation. Adding one is adding a module here with a `create()` in it."""

import os
from functools import cache
from importlib import import_module

from slowfilm.engines.base import Engine


def names() -> tuple[str, ...]:
    """Name the engines switched on by SLOWFILM_ENGINES (comma-separated), in that order."""
    listed = os.environ.get("SLOWFILM_ENGINES", "animatic").split(",")
    return tuple(dict.fromkeys(name.strip() for name in listed if name.strip()))


def engine(name: str) -> Engine:
    """Return the engine of that name, the same one each time so that it can stay warm.

    Raises LookupError for an engine that is not switched on here.
    """
    if name not in names():
        raise LookupError(name)
    return _created(name)


@cache
def _created(name: str) -> Engine:
    made: Engine = import_module(f"{__name__}.{name}").create()
    return made
