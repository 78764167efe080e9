"""Marker text as Avid Media Composer imports it: a line each, its fields parted by tabs.

Who, timecode, track, colour, words, length in frames.
"""

from slowfilm.markers.sheet import Sheet

COLOURS = {"change": "red", "question": "blue", "keep": "green"}


def write(sheet: Sheet) -> str:
    """The whole file."""
    rows = [
        (
            marker.author,
            sheet.label(marker.first),
            "V1",
            COLOURS.get(marker.kind, "yellow"),
            marker.one_line,
            str(marker.frames),
        )
        for marker in sheet.markers
    ]
    return "".join("\t".join(row) + "\r\n" for row in rows)
