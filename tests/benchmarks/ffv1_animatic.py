"""The control of the bench `animatic`: the same film, made as it was before masters were ffvhuff.

The pass is kept here as it stood then. What draws, and what writes the copies, is today's.
"""

from contextlib import closing
from pathlib import Path

from av.video.frame import VideoFrame
from threadpoolctl import threadpool_limits

from slowfilm.engines.animatic import sound
from slowfilm.engines.animatic.film import Film
from slowfilm.engines.base import Request
from slowfilm.engines.shared.ahead import ahead
from slowfilm.engines.shared.loudness import loudness
from slowfilm.engines.shared.writing import PROXY_SIDE, coming
from slowfilm.media.copies import Copies
from slowfilm.media.frames import Picture, Sound, samples_for
from slowfilm.media.master import PIXELS, MasterWriter
from tests.media.masters import Ffv1Writer


class Ffv1Copies(Copies):
    """Copies with the master of before."""

    def _original(self) -> MasterWriter:
        (width, height), about = self.whole, self.about
        assert about.rate is not None
        path = self.folder / "master.mkv"
        return Ffv1Writer(path, width=width, height=height, rate=about.rate, sound=about.has_sound)


def generate(request: Request, folder: Path) -> Path:
    """Make the film in `folder`, copies beside it; where its master lies."""
    with closing(Film(request)) as film, threadpool_limits(1, "blas"):
        samples, _ = sound.mix(request)
        asked = {"folder": str(folder), "max_side": PROXY_SIDE}
        with (
            Ffv1Copies(asked, coming(request, samples), master=True) as copies,
            closing(ahead(film.frames(), depth=2)) as drawn,
        ):
            for index, rgb in enumerate(drawn):
                copies.picture(Picture(index, VideoFrame.from_ndarray(rgb, PIXELS)))
                if samples is not None:
                    start, stop = (samples_for(n, request.rate) for n in (index, index + 1))
                    copies.sound(Sound(samples[:, start:stop]))
        copies.facts()
        if samples is not None:
            loudness(samples)
    return folder / "master.mkv"
