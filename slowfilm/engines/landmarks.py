"""The landmarks of a face over time, in two clips: by how many frames one is late, how far apart.

Eleven points, as the weights for bodies know them: nose, corners of the eyes, ears, corners of the
mouth. They tell where a head turns and whether a mouth widens; eyelids and brows they do not see.
Nobody is recognised.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.composite import people
from slowfilm.engines.composite.people import Person

POINTS = 11
LONGEST = 96  # frames that are looked at
LEAST = 8  # frames in which both faces must be seen
SURE = 0.3
Rgb = NDArray[np.uint8]
Course = NDArray[np.float32]  # (frames, 22): points about the face's middle, in its own size


def course(frames: Iterable[Rgb]) -> Course:
    """The face of the plainest person in each frame; NaN where none is seen. Raises Failed."""
    courses: list[Course] = []
    for frame in frames:
        if len(courses) == LONGEST:
            break
        picture = np.asarray(frame, np.float32) / np.float32(255)
        courses.append(_shape(_seen(picture, first=not courses)))
    return np.array(courses, np.float32).reshape(-1, 2 * POINTS)


def _seen(picture: NDArray[np.float32], first: bool) -> Person | None:
    """The plainest person: found anew each time, so that no frame hangs on the one before."""
    # To look in all its parts takes a second: where nobody is, it is done once.
    circles = people.searched(picture) if first else people.found(picture)
    if not circles:
        return None
    person = people.glimpse(picture, max(circles, key=lambda circle: circle.radius))
    return person if person.sure >= SURE else None


def _shape(person: Person | None) -> Course:
    if person is None:
        return np.full(2 * POINTS, np.nan, np.float32)
    face = person.points[:POINTS, :2]
    wide = float(np.hypot(*(face[people.LEFT_EAR] - face[people.RIGHT_EAR])))
    tall = float(np.hypot(*(face[people.NOSE] - person.points[[11, 12], :2].mean(axis=0))))
    size = max(wide, 0.5 * tall, 1.0)  # seen from the side both ears lie in one place
    shape = (face - face[[people.LEFT_EAR, people.RIGHT_EAR]].mean(axis=0)) / np.float32(size)
    return np.asarray(shape, np.float32).reshape(-1)


def compared(ours: Course, original: Course, farthest: int) -> dict[str, float | int] | None:
    """`drift`: frames by which ours is late; `apart`: how far its points lie, of a face's size.

    `seen`: in how many frames both were. None where that is too few.
    """
    best: tuple[float, int, int] | None = None
    for drift in sorted(range(-farthest, farthest + 1), key=abs):
        first, last = max(0, drift), min(len(ours), len(original) + drift)
        if last - first < max(LEAST, min(len(ours), len(original)) // 2):
            continue
        off = ours[first:last] - original[first - drift : last - drift]
        far = np.hypot(off[:, ::2], off[:, 1::2]).mean(axis=1)
        distances = far[~np.isnan(far)]
        if len(distances) < LEAST:
            continue
        cost = float(distances.mean())
        if best is None or cost < best[0] * 0.98 - 1e-4:
            best = cost, drift, len(distances)
    if best is None:
        return None
    return {"drift": best[1], "apart": round(best[0], 4), "seen": best[2]}
