"""One draft at work in a pipeline: its stages, how far it is, the wish to stop, the seconds."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Cancelled, Cancelling, Failed, Preview, Progress
from slowfilm.engines.diffusion.encodings import Encodings, remembered
from slowfilm.engines.diffusion.warm import Loaded, free

if TYPE_CHECKING:
    from torch import Tensor

# Which part of a draft's time each stage is thought to take; together 1.
SHARES = {"load": 0.04, "read": 0.02, "text": 0.02, "encode": 0.06, "steps": 0.66, "decode": 0.2}
BLOCKS = ("Block", "DecoderLayer")  # in the names of the classes at whose doors one may stop
GPU = ("text", "encode", "steps", "decode")  # the stages that need the card

Look = Callable[["Tensor"], Any]  # latents -> uint8 (n, h, w, 3)


class Work:
    """Counts a draft's stages one after another, in the order of `shares`.

    `seconds` is how long each took. `within` says how far the stage is; `ask` raises Cancelled.
    """

    def __init__(
        self,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
        shares: Mapping[str, float] = SHARES,
    ) -> None:
        self._progress, self._cancelled, self._preview = progress, cancelled, preview
        self._shares = dict(shares)
        self.seconds: dict[str, float] = {}
        self.stage, self._began, self._told = "", time.perf_counter(), 0.0
        progress(0.0)

    def begin(self, stage: str) -> None:
        """The stage before has ended; nothing happens if this one goes on."""
        if stage == self.stage:
            return
        self.end()
        self.stage = stage
        self.ask()
        self.within(0.0)

    def end(self) -> None:
        """The stage has ended, and its time is counted."""
        now = time.perf_counter()
        if self.stage:
            self.seconds[self.stage] = self.seconds.get(self.stage, 0.0) + now - self._began
        self.stage, self._began = "", now

    def within(self, share: float) -> None:
        """How far the stage is, 0–1."""
        before = 0.0
        for name, part in self._shares.items():
            if name == self.stage:
                before += part * min(max(share, 0.0), 1.0)
                break
            before += part
        if before > self._told:  # it only rises
            self._told = before
            self._progress(min(before, 0.999))

    def ask(self) -> None:
        """Raise Cancelled if that is wished. Cheap: asked at every block of a model."""
        if self._cancelled():
            raise Cancelled

    def stopped(self) -> bool:
        """Whether to stop now."""
        return self._cancelled()

    def step(self, steps: int, look: Look | None = None) -> Callable[..., dict[str, Any]]:
        """What a pipeline is to call at the end of each of its `steps`.

        That raises Failed "no-numbers" where the latents are no longer finite, and Cancelled.
        """

        def ended(pipe: Any, index: int, time_: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            latents = tensors["latents"]
            if not bool(latents.isfinite().all()):  # asking waits for the card, too
                raise Failed("no-numbers")
            self.ask()
            self.begin("steps")
            self.within((index + 1) / steps)
            if look is not None and self._preview is not None and index + 1 < steps:
                self._preview(look(latents))
            return tensors

        return ended

    @contextmanager
    def at(
        self, loaded: Loaded, encodings: Encodings, shares: Mapping[str, str] | None = None
    ) -> Iterator[Any]:
        """The pipeline at work: every block asks first, and nothing is encoded a second time.

        `shares` says which stage begins when a component computes: {"transformer": "steps"}.
        Afterwards, whatever happened, its hooks are gone and its memory is given back.
        """
        import torch

        pipe = loaded.pipe
        stages = shares or {"transformer": "steps", "transformer_2": "steps"}
        try:
            with ExitStack() as stack, torch.no_grad():
                for name, part in pipe.components.items():
                    if isinstance(part, torch.nn.Module):
                        stack.enter_context(self._asking(part, stages.get(name)))
                spent = self._encoding
                stack.enter_context(remembered(pipe.vae, encodings, loaded.mark, spent))
                yield pipe
        except BaseException:
            free()
            raise
        finally:
            for name in ("vae", "audio_vae"):
                if hasattr(getattr(pipe, name, None), "clear_cache"):
                    getattr(pipe, name).clear_cache()  # a decode that was broken off leaves it
            if hasattr(pipe, "maybe_free_model_hooks"):  # one that is made of blocks has none
                pipe.maybe_free_model_hooks()

    def _encoding(self) -> None:
        """The VAE is about to encode, or to remember."""
        if self.stage in ("read", "text", ""):
            self.begin("encode")

    @contextmanager
    def _asking(self, part: Any, stage: str | None) -> Iterator[None]:
        def first(module: Any, args: Any) -> None:
            self.ask()
            if stage is not None:
                self.begin(stage)

        hooks = [
            module.register_forward_pre_hook(first)
            for module in part.modules()
            if any(name in type(module).__name__ for name in BLOCKS)
        ]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def gpu_seconds(self, loaded: Loaded) -> float:
        """How long the card was held; 0 where there is none."""
        return sum(self.seconds.get(name, 0.0) for name in GPU) if loaded.card else 0.0
