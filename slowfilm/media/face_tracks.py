"""Faces found in single frames, linked through a clip into tracks. Pure: no decoder, no network.

Linked by where they are, never by whom they look like.
"""

from dataclasses import dataclass, field

from slowfilm.media.faces import SURE, Box, Face, overlap

EVERY = 0.25  # seconds between two looks
GAP = 0.6  # seconds that a face may be missed and still be the same track
PADDED = 0.25  # seconds by which a track begins sooner and ends later than it was seen
NEAR = 0.9  # how far its middle may move between looks, in its own size
OFTEN = 4  # looks in which an unsure face must be found to count


@dataclass
class Track:
    """One face through a clip: its boxes by frame; `first` and `end` are half-open, padded."""

    boxes: dict[int, Box] = field(default_factory=dict)
    score: float = 0.0
    first: int = 0
    end: int = 0

    @property
    def last_seen(self) -> int:
        """The latest frame it was found in."""
        return max(self.boxes)

    @property
    def best(self) -> int:
        """The frame in which it is largest: what is shown of it."""
        return max(self.boxes, key=lambda frame: self.boxes[frame][2] * self.boxes[frame][3])

    def add(self, frame: int, face: Face) -> None:
        """Found once more."""
        self.boxes[frame] = face.box
        self.score = max(self.score, face.score)


class Tracks:
    """Takes what was found frame by frame, in order, and links it within each cut."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.cut = 0  # the first frame of the cut that runs
        self.open: list[Track] = []
        self.done: list[Track] = []

    def take(self, frame: int, faces: list[Face]) -> None:
        """The faces of one frame."""
        reach = GAP * self.rate
        live = [track for track in self.open if frame - track.last_seen <= reach]
        pairs = sorted(
            ((_closeness(track, face), track, face) for track in live for face in faces),
            key=lambda pair: -pair[0],
        )
        linked: set[int] = set()
        for close, track, face in pairs:
            if close > 0 and id(track) not in linked and id(face) not in linked:
                track.add(frame, face)
                linked |= {id(track), id(face)}
        for face in faces:
            if id(face) not in linked:
                new = Track()
                new.add(frame, face)
                self.open.append(new)

    def end_cut(self, end: int) -> None:
        """The cut ends before frame `end`: nothing is linked across."""
        pad = round(PADDED * self.rate)
        for track in self.open:
            if track.score >= SURE or len(track.boxes) >= OFTEN:
                track.first = max(self.cut, min(track.boxes) - pad)
                track.end = min(end, track.last_seen + pad + 1)
                self.done.append(track)
        self.open, self.cut = [], end


def _closeness(track: Track, face: Face) -> float:
    """How well a face goes on from where a track was last seen; 0: not at all."""
    last = track.boxes[track.last_seen]
    if shared := overlap(last, face.box):
        return 1 + shared
    x, y = (last[axis] + last[axis + 2] / 2 - face.box[axis] - face.box[axis + 2] / 2
            for axis in (0, 1))  # fmt: skip
    far = max(abs(x) / max(last[2], face.box[2]), abs(y) / max(last[3], face.box[3]))
    alike = 0.5 < (last[3] / max(face.box[3], 1e-9)) < 2
    return 1 - far / NEAR if alike and far < NEAR else 0.0


def thinned(boxes: dict[int, Box], within: float = 0.1) -> list[tuple[int, Box]]:
    """The boxes without those that lie where their neighbours say: what is between is straight.

    `within`: how far a box that is left out may be off, in its own size.
    """
    frames = sorted(boxes)
    keys = [frames[0]]
    for place in range(1, len(frames) - 1):
        start, end = keys[-1], frames[place + 1]
        between = [frame for frame in frames if start < frame < end]
        if not all(_straight(boxes, start, end, frame_number, within) for frame_number in between):
            keys.append(frames[place])
    if len(frames) > 1:
        keys.append(frames[-1])
    return [(frame, boxes[frame]) for frame in keys]


def _straight(boxes: dict[int, Box], start: int, end: int, at: int, within: float) -> bool:
    share = (at - start) / (end - start)
    size = max(boxes[at][2], boxes[at][3], 1e-9)
    return all(
        abs(first + (other - first) * share - middle) <= within * size
        for first, other, middle in zip(boxes[start], boxes[end], boxes[at], strict=True)
    )
