"""The gate's condition about anchors: what a draft was to keep of a performer, it has kept."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from slowfilm.approvals.condition import Condition
from slowfilm.generations.anchors import broken
from slowfilm.shots.models import Draft


def anchor_conditions(line: Iterable[Draft]) -> list[Condition]:
    """One for each anchor that a draft, or one that light made it of, broke (relit.lines_of)."""
    rows = [row for draft in line for row in broken(draft.facts)]
    return [Condition("anchor", False, _said(row)) for row in rows]


def _said(row: dict[str, Any]) -> str:
    if row.get("role") == "kept-voice":
        sentence = _("The voice of %(tag)s was to stay as it is, and did not.")
    else:
        sentence = _("The performance of %(tag)s was to stay as it is, and did not.")
    return sentence % {"tag": f"@{row.get('tag', '')}"}
