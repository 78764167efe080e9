"""A pipeline, loaded once by a process and kept for the next draft."""

import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from slowfilm.engines.base import Cancelled, Cancelling, Failed
from slowfilm.engines.diffusion import weights
from slowfilm.engines.diffusion.options import Options
from slowfilm.engines.failures import failure

log = logging.getLogger(__name__)
POLL = 0.05  # seconds between two questions whether to go on waiting


@dataclass(frozen=True)
class Loaded:
    """A pipeline, and what can be said of it. `seconds` is how long it took to load."""

    pipe: Any
    revision: str
    licence: str
    seconds: float
    card: str  # the device's own name: "NVIDIA H100"; empty for a CPU
    prepared: Any = None  # what the engine's `prepare` gave

    @property
    def mark(self) -> str:
        """What makes its encodings its own."""
        return f"{self.revision} {self.card} {self.pipe.vae.dtype} {self.pipe.vae.device.type}"


class Warm:
    """One model of one engine. `pipeline` names its class in diffusers.

    `dtypes` are components that run in another dtype than the rest. `prepare` is called once
    with the loaded pipeline; what it gives is `Loaded.prepared`. `parts` are those of the folder
    that are needed, all if none is said.
    """

    parts: tuple[str, ...] = ()

    def __init__(
        self,
        options: Options,
        pipeline: str,
        dtypes: Mapping[str, str] | None = None,
        prepare: Callable[[Any], Any] | None = None,
    ) -> None:
        self.options, self.pipeline = options, pipeline
        self.dtypes, self.prepare = dict(dtypes or {}), prepare
        self._busy = Lock()
        self._one = Lock()
        self._loading: Future[Loaded] | None = None
        self._revision = ""

    @contextmanager
    def held(self, cancelled: Cancelling) -> Iterator[Loaded]:
        """The pipeline, for one draft at a time. Raises as `get` does."""
        while not self._busy.acquire(timeout=POLL):
            if cancelled():
                raise Cancelled
        try:
            yield self.get(cancelled)
        finally:
            self._busy.release()

    def get(self, cancelled: Cancelling) -> Loaded:
        """The pipeline, loaded now if it is not there, or if its folder has become another.

        One who cancels while it loads need not wait: it is loaded on, for the next draft. Raises
        Cancelled; Failed no-weights for a folder that is missing or broken, out-of-memory.
        """
        loading = self._current()
        while not loading.done():
            if cancelled():
                raise Cancelled
            wait([loading], POLL)
        if cancelled():
            raise Cancelled
        try:
            return loading.result()
        except Exception:
            with self._one:
                if self._loading is loading:
                    self._loading = None
            free()
            raise

    def _current(self) -> "Future[Loaded]":
        folder = Path(self.options.model).expanduser()
        if why := weights.missing(self.options.model, self.parts):
            log.error("%s", why)
            raise Failed("no-weights", name=folder.name, why=why)
        revision = self.options.revision or weights.revision(folder)
        with self._one:
            if self._loading is not None and self._revision != revision:
                wait([self._loading])
                self._loading = None  # the old one goes before the new one comes
                free()
            if self._loading is None:
                self._revision = revision
                self._loading = Future()
                arguments = (self._loading, folder, revision)
                # It outlives whoever waits for it.
                Thread(target=self._fill, args=arguments, name="loading", daemon=True).start()
            return self._loading

    def _fill(self, loading: "Future[Loaded]", folder: Path, revision: str) -> None:
        try:
            loading.set_result(self._load(folder, revision))
        except BaseException as error:  # it is raised to whoever waits
            loading.set_exception(error)

    def _load(self, folder: Path, revision: str) -> Loaded:
        began = time.perf_counter()
        try:
            pipe, prepared = self._read(folder)
        except Exception as error:
            if (cause := failure(error)) is not None:
                raise cause from error
            log.exception("%s can't be loaded", folder)
            raise Failed("no-weights", name=folder.name, why=str(error)[:300]) from error
        licence = self.options.licence or weights.licence(folder)
        seconds = time.perf_counter() - began
        return Loaded(pipe, revision, licence, seconds, card(self.options.device), prepared)

    def _read(self, folder: Path) -> tuple[Any, Any]:
        import diffusers
        import torch

        silence()
        dtypes = {"default": self.options.dtype, **self.dtypes}
        pipe = getattr(diffusers, self.pipeline).from_pretrained(
            folder,
            local_files_only=True,
            dtype={name: getattr(torch, name_of_dtype) for name, name_of_dtype in dtypes.items()},
        )
        pipe.set_progress_bar_config(disable=True)
        place(pipe, self.options)
        if self.options.tiling:
            pipe.vae.enable_tiling()
        return pipe, self.prepare(pipe) if self.prepare is not None else None


def silence() -> None:
    """No bars while it loads: a log is no place for them."""
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()


def place(pipe: Any, options: Options) -> None:
    """Put a pipeline where it is to run."""
    import torch

    match options.offload:
        case "model":
            pipe.enable_model_cpu_offload(device=options.device)
        case "sequential":
            pipe.enable_sequential_cpu_offload(device=options.device)
        case "group":
            pipe.enable_group_offload(
                onload_device=torch.device(options.device),
                offload_type="leaf_level",
                use_stream=True,
            )
        case _:
            pipe.to(options.device)


def card(device: str) -> str:
    """The name of a card; empty for a CPU."""
    import torch

    return torch.cuda.get_device_name(device) if device.startswith("cuda") else ""


def free() -> None:
    """Give back what a pipeline that nobody holds, or a draft that failed, has taken."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
