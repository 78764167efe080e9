"""What the file that a draft was made of calls its frames."""

from fractions import Fraction

from django.db.models.fields.json import KT

from slowfilm.shots.models import Draft
from slowfilm.timecode import drops, parse_timecode

TIMECODE = KT("facts__timecode")  # annotate `timecode` by it where facts are deferred


def source_timecode(draft: Draft) -> str:
    """The label of its first frame, with a semicolon where it counts drop-frame; "" without one."""
    if "timecode" in draft.__dict__:
        return draft.__dict__["timecode"] or ""
    return str(draft.facts.get("timecode") or "")


def first_frame(label: str, rate: Fraction) -> int:
    """The frame that such a label names; 0 without one."""
    return parse_timecode(label, rate, drop=drops(label, rate)) if label else 0
