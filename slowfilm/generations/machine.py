"""With what a draft was made: the model, its settings, the machine, the time and the cost."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

Row = tuple[str, str]


def made_with(facts: Mapping[str, Any]) -> list[Row]:
    """Labels and values, as far as the engine told them; empty for one without a model."""
    try:
        return list(_rows(facts)) if "model" in facts else []
    except (KeyError, TypeError, ValueError, AttributeError):  # of an engine we do not know
        return []


def _rows(facts: Mapping[str, Any]) -> Iterator[Row]:
    model, measured = facts["model"], facts.get("measured", {})
    yield _("Model"), str(model["name"])
    yield _("Revision"), str(model["revision"])
    if model.get("licence"):
        yield _("Licence"), str(model["licence"])
    settings = facts.get("parameters", {}).items()
    yield _("Settings"), " · ".join(f"{name} {value}" for name, value in settings if value != "")
    machine = [facts.get("card") or facts.get("device", ""), facts.get("dtype", "")]
    if facts.get("offload", "none") != "none":
        machine.append(f"offload {facts['offload']}")
    yield _("Device"), " · ".join(filter(None, map(str, machine)))
    versions = facts.get("libraries", {}).items()
    yield _("Libraries"), " · ".join(f"{name} {version}" for name, version in versions)
    yield from _spent(measured)


def _spent(measured: Mapping[str, Any]) -> Iterator[Row]:
    seconds = measured.get("seconds", {})
    parts = [
        _("%(stage)s %(seconds)s s") % {"stage": label, "seconds": f"{seconds[stage]:.1f}"}
        for stage, label in stages().items()
        if stage in seconds
    ]
    if parts:
        yield _("Time"), " · ".join(parts)
    if used := measured.get("gpu_seconds"):
        yield _("GPU time"), _("%(seconds)s s") % {"seconds": f"{used:.1f}"}
    if memory := measured.get("peak_memory"):
        yield _("GPU memory"), _("%(size)s GB at most") % {"size": f"{memory / 1e9:.1f}"}
    if cost := measured.get("cost"):
        yield _("Cost"), f"{cost:.2f} {measured.get('currency', '')}".strip()


def stages() -> dict[str, str]:
    """What a model does one after another."""
    return {
        "load": _("loading"),
        "read": _("reading what was cited"),
        "text": _("text"),
        "encode": _("encoding"),
        "steps": _("steps"),
        "decode": _("decoding and writing"),
    }
