"""The gate's condition about anchors: what a draft was to keep of a performer, it has kept."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.generations.anchors import broken
from slowfilm.shots.models import Draft


def anchor_conditions(draft: Draft) -> list[Condition]:
    """One for each anchor that was broken; nothing where none was measured."""
    rows = [row for each in _made_from(draft) for row in broken(each.facts)]
    return [Condition("anchor", False, _said(row)) for row in rows]


def _made_from(draft: Draft) -> Iterator[Draft]:
    """A draft, and those that light made it of."""
    yield draft
    while draft.origin == Draft.Origin.RELIT:
        source = draft.sources.filter(role="light").select_related("earlier").first()
        if source is None or source.earlier is None:
            return
        draft = source.earlier
        yield draft


def _said(row: dict[str, Any]) -> str:
    if row.get("role") == "kept-voice":
        said = _("The voice of %(tag)s was to stay as it is, and did not.")
    else:
        said = _("The performance of %(tag)s was to stay as it is, and did not.")
    return said % {"tag": f"@{row.get('tag', '')}"}
