"""A film that the pipeline makes in segments: what it decodes on the way is kept as code values,
and what it would decode at the end is decoded part by part instead, while it is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from slowfilm.engines.diffusion import frames, wan
from slowfilm.engines.shared.light import Codes

if TYPE_CHECKING:
    from torch import Tensor

OVER = 1  # frames of a segment that are of the one before
TAIL = 2 * OVER  # as many as the pipeline looks back at


class Film:
    """The frames of `segments`, in order. `ask` is called before each is decoded."""

    def __init__(self, vae: Any, segments: int, ask: Callable[[], None]) -> None:
        self.vae, self.segments, self._ask = vae, segments, ask
        self._truly = vae.decode
        self._decoded: list[Codes] = []
        self._last: Tensor | None = None
        self._count = 0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """While inside, what the pipeline decodes is kept here."""
        self.vae.decode = self._decode
        try:
            yield
        finally:
            del self.vae.decode

    def _decode(self, latents: "Tensor", return_dict: bool = True) -> Any:
        """What stands for the VAE's own: the last frames of a segment are all it is asked for."""
        self._ask()
        self._count += 1
        if self._count == self.segments:
            self._last = latents
            return (latents.new_zeros(1, 3, TAIL, 1, 1),)
        video = self._truly(latents, return_dict=False)[0]
        self._decoded += map(frames.codes, frames.shown([video[:, :, self._new :]]))
        return (video[:, :, -TAIL:].clone(),)

    @property
    def _new(self) -> int:
        """How many frames of a segment are there already."""
        return OVER if self._count > 1 else 0

    def frames(self) -> Iterator[frames.Frame]:
        """Every frame (h, w, 3), 0…1. Raises Failed no-numbers."""
        for codes in self._decoded:
            yield (codes / np.float32(1023)).astype(np.float32)
        assert self._last is not None
        left = self._new
        for frame in frames.shown(wan.parts(self.vae, self._last)):
            if left:
                left -= 1
            else:
                yield frame
