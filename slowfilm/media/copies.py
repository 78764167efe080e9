"""All the copies of one clip, made together while it is decoded once."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from slowfilm.media.colour import Conform, fit
from slowfilm.media.filmstrip import Filmstrip, save_poster
from slowfilm.media.frames import Picture, Sound
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER
from slowfilm.media.probe import Probe
from slowfilm.media.proxy import ProxyWriter
from slowfilm.media.waveform import PAIRS_A_SECOND, Waveform

CLIP_SIDE = 1280  # the long side of a proxy, pixels, unless the request has a `max_side`
MASTER_SIDE = 4096


class Copies:
    """Proxy, poster, filmstrip and, of what sounds, waveform; with `master` the master too.

    The proxy is then made from the master's pictures, so that it shows what light is set on.
    """

    def __init__(self, request: dict[str, Any], about: Probe, *, master: bool) -> None:
        self.folder, self.about = Path(request["folder"]), about
        self.size = fit(about.width, about.height, request.get("max_side", CLIP_SIDE))
        self.whole = _whole(about)
        self.poster_frame = request.get("poster_frame", about.frames // 3)
        self.develop = Conform(*self.whole, about.rotation, "master", mirrored=about.mirrored)
        self.conform = Conform(*self.size, about.rotation, "proxy", mirrored=about.mirrored)
        if master:  # its pictures are upright already
            self.conform = Conform(*self.size, 0, "proxy")
        self.damaged = self.woven = self.whole_frames = 0
        self.strip = Filmstrip(*self.size, about.frames)
        self.files = ExitStack()
        self.original = self.files.enter_context(self._original()) if master else None
        self.proxy = self.files.enter_context(self._proxy())
        self.waveform = self.files.enter_context(self._waveform()) if about.has_sound else None

    def _proxy(self) -> ProxyWriter:
        width, height = self.size
        rate, sound = self.about.rate, self.about.has_sound
        path = self.folder / "proxy.mp4"
        return ProxyWriter(path, width=width, height=height, rate=rate, sound=sound)

    def _original(self) -> MasterWriter:
        width, height = self.whole
        rate, sound = self.about.rate, self.about.has_sound
        assert rate is not None
        path = self.folder / MASTER
        return MasterWriter(path, width=width, height=height, rate=rate, sound=sound)

    def _waveform(self) -> Waveform:
        return Waveform(self.folder / "waveform.bin")

    def picture(self, part: Picture) -> None:
        """Frame by frame, without gaps."""
        frame = part.frame
        self.damaged += part.damaged
        self.woven += part.woven is True
        self.whole_frames += part.woven is False
        if self.original:
            frame = self.develop(frame)
            self.original.picture(frame)
        shown = self.conform(frame)
        self.strip.offer(part.index, shown)
        if part.index == self.poster_frame:
            save_poster(shown, self.folder / "poster.jpg")
        self.proxy.picture(part.index, shown)

    def sound(self, part: Sound) -> None:
        """The next samples."""
        self.proxy.sound(part.samples)
        if self.waveform:
            self.waveform.add(part.samples)
        if self.original:
            self.original.sound(part.samples)

    def facts(self) -> dict[str, Any]:
        """What was made, once everything is written and closed."""
        width, height = self.size
        facts: dict[str, Any] = {
            "proxy": {"name": "proxy.mp4", "width": width, "height": height},
            "poster": {"name": "poster.jpg", "frame": self.poster_frame},
            "filmstrip": {
                "name": "filmstrip.jpg",
                **self.strip.save(self.folder / "filmstrip.jpg"),
            },
        }
        if self.waveform:
            facts["waveform"] = {"name": "waveform.bin", "pairs_a_second": PAIRS_A_SECOND}
        if self.original:
            width, height = self.whole
            facts["master"] = {"name": MASTER, "width": width, "height": height}
        return facts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.files.__exit__(kind, error, trace)


def _whole(about: Probe) -> tuple[int, int]:
    """The size of the master: the clip's own, unless that is beyond any use."""
    if max(about.width, about.height) > MASTER_SIDE:
        return fit(about.width, about.height, MASTER_SIDE)
    return about.width, about.height
