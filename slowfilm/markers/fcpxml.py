"""FCPXML 1.9: a sequence with one clip, and the notes as its markers.

A note that asks for a change is a to-do marker, done once it is resolved.
"""

from fractions import Fraction
from urllib.parse import quote
from xml.etree import ElementTree

from slowfilm.markers.sheet import Marker, Sheet


def write(sheet: Sheet) -> str:
    """The whole file."""
    root = ElementTree.Element("fcpxml", version="1.9")
    start, length = _time(sheet.seconds(sheet.first_frame)), _time(sheet.seconds(sheet.frames))
    about = {"name": sheet.name, "start": start, "duration": length}
    code = {"tcFormat": "DF" if sheet.drop else "NDF"}
    _resources(root, sheet, about)
    library = ElementTree.SubElement(root, "library")
    event = ElementTree.SubElement(library, "event", name=sheet.name)
    project = ElementTree.SubElement(event, "project", name=sheet.name)
    timeline = {"format": "r1", "duration": length, "tcStart": start, **code}
    sequence = ElementTree.SubElement(project, "sequence", timeline)
    spine = ElementTree.SubElement(sequence, "spine")
    where = {"ref": "r2", "format": "r1", "offset": start, **code, **about}
    clip = ElementTree.SubElement(spine, "asset-clip", where)
    for marker in sheet.markers:
        _marker(clip, sheet, marker)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{_text(root)}\n'


def _resources(root: ElementTree.Element, sheet: Sheet, about: dict[str, str]) -> None:
    """What the sequence stands on: its format, and the clip's file by the name it downloads as."""
    resources = ElementTree.SubElement(root, "resources")
    shape = {"width": str(sheet.width), "height": str(sheet.height)}
    named = {"id": "r1", "name": f"{sheet.width}x{sheet.height}"}
    step = {"frameDuration": _time(sheet.seconds(1))}
    ElementTree.SubElement(resources, "format", {**named, **step, **shape})
    source = {"src": f"file:///{quote(sheet.name)}.mp4"}
    media = {"id": "r2", "format": "r1", "hasVideo": "1", **source, **about}
    asset = ElementTree.SubElement(resources, "asset", media)
    ElementTree.SubElement(asset, "media-rep", {"kind": "original-media", **source})


def _marker(clip: ElementTree.Element, sheet: Sheet, marker: Marker) -> None:
    attributes = {
        "start": _time(sheet.seconds(sheet.first_frame + marker.first)),
        "duration": _time(sheet.seconds(marker.frames)),
        "value": marker.one_line,
        "note": f"{marker.kind}, {marker.author}",
    }
    if marker.kind == "change":
        attributes["completed"] = str(int(marker.resolved))
    ElementTree.SubElement(clip, "marker", attributes)


def _text(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def _time(seconds: Fraction) -> str:
    """A time as FCPXML has it: 1001/30000s."""
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{seconds.numerator}/{seconds.denominator}s"
