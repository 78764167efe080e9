"""A brief that differs from another in one thing. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import engines
from slowfilm.generations.citations import Wanted, tags, with_tags
from slowfilm.ledger import Refused


def variant(
    wanted: Wanted,
    kinds: Mapping[UUID, str],
    seed: int | None = None,
    engine: str = "",
    without: str = "",
) -> Wanted:
    """The brief with another seed, on another engine, or without one input.

    `kinds` are those of its references. Raises Refused where there is no such input.
    """
    if seed is not None:
        wanted = replace(wanted, seed=seed)
    if engine:
        wanted = _on(wanted, engine)
    return left_out(wanted, kinds, without.removeprefix("@")) if without else wanted


def _on(wanted: Wanted, name: str) -> Wanted:
    """On another engine, without what that one takes no notice of and might refuse."""
    try:
        can = engines.engine(name).capabilities()
    except LookupError:
        return replace(wanted, engine=name)  # the check says that there is none
    layout = wanted.layout if can.layout else None
    return replace(wanted, engine=name, layout=layout, labels=wanted.labels and can.labels)


def left_out(wanted: Wanted, kinds: Mapping[UUID, str], tag: str) -> Wanted:
    """Without the input of this tag: nor is it named in the text, the layout or the levels.

    Those after it have other tags, which are put in the place of theirs everywhere.
    """
    were = tags(kinds[each.reference] for each in wanted.citations)
    if tag not in were:
        raise Refused("no-input", _("@%(tag)s is not cited in this brief.") % {"tag": tag})
    place = were.index(tag)
    kept = (*wanted.citations[:place], *wanted.citations[place + 1 :])
    now = tags(kinds[each.reference] for each in kept)
    new = dict(zip([each for each in were if each != tag], now, strict=True))
    return replace(
        wanted,
        citations=kept,
        text=_renamed(wanted.text, new, tag),
        layout=_layout(wanted.layout, new, tag),
        levels=_tagged(wanted.levels, new, tag),
    )


def _renamed(text: str, new: Mapping[str, str], gone: str) -> str:
    def one(named: str) -> str:
        return "" if named == gone else f"@{new.get(named, named)}"

    return re.sub(r"[ \t]{2,}", " ", with_tags(text, one)).strip()


def _layout(
    layout: dict[str, Any] | None, new: Mapping[str, str], gone: str
) -> dict[str, Any] | None:
    if layout is None or not layout.get("figures"):
        return layout
    return {**layout, "figures": _tagged(layout["figures"], new, gone)}


def _tagged(rows: list[dict[str, Any]], new: Mapping[str, str], gone: str) -> list[dict[str, Any]]:
    return [{**row, "tag": new.get(row["tag"], row["tag"])} for row in rows if row["tag"] != gone]
