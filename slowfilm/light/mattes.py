"""The file of a draft's mattes, where light asks for it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from slowfilm import storage
from slowfilm.light.models import DraftFigures


def needed(draft: UUID, keys: Iterable[dict[str, Any]], *, always: bool = False) -> str:
    """The digest of the mattes that this light asks for; "" where it asks for none.

    `always`: wherever it lies, since there is somebody it may not cross.
    """
    if not always and not any(_asks(key) for key in keys):
        return ""
    mattes = DraftFigures.objects.filter(draft=draft).values_list("mattes", flat=True)
    return mattes.first() or ""


def _asks(key: dict[str, Any]) -> bool:
    light = key["light"]
    return (
        (light.get("follow") or {}).get("to") == "person"
        or bool((light["qualifier"] or {}).get("mask"))
        or any(lamp.get("mask") for lamp in light["lamps"])
        or any(stroke.get("mask") for stroke in key["strokes"])
    )


@contextmanager
def at_hand(light: dict[str, Any] | None) -> Iterator[dict[str, Any] | None]:
    """A light as the media floor takes it, with the path of the mattes it names."""
    digest = light["mattes"] if light and light.get("mattes") else ""
    if not light or not digest:
        yield light
        return
    with storage.on_disk(digest) as path:
        yield {**light, "mattes_path": str(path)}
