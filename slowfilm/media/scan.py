"""The scan of a file: which faces are seen in it, and where somebody speaks.

It reads the copy that members look at, so a frame's number means the same here and on a page.
What it can't see: a face in single frames between two looks, a back, a face turned away or very
small; and it can't tell a face on a poster from one that was there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

from slowfilm.media import voices
from slowfilm.media.colour import fit
from slowfilm.media.face_tracks import EVERY, Track, Tracks, thinned
from slowfilm.media.face_weights import DETECTOR
from slowfilm.media.faces import Box, Faces, Rgb
from slowfilm.media.frames import Picture, read
from slowfilm.media.probe import Probe, probe
from slowfilm.media.shot_changes import ShotChanges

FINEST = 10_000  # a box is told in so many parts of the picture's sides
CLIP_SIDE = 960  # pixels: the long side of a frame as it is looked at


def scan(request: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any]:
    """Look at and listen to `path`; what was found, and by what.

    A face: `first` and `end` frames, half-open; `frame` and `box` where it is largest; `boxes`
    as [frame, left, top, width, height], straight between. A voice: `first` and `end` in ms.
    """
    path = Path(request["path"])
    about = probe(path)
    if about.kind == "picture":
        return {"detector": DETECTOR, "faces": _still(path), "voices": []}
    look = _Look(about) if about.kind == "video" else None
    listen = voices.Voices() if about.has_sound else None
    for part in read(path, about):
        if isinstance(part, Picture):
            assert look is not None
            look.at(part.index, part.frame)
            report((part.index + 1) / about.frames)
        elif listen:
            listen.add(part.samples)
    names = [DETECTOR] * bool(look) + [voices.detector()] * bool(listen)
    return {
        "detector": " ".join(names),
        "faces": [_told(track) for track in look.tracks_of(about.frames)] if look else [],
        "voices": [{"first": a, "end": b} for a, b in listen.spans()] if listen else [],
    }


class _Look:
    """Looks at the first and last frame of every cut, and every quarter of a second between."""

    def __init__(self, about: Probe) -> None:
        assert about.rate is not None
        self.pace = EVERY * float(about.rate)
        self.size = fit(about.width, about.height, CLIP_SIDE)
        self.faces, self.changes = Faces(), ShotChanges()
        self.tracks = Tracks(float(about.rate))
        self.reformatter = VideoReformatter()
        self.looked = -1  # the latest frame that was looked at
        self.held: tuple[int, VideoFrame] | None = None  # the latest that was not, yet

    def at(self, index: int, frame: VideoFrame) -> None:
        """The next frame."""
        begins = self.changes.begins(frame)
        if begins and index:
            self._end_cut(index)
        if begins or index - self.looked >= self.pace:
            self._look(index, frame)
        else:
            self.held = index, frame

    def tracks_of(self, frames: int) -> list[Track]:
        """All tracks, once every frame was there."""
        self._end_cut(frames)
        return sorted(self.tracks.done, key=lambda track: (track.first, track.boxes[track.best]))

    def _end_cut(self, end: int) -> None:
        if self.held:
            self._look(*self.held)
        self.tracks.end_cut(end)

    def _look(self, index: int, frame: VideoFrame) -> None:
        area = Interpolation.AREA
        small = self.reformatter.reformat(frame, *self.size, "rgb24", interpolation=area)
        picture: Rgb = small.to_ndarray()  # type: ignore[assignment]
        self.tracks.take(index, self.faces.in_frame(picture))
        self.looked, self.held = index, None


def _still(path: Path) -> list[dict[str, Any]]:
    with Image.open(path) as image:
        picture = np.asarray(image.convert("RGB"))
    faces = Faces().in_still(picture)
    tracks = [Track({0: face.box}, face.score, 0, 1) for face in faces]
    return [_told(track) for track in sorted(tracks, key=lambda track: track.boxes[0])]


def _told(track: Track) -> dict[str, Any]:
    return {
        "first": track.first,
        "end": track.end,
        "frame": track.best,
        "box": _whole(track.boxes[track.best]),
        "boxes": [[frame, *_whole(box)] for frame, box in thinned(track.boxes)],
        "score": round(track.score, 3),
    }


def _whole(box: Box) -> list[int]:
    return [round(side * FINEST) for side in box]
