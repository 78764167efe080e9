"""Final Cut Pro XML (xmeml), as Premiere Pro imports it: a sequence with one clip and markers."""

from urllib.parse import quote
from xml.etree import ElementTree

from slowfilm.markers.sheet import Sheet


def write(sheet: Sheet) -> str:
    """The whole file."""
    root = ElementTree.Element("xmeml", version="4")
    sequence = ElementTree.SubElement(root, "sequence", id="sequence-1")
    _put(sequence, name=sheet.name, duration=sheet.frames)
    _rate(sequence, sheet)
    code = ElementTree.SubElement(sequence, "timecode")
    _rate(code, sheet)
    display = "DF" if sheet.drop else "NDF"
    _put(code, string=sheet.label(0), frame=sheet.first_frame, displayformat=display)
    video = ElementTree.SubElement(ElementTree.SubElement(sequence, "media"), "video")
    shape = ElementTree.SubElement(ElementTree.SubElement(video, "format"), "samplecharacteristics")
    _rate(shape, sheet)
    _put(shape, width=sheet.width, height=sheet.height)
    _clip(ElementTree.SubElement(video, "track"), sheet)
    for marker in sheet.markers:
        element = ElementTree.SubElement(sequence, "marker")
        words = f"{marker.author}: {marker.text}"
        out = marker.last if marker.frames > 1 else -1
        _put(element, name=marker.kind, comment=words, out=out, **{"in": marker.first})
    ElementTree.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'
        f"{ElementTree.tostring(root, encoding='unicode')}\n"
    )


def _clip(track: ElementTree.Element, sheet: Sheet) -> None:
    clip = ElementTree.SubElement(track, "clipitem", id="clipitem-1")
    span = {"start": 0, "end": sheet.frames, "in": 0, "out": sheet.frames}
    _put(clip, name=sheet.name, duration=sheet.frames, **span)
    _rate(clip, sheet)
    file = ElementTree.SubElement(clip, "file", id="file-1")
    _put(file, name=f"{sheet.name}.mp4", pathurl=f"file://localhost/{quote(sheet.name)}.mp4")
    _rate(file, sheet)
    _put(file, duration=sheet.frames)
    ElementTree.SubElement(ElementTree.SubElement(file, "media"), "video")


def _rate(into: ElementTree.Element, sheet: Sheet) -> None:
    ntsc = "TRUE" if sheet.rate.denominator == 1001 else "FALSE"
    _put(ElementTree.SubElement(into, "rate"), timebase=sheet.base, ntsc=ntsc)


def _put(into: ElementTree.Element, **fields: str | int) -> None:
    for name, value in fields.items():
        ElementTree.SubElement(into, name).text = str(value)
