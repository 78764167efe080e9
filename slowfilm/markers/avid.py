"""Marker text as Avid Media Composer imports it: a line each, its fields parted by tabs.

Who, timecode, track, colour, words, length in frames.
"""

from slowfilm.markers.sheet import Sheet

COLOURS = {"change": "red", "question": "blue", "keep": "green"}


def write(sheet: Sheet) -> str:
    """The whole file."""
    rows = [
        (
            each.author,
            sheet.label(each.first),
            "V1",
            COLOURS.get(each.kind, "yellow"),
            each.one_line,
            str(each.frames),
        )
        for each in sheet.markers
    ]
    return "".join("\t".join(row) + "\r\n" for row in rows)
