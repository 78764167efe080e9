"""Notes as markers of editing programs: plain data in, the text of a file out."""

from collections.abc import Callable

from slowfilm.markers import avid, edl, fcpxml, otio, premiere
from slowfilm.markers.sheet import Marker, Sheet

# What each format is called in an address, the ending of its files, and what writes it.
FORMATS: dict[str, tuple[str, Callable[[Sheet], str]]] = {
    "resolve-edl": (".edl", edl.write),
    "avid": (".txt", avid.write),
    "fcpxml": (".fcpxml", fcpxml.write),
    "premiere": (".xml", premiere.write),
    "otio": (".otio", otio.write),
}

__all__ = ["FORMATS", "Marker", "Sheet"]
