"""An EDL of timeline markers, as DaVinci Resolve exports and imports them.

Each marker is an event of one frame, with a comment line `|C:colour |M:words |D:frames`.
"""

from slowfilm.markers.sheet import Marker, Sheet

COLOURS = {"change": "Red", "question": "Blue", "keep": "Green"}


def write(sheet: Sheet) -> str:
    """The whole file."""
    head = [f"TITLE: {sheet.name}", f"FCM: {'' if sheet.drop else 'NON-'}DROP FRAME", ""]
    events = [_event(sheet, number, marker) for number, marker in enumerate(sheet.markers, 1)]
    return "\r\n".join([*head, *events, ""])


def _event(sheet: Sheet, number: int, marker: Marker) -> str:
    start, end = sheet.label(marker.first), sheet.label(marker.first + 1)
    colour = COLOURS.get(marker.kind, "Yellow")
    words = f"{marker.author}: {marker.one_line}".replace("|", "¦")  # | parts the fields
    return (
        f"{number:03}  001      V     C        {start} {end} {start} {end}  \r\n"
        f" |C:ResolveColor{colour} |M:{words} |D:{marker.frames}\r\n"
    )
