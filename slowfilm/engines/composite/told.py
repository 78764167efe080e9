"""What is told of a draft: what became of each input, and what was altered.

Codes of `how`: used: plate, cut-out, moves-alone, moves-faces, moves-turns, moves-away,
moves-by-hand (each with the seconds of its stretch), screen, screen-with-sound, line, voice,
ambience, music; converted: tint, placement, sound-only; ignored: role, no-screen, second,
too-few-marks, layout-given, no-tint, silent, beyond-the-end.
"""

from typing import Any

from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite import CAPABILITIES, HEARD, PERSON
from slowfilm.engines.composite.shot import Shot
from slowfilm.engines.composite.sound import Mix
from slowfilm.engines.composite.subject import Subject

Told = dict[str, Any]


def inputs(request: Request, shot: Shot, heard: Mix) -> list[Told]:
    """Each input in order: its tag and role, used, converted or ignored, and how."""
    rows = []
    for item in request.inputs:
        treatment, how = _of(item, shot, heard)
        row = {"tag": item.tag, "role": item.role, "treatment": treatment, "how": how}
        rows.append(row | {"facts": _stretch(item, shot)})
    return rows


def _stretch(item: Input, shot: Shot) -> dict[str, str]:
    """The seconds of a clip in which a person is seen."""
    subject = _subject(item, shot)
    if subject is None or subject.span is None:
        return {}
    start, stop = subject.span
    return {"start": f"{start:.1f}", "stop": f"{stop:.1f}"}


def _subject(item: Input, shot: Shot) -> Subject | None:
    return next((p.subject for p in shot.placed if p.subject.item is item), None)


def _of(item: Input, shot: Shot, heard: Mix) -> tuple[str, str]:
    if CAPABILITIES.treatment(item.kind, item.role) == "ignores":
        return "ignored", "role"
    if item.role in HEARD:
        return _of_sound(item, heard)
    if item.role in PERSON:
        subject = _subject(item, shot)
        return "used", f"moves-{subject.answer}" if subject and subject.moves else "cut-out"
    if item.role == "screen":
        return _of_screen(item, shot, heard)
    if item.role == "style":
        return ("converted", "tint") if item.tag in shot.tinting else ("ignored", "no-tint")
    if item.role == "composition":
        if shot.request.layout is not None:
            return "ignored", "layout-given"
        return ("converted", "placement") if item.tag in shot.sketched else ("ignored", "no-marks")
    return "used", "plate"


def _of_sound(item: Input, heard: Mix) -> tuple[str, str]:
    if item.tag not in heard.heard:
        laid = any(part.tag == item.tag for part in heard.spoken)
        return "ignored", "beyond-the-end" if laid else "silent"
    if item.kind == "video":
        return "converted", "sound-only"
    if item.role in ("ambience", "music"):
        return "used", item.role
    return "used", "voice"


def _of_screen(item: Input, shot: Shot, heard: Mix) -> tuple[str, str]:
    if shot.broadcast is None:
        return "ignored", "no-screen"
    if shot.broadcast.item is not item:
        return "ignored", "second"
    return "used", "screen-with-sound" if item.tag in heard.heard else "screen"


def alters(shot: Shot) -> list[Told]:
    """What was done to archive material: it is seen at a slant, its light is changed, and so on."""
    if shot.broadcast is None:
        return []
    item, length = shot.broadcast.item, shot.broadcast.length
    changes = ["perspective", "brightness", "corners", "grain"]
    if length is not None and length < shot.request.frames:
        changes.append("repeated")
    return [{"tag": item.tag, "changes": changes}]


def people(shot: Shot) -> list[Told]:
    """Of each person: whether they move, whether their feet are there, who else was there; which
    stretch was chosen and how it answers; the way they look, mirrored or not; when they speak."""
    return [
        {
            "tag": placed.subject.item.tag,
            "moves": placed.subject.moves,
            "cut": placed.subject.stance.cut,
            "others": placed.subject.others,
            "stretch": placed.subject.span,
            "answer": placed.subject.answer,
            "looks": round(placed.subject.stance.facing * (-1 if placed.mirrored else 1), 2),
            "mirrored": placed.mirrored,
            "speaks": placed.subject.conduct.speaks,
        }
        for placed in shot.placed
    ]


def spoken(heard: Mix) -> list[Told]:
    """Who is heard from when to when, and the seconds of each that did not fit."""
    return [
        {
            "character": line.character,
            "tag": line.tag,
            "start": round(line.start, 3),
            "stop": round(line.stop, 3),
            "lost": line.lost,
        }
        for line in heard.spoken
    ]
