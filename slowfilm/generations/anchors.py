"""What was measured of a draft's anchors, in words; and which of them it broke."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MET = ("keyframe", "first-frame", "last-frame")


def rows_of(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of engines/anchors.py in a draft's facts; none of what is not as it says."""
    rows = facts.get("anchors")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def by_tag(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is said of each cited tag."""
    groups: dict[str, list[str]] = {}
    for row in rows_of(facts):
        groups.setdefault(str(row.get("tag", "")), []).extend(sentences(row))
    return groups


def broken(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The anchors that a draft did not keep."""
    return [row for row in rows_of(facts) if row.get("holds") is False]


def sentences(row: Mapping[str, Any]) -> list[str]:
    """One row in words."""
    if "error" in row:
        return [_("It could not be measured.")]
    try:
        texts = _measured(row)
    except (KeyError, TypeError, ValueError):
        return []
    if row.get("holds") is False:
        texts.append(_("The draft did not keep it: it can't be locked."))
    return texts


def _measured(row: Mapping[str, Any]) -> list[str]:
    match row["role"]:
        case role if role in MET:
            return [_("At frame %(frame)s:") % {"frame": row["frame"]}, _apart(row)]
        case "verbatim" if row.get("placed"):
            sentence = _("Set into another picture: look at both at quarter speed to compare them.")
            return [sentence]
        case "verbatim":
            return [_apart(row), *_lit(row), _drift(row["drift"])]
        case "driving":
            message = _("Its movement goes with it by %(likeness)s of 1, approximately.")
            moved = message % {"likeness": f"{row['likeness']:.2f}"}
            return [moved, _drift(row["drift"]), *_face(row.get("face"))]
        case "kept-voice":
            message = _("Heard at %(offset)s ms, by %(gain)s dB; alike by %(like)s of 1.")
            gain = "–" if row["gain"] is None else f"{row['gain']:+.1f}"
            offset = f"{row['offset'] * 1000:+.0f}"
            return [message % {"offset": offset, "gain": gain, "like": f"{row['likeness']:.2f}"}]
    return []


def _apart(row: Mapping[str, Any]) -> str:
    sentence = _("It differs by %(mean)s of 255 on average, %(max)s at most; SSIM %(ssim)s.")
    return sentence % {
        "mean": f"{row['mean']:.1f}",
        "max": row["max"],
        "ssim": f"{row['ssim']:.3f}",
    }


def _lit(row: Mapping[str, Any]) -> list[str]:
    """Where light may cross it: how much it is the same but for the light."""
    if "structure" not in row:
        return []
    sentence = _("Light may cross it: but for the light it is alike by %(like)s of 1.")
    return [sentence % {"like": f"{row['structure']:.3f}"}]


def _face(face: Any) -> list[str]:
    """What the landmarks of both faces say."""
    if not isinstance(face, dict):
        return []
    sentence = _("Face landmarks: %(apart)s %% of the face's size apart, over %(count)s frames.")
    apart = {"apart": f"{face['apart'] * 100:.1f}", "count": face["seen"]}
    return [sentence % apart, _drift(face["drift"])]


def _drift(frames: int) -> str:
    if not frames:
        return _("In step with it.")
    sentence = ngettext("%(count)s frame late.", "%(count)s frames late.", abs(frames))
    if frames < 0:
        sentence = ngettext("%(count)s frame early.", "%(count)s frames early.", abs(frames))
    return sentence % {"count": abs(frames)}
