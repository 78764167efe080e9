"""A light space at a moment between its two keys."""

from typing import Any

from slowfilm.media.lightspace.space import Space, State


def at(space: Space, share: float) -> State:
    """The state at a share (0…1) of its time: it leaves slowly and comes to rest slowly."""
    if space.last is None or share <= 0:
        return space.first
    eased = share * share * (3 - 2 * share)
    fields = _between(space.first.model_dump(), space.last.model_dump(), min(1.0, eased))
    return State.model_validate(fields)


def _between(first: Any, other: Any, share: float) -> Any:
    if isinstance(first, dict):
        return {name: _between(value, other[name], share) for name, value in first.items()}
    if isinstance(first, tuple | list):
        return tuple(_between(a, b, share) for a, b in zip(first, other, strict=True))
    if isinstance(first, int) and isinstance(other, int):
        return first  # panes are counted, and stay as many
    return first + (other - first) * share
