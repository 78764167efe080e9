"""One draft: the performer is read, the steps of each segment are taken, frames are written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result
from slowfilm.engines.diffusion import frames, told, wan
from slowfilm.engines.diffusion.encodings import Encodings, of_values
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.diffusion.writing import written
from slowfilm.engines.wan_animate import AnimateOptions, Plan, plan
from slowfilm.engines.wan_animate.given import Given, given
from slowfilm.engines.wan_animate.segments import OVER, Film

if TYPE_CHECKING:
    from slowfilm.engines.wan_animate import WanAnimate

LICENCE = "Apache-2.0"  # of the weights, where their folder does not say it
POSES = "@mediapipe/pose, an approximation"


def draw(
    engine: "WanAnimate",
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
        planned = plan((request.width, request.height), request.frames, options)
        face = loaded.pipe.transformer.config.motion_encoder_size
        inputs = given(request, planned.fit, face, work.ask)
        encodings = Encodings(options.encodings, round(options.cache_gb * 1e9))
        try:
            with work.at(loaded, encodings) as pipe:
                parameters = scheduled(pipe, options, planned, inputs)
                film = stepped(loaded, request, planned, inputs, work, encodings, options)
                shown = frames.cut(film.frames(), planned.fit)
                laid = inputs.kept.laid(shown) if inputs.kept else shown
                copies = written(request, map(frames.codes, laid), None, target, work)
        finally:
            if inputs.kept:
                inputs.kept.close()
    facts = {
        "engine": "wan-animate",
        "label": "",
        **told.facts(request, options, loaded, planned.fit, parameters),
        "inputs": [inputs.became[item.tag] for item in request.inputs],
        "measured": told.measured(options, loaded, work),
    }
    facts["model"]["licence"] = facts["model"]["licence"] or LICENCE
    progress(1.0)
    used = [row["tag"] for row in facts["inputs"] if row["treatment"] != "ignored"]
    return Result(target, facts, tuple(used), copies)


def scheduled(pipe: Any, options: AnimateOptions, planned: Plan, inputs: Given) -> dict[str, Any]:
    """Set the schedule, and say everything that decides about the picture."""
    name = "flow_shift" if "flow_shift" in pipe.scheduler.config else "shift"
    if options.shift and pipe.scheduler.config.get(name) != options.shift:
        kind = type(pipe.scheduler)
        pipe.scheduler = kind.from_config(pipe.scheduler.config, **{name: options.shift})
    has_pose = any(row["how"] in ("pose-and-face", "face-taken") for row in inputs.became.values())
    return {
        "mode": inputs.mode,
        "poses": POSES if has_pose else "given",
        "segments": planned.segments,
        "segment_frames": planned.segment,
        "steps": options.steps,
        "guidance": options.guidance,
        "scheduler": type(pipe.scheduler).__name__,
        "shift": pipe.scheduler.config.get(name),
        "negative": options.negative,
        "tokens": options.tokens,
        "tiling": options.tiling,
    }


def stepped(
    loaded: Loaded,
    request: Request,
    planned: Plan,
    inputs: Given,
    work: Work,
    encodings: Encodings,
    options: AnimateOptions,
) -> Film:
    """Take the steps of all segments; the last is not yet decoded."""
    import torch

    words = wan.text(work, loaded, encodings, request.prompt, options.negative, options.tokens)
    film = Film(loaded.pipe.vae, planned.segments, work.ask)
    width, height = planned.fit.size
    with film.kept(), _seen_once(loaded, encodings):
        loaded.pipe(
            **words,
            **inputs.arguments(),
            width=width,
            height=height,
            segment_frame_length=planned.segment,
            prev_segment_conditioning_frames=OVER,
            num_inference_steps=options.steps,
            guidance_scale=options.guidance,
            max_sequence_length=options.tokens,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output_type="latent",
            callback_on_step_end=_counted(loaded, work, planned.segments, options.steps),
        )
    return film


def _counted(loaded: Loaded, work: Work, segments: int, steps: int) -> Callable[..., Any]:
    """What the pipeline calls at the end of each step: each segment counts its own anew."""
    ended = work.step(segments * steps, lambda latents: loaded.prepared(latents[:, :, 1:]))
    numbers = iter(range(segments * steps))
    return lambda pipe, index, time, tensors: ended(pipe, next(numbers), time, tensors)


@contextmanager
def _seen_once(loaded: Loaded, encodings: Encodings) -> Iterator[None]:
    """While inside, a character's picture is looked at only if it never was before."""
    import numpy as np

    pipe = loaded.pipe
    truly = pipe.encode_image

    def encode(image: Any, device: Any = None) -> Any:
        import torch

        pixels = of_values(torch.from_numpy(np.array(image)))
        parts = (loaded.mark, "character", str(pipe.image_encoder.dtype), pixels)
        tensors = encodings.tensors(parts, lambda: {"image": truly(image, device)})
        return tensors["image"].to(device or pipe._execution_device)

    pipe.encode_image = encode
    try:
        yield
    finally:
        del pipe.encode_image
