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
    spec: Wanted,
    kinds: Mapping[UUID, str],
    seed: int | None = None,
    engine: str = "",
    without: str = "",
) -> Wanted:
    """The brief with another seed, on another engine, or without one input.

    `kinds` are those of its references. Raises Refused where there is no such input.
    """
    if seed is not None:
        spec = replace(spec, seed=seed)
    if engine:
        spec = _on(spec, engine)
    return left_out(spec, kinds, without.removeprefix("@")) if without else spec


def _on(spec: Wanted, name: str) -> Wanted:
    """On another engine, without what that one takes no notice of and might refuse."""
    try:
        can = engines.engine(name).capabilities()
    except LookupError:
        return replace(spec, engine=name)  # the check says that there is none
    layout = spec.layout if can.layout else None
    return replace(spec, engine=name, layout=layout, labels=spec.labels and can.labels)


def left_out(spec: Wanted, kinds: Mapping[UUID, str], tag: str) -> Wanted:
    """Without the input of this tag: nor is it named in the text, the layout or the levels.

    Those after it have other tags, which are put in the place of theirs everywhere.
    """
    were = tags(kinds[citation.reference] for citation in spec.citations)
    if tag not in were:
        raise Refused("no-input", _("@%(tag)s is not cited in this brief.") % {"tag": tag})
    place = were.index(tag)
    citations = (*spec.citations[:place], *spec.citations[place + 1 :])
    now = tags(kinds[citation.reference] for citation in citations)
    new = dict(zip([tag_before for tag_before in were if tag_before != tag], now, strict=True))
    return replace(
        spec,
        citations=citations,
        text=_renamed(spec.text, new, tag),
        layout=_layout(spec.layout, new, tag),
        levels=_tagged(spec.levels, new, tag),
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
