"""OpenTimelineIO: a timeline with one clip and the notes as its markers."""

import json
from typing import Any

from slowfilm.markers.sheet import Marker, Sheet

COLOURS = {"change": "RED", "question": "BLUE", "keep": "GREEN"}


def write(sheet: Sheet) -> str:
    """The whole file, as OTIO's JSON."""
    clip = {
        "OTIO_SCHEMA": "Clip.1",
        "name": sheet.name,
        "source_range": _range(sheet, sheet.first_frame, sheet.frames),
        "media_reference": {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": f"{sheet.name}.mp4",
            "available_range": _range(sheet, sheet.first_frame, sheet.frames),
        },
        "markers": [_marker(sheet, marker) for marker in sheet.markers],
    }
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": [clip]}
    timeline = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": sheet.name,
        "global_start_time": _time(sheet, sheet.first_frame),
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]},
    }
    return json.dumps(timeline, ensure_ascii=False, indent=1)


def _marker(sheet: Sheet, marker: Marker) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "name": marker.one_line[:80],
        "comment": marker.text,
        "color": COLOURS.get(marker.kind, "YELLOW"),
        "marked_range": _range(sheet, sheet.first_frame + marker.first, marker.frames),
        "metadata": {
            "slowfilm": {
                "kind": marker.kind,
                "author": marker.author,
                "resolved": marker.resolved,
            }
        },
    }


def _range(sheet: Sheet, first: int, frames: int) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(sheet, first),
        "duration": _time(sheet, frames),
    }


def _time(sheet: Sheet, frame: int) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(frame), "rate": float(sheet.rate)}
