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
            said = _("The layout places @%(tag)s, which is not cited.")
            return said % {"tag": _plain(figure.tag)}
    return ""


def of_levels(wanted: Wanted, tags: Collection[str]) -> str:
    """What is wrong with the level curves, in a sentence; empty where nothing is."""
    try:
        told = levels.from_json(wanted.levels, Fraction(wanted.frames) / wanted.rate)
    except (ValueError, OverflowError) as error:
        return _("The levels can't be used: %(why)s.") % {"why": _plain(error)}
    for each in told:
        if each.tag not in tags and each.tag != levels.LINES:
            said = _("A level is drawn for @%(tag)s, which is not cited.")
            return said % {"tag": _plain(each.tag)}
    return ""


def _plain(said: object) -> str:
    """Without the halves of characters that JSON may hold and no page can show."""
    return str(said).encode("utf-8", "replace").decode()


def tidied(wanted: Wanted) -> Wanted:
    """With layout and levels as they are kept. Only for what has no faults."""
    told = levels.from_json(wanted.levels, Fraction(wanted.frames) / wanted.rate)
    layout = None if wanted.layout is None else Layout.from_json(wanted.layout).to_json()
    return replace(wanted, layout=layout, levels=levels.to_json(told))
