"""What a hand has set right in a brief: where things stand in the plate, and how loud each is."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from slowfilm.engines import levels
from slowfilm.engines.layout import Layout
from slowfilm.generations.citations import Wanted


def of_layout(layout: dict[str, Any] | None, tags: Collection[str]) -> str:
    """What is wrong with a layout, in a sentence; empty where nothing is."""
    if layout is None:
        return ""
    try:
        figures = Layout.from_json(layout).figures
    except (ValueError, OverflowError) as error:
        return _("The layout can't be used: %(why)s.") % {"why": _plain(error)}
    for figure in figures:
        if figure.tag not in tags:
            sentence = _("The layout places @%(tag)s, which is not cited.")
            return sentence % {"tag": _plain(figure.tag)}
    return ""


def of_levels(spec: Wanted, tags: Collection[str]) -> str:
    """What is wrong with the level curves, in a sentence; empty where nothing is."""
    try:
        curves = levels.from_json(spec.levels, Fraction(spec.frames) / spec.rate)
    except (ValueError, OverflowError) as error:
        return _("The levels can't be used: %(why)s.") % {"why": _plain(error)}
    for curve in curves:
        if curve.tag not in tags and curve.tag != levels.LINES:
            sentence = _("A level is drawn for @%(tag)s, which is not cited.")
            return sentence % {"tag": _plain(curve.tag)}
    return ""


def _plain(value: object) -> str:
    """Without the halves of characters that JSON may hold and no page can show."""
    return str(value).encode("utf-8", "replace").decode()


def tidied(spec: Wanted) -> Wanted:
    """With layout and levels as they are kept. Only for what has no faults."""
    curves = levels.from_json(spec.levels, Fraction(spec.frames) / spec.rate)
    layout = None if spec.layout is None else Layout.from_json(spec.layout).to_json()
    return replace(spec, layout=layout, levels=levels.to_json(curves))
