"""One draft: what is cited is read, the steps are taken, frames and sound are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result
from slowfilm.engines.diffusion import frames, told
from slowfilm.engines.diffusion.encodings import Encodings
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.diffusion.writing import written
from slowfilm.engines.h3 import H3Options
from slowfilm.engines.h3.decode import decoded, made
from slowfilm.engines.h3.given import Given, between, referred
from slowfilm.engines.h3.load import HALVES
from slowfilm.engines.h3.looks import unpacked
from slowfilm.engines.h3.once import heard_once, read_once
from slowfilm.engines.measures import Fit, fit

if TYPE_CHECKING:
    from torch import Tensor

    from slowfilm.engines.h3 import H3

LICENCE = "MiniMax H3 Community License"  # of the weights, where their folder does not say it


def draw(
    engine: "H3",
    request: Request,
    target: Path,
    progress: Progress,
    cancelled: Cancelling,
    preview: Preview | None = None,
) -> Result:
    """Write the master of a request that was checked; see `Engine.generate`."""
    options = engine.options
    work = Work(progress, cancelled, preview)
    work.begin("load")
    with engine.warm.held(cancelled) as loaded:
        work.begin("read")
        planned = fit((request.width, request.height), request.frames, options.measures)
        if options.task == "references":
            inputs = referred(request, planned, loaded.pipe, work.ask)
        else:
            inputs = between(request, planned)
        encodings = Encodings(options.encodings, round(options.cache_gb * 1e9))
        half = HALVES[options.task]
        with work.at(loaded, encodings, {half: "steps"}) as pipe:
            film, sound = stepped(loaded, request, planned, inputs, work, encodings, options)
            work.begin("decode")
            samples = made(pipe, sound, request)
            shown = frames.cut(decoded(pipe, film), planned)
            copies = written(request, map(frames.codes, shown), samples, target, work)
    facts = {
        "engine": "h3",
        "label": "",
        **told.facts(request, options, loaded, planned, parameters(loaded.pipe, options)),
        "inputs": [inputs.became[item.tag] for item in request.inputs],
        "measured": told.measured(options, loaded, work),
    }
    facts["model"]["licence"] = facts["model"]["licence"] or LICENCE
    progress(1.0)
    used = [row["tag"] for row in facts["inputs"] if row["treatment"] != "ignored"]
    return Result(target, facts, tuple(used), copies)


def parameters(pipe: Any, options: H3Options) -> dict[str, Any]:
    """Everything beside the request that decides about picture and sound."""
    return {
        "task": options.task,
        "steps": options.steps,
        "scheduler": type(pipe.scheduler).__name__,
        "shift": pipe.scheduler.config.get("shift"),
        "audio_shift": pipe.audio_scheduler.config.get("shift"),
    }


def stepped(
    loaded: Loaded,
    request: Request,
    planned: Fit,
    inputs: Given,
    work: Work,
    encodings: Encodings,
    options: H3Options,
) -> "tuple[Tensor, Tensor]":
    """Latents of the film (1, c, f, h, w), and of its sound (2, c, n), one item for a channel."""
    import torch

    pipe = loaded.pipe
    width, height = planned.size

    def reading() -> None:
        work.begin("text")

    with (
        read_once(pipe, encodings, loaded.mark, reading),
        heard_once(pipe, encodings, loaded.mark),
        _told(loaded, planned, work, options),
    ):
        output = pipe(
            **inputs.arguments(),
            width=width,
            height=height,
            num_frames=planned.frames,
            num_inference_steps=options.steps + 1,  # it counts the end as well
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output=["latents", "audio_latents"],
        )
    return output["latents"], output["audio_latents"]


@contextmanager
def _told(loaded: Loaded, planned: Fit, work: Work, options: H3Options) -> Iterator[None]:
    """While inside, each step is counted and looked at: the pipeline itself tells nobody."""
    pipe = loaded.pipe
    ratio, chunk = pipe.vae_spatial_compression_ratio, pipe.vae_latents_per_chunk
    latents = (planned.frames - chunk) // pipe.vae_frames_per_chunk * chunk + 2
    shape = (latents, *(side // ratio for side in reversed(planned.size)))
    ended = work.step(options.steps, lambda rows: loaded.prepared(unpacked(pipe, rows, shape)))
    counter = count()

    def after(module: Any, args: Any, named: dict[str, Any], output: Any) -> None:
        ended(pipe, next(counter), None, {"latents": named["hidden_states"][0]})

    hook = getattr(pipe, HALVES[options.task]).register_forward_hook(after, with_kwargs=True)
    try:
        yield
    finally:
        hook.remove()
