"""One draft: what is given is read, the steps are taken, and frames are written as they decode."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result
from slowfilm.engines.diffusion import frames, told, wan
from slowfilm.engines.diffusion.encodings import Encodings
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.diffusion.writing import written
from slowfilm.engines.measures import Fit, fit
from slowfilm.engines.shared.light import Codes
from slowfilm.engines.vace import shift_name
from slowfilm.engines.vace.given import Given, given

if TYPE_CHECKING:
    from torch import Tensor

    from slowfilm.engines.vace import Vace, VaceOptions

LICENCE = "Apache-2.0"  # of the weights, where their folder does not say it


def draw(
    engine: "Vace",
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
        inputs = given(request, planned, options, work.ask)
        encodings = Encodings(options.encodings, round(options.cache_gb * 1e9))
        try:
            with work.at(loaded, encodings) as pipe:
                latents = stepped(loaded, request, planned, inputs, work, encodings, options)
                shown = decoded(pipe, latents, planned, inputs)
                copies = written(request, shown, None, target, work)
        finally:
            if inputs.kept:
                inputs.kept.close()
    facts = {
        "engine": "vace",
        "label": "",
        **told.facts(request, options, loaded, planned, parameters(loaded.pipe, options)),
        "inputs": [inputs.became[item.tag] for item in request.inputs],
        "measured": told.measured(options, loaded, work),
    }
    facts["model"]["licence"] = facts["model"]["licence"] or LICENCE
    progress(1.0)
    used = [row["tag"] for row in facts["inputs"] if row["treatment"] != "ignored"]
    return Result(target, facts, tuple(used), copies)


def parameters(pipe: Any, options: "VaceOptions") -> dict[str, Any]:
    """Everything beside the request that decides about the picture."""
    return {
        "steps": options.steps,
        "guidance": options.guidance,
        "scheduler": type(pipe.scheduler).__name__,
        "shift": pipe.scheduler.config.get(shift_name(pipe)),
        "strength": options.strength,
        "control": options.control,
        "negative": options.negative,
        "tokens": options.tokens,
        "tiling": options.tiling,
    }


def stepped(
    loaded: Loaded,
    request: Request,
    planned: Fit,
    inputs: Given,
    work: Work,
    encodings: Encodings,
    options: "VaceOptions",
) -> "Tensor":
    """The film's latents (1, c, f, h, w), without those of the references before them."""
    import torch

    words = wan.text(work, loaded, encodings, request.prompt, options.negative, options.tokens)
    before = len(inputs.references)
    width, height = planned.size
    output = loaded.pipe(
        **words,
        **inputs.arguments(),
        width=width,
        height=height,
        num_frames=planned.frames,
        num_inference_steps=options.steps,
        guidance_scale=options.guidance,
        conditioning_scale=options.strength,
        max_sequence_length=options.tokens,
        generator=torch.Generator("cpu").manual_seed(request.seed),
        output_type="latent",
        callback_on_step_end=work.step(
            options.steps, lambda latents: loaded.prepared(latents[:, :, before:])
        ),
    ).frames
    latents: Tensor = output[:, :, before:]
    return latents


def decoded(pipe: Any, latents: "Tensor", planned: Fit, inputs: Given) -> Iterator[Codes]:
    """The frames of the order, as they come, with who is kept laid on."""
    pictures = frames.cut(frames.shown(wan.decoded(pipe.vae, latents)), planned)
    return map(frames.codes, inputs.kept.laid(pictures) if inputs.kept else pictures)
