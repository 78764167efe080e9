"""Single frames of our own proxies as pictures, for paper."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

HALF = Fraction(1, 2)


def stills(
    path: Path, rate: Fraction, frames: Sequence[int], longest: int
) -> Iterator[tuple[int, Image.Image]]:
    """Each of these frames of a proxy at a constant rate, RGB, at most `longest` pixels a side."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in sorted(set(frames)):
            moment = (frame + HALF) / rate
            assert stream.time_base is not None
            container.seek(int(frame / rate / stream.time_base), stream=stream)
            shown = None
            for picture in container.decode(stream):
                assert picture.pts is not None
                if shown is not None and picture.pts * stream.time_base > moment:
                    break
                shown = picture
                if (picture.pts + 1) * stream.time_base > moment:
                    break
            if shown is not None:
                image = Image.fromarray(shown.to_ndarray(format="rgb24"))
                image.thumbnail((longest, longest))
                yield frame, image
