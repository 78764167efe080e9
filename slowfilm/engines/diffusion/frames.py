"""Decoded frames, cut to the order, as 10-bit code values."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.failures import finite
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared.light import Codes

if TYPE_CHECKING:
    from torch import Tensor

Frame = NDArray[np.float32]


def shown(parts: "Iterable[Tensor]") -> Iterator[Frame]:
    """Frames (h, w, 3), 0…1, of decoded parts (1, 3, n, h, w), −1…1. Raises Failed no-numbers."""
    for part in parts:
        rows = part[0].permute(1, 2, 3, 0).contiguous()
        values = (rows / 2 + 0.5).clamp(0, 1).float().cpu().numpy()
        yield from finite(values)


def cut(frames: Iterable[Frame], fit: Fit) -> Iterator[Frame]:
    """As many frames as were ordered, each enlarged and cropped to the order."""
    width, height = fit.order
    for index, frame in enumerate(frames):
        if index >= fit.frames - fit.trimmed:
            return
        yield _grown(frame, fit)[fit.top : fit.top + height, fit.left : fit.left + width]


def _grown(frame: Frame, fit: Fit) -> Frame:
    if fit.enlarged == 1:
        return frame
    import cv2

    size = tuple(round(side * fit.enlarged) for side in fit.size)
    picture: Frame = np.clip(cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC), 0, 1)
    return picture


def codes(frame: Frame) -> Codes:
    """10-bit code values (h, w, 3) of values 0…1."""
    array: Codes = np.rint(frame * 1023).astype(np.uint16)
    return np.ascontiguousarray(array)
