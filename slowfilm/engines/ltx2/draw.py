"""One draft: what is given is read, the steps are taken, sound is made, frames are written."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Cancelling, Preview, Progress, Request, Result, become
from slowfilm.engines.diffusion import frames, told
from slowfilm.engines.diffusion.encodings import Encodings, remembered
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.diffusion.writing import written
from slowfilm.engines.ltx2 import sound
from slowfilm.engines.ltx2.given import given
from slowfilm.engines.ltx2.steps import Order, parameters, stepped
from slowfilm.engines.measures import fit

if TYPE_CHECKING:
    from torch import Tensor

    from slowfilm.engines.ltx2 import Ltx2

LICENCE = "LTX-2 Community License"  # of the weights, where their folder does not say it
PART = 8  # frames that are brought from the card at once


def draw(
    engine: "Ltx2",
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
        voices = sound.voices(request)
        most = 1 if voices else options.references  # a kept voice's pipeline takes no more
        inputs = given(request, planned, options, most, work.ask)
        order = Order(request, planned, options, inputs, voices)
        encodings = Encodings(options.encodings, round(options.cache_gb * 1e9))
        with work.at(loaded, encodings) as pipe, _heard_once(pipe, loaded, encodings):
            output = stepped(loaded, order, work, encodings)
            work.begin("decode")
            samples = voices.samples if voices else sound.made(pipe, output.audio, request)
            shown = frames.cut(decoded(pipe, output.frames), planned)
            copies = written(request, map(frames.codes, shown), samples, target, work)
    became = {**inputs.became, **(voices.became if voices else {})}
    facts = {
        "engine": "ltx2",
        "label": "",
        **told.facts(request, options, loaded, planned, parameters(loaded.pipe, order)),
        "inputs": [
            became.get(item.tag) or become(item, "ignored", "role") for item in request.inputs
        ],
        **({"spoken": voices.spoken} if voices else {}),
        "measured": told.measured(options, loaded, work),
    }
    facts["model"]["licence"] = facts["model"]["licence"] or LICENCE
    progress(1.0)
    used = [row["tag"] for row in facts["inputs"] if row["treatment"] != "ignored"]
    return Result(target, facts, tuple(used), copies)


def _heard_once(pipe: Any, loaded: Loaded, encodings: Encodings) -> Any:
    """While inside, no sound is encoded a second time."""
    return remembered(pipe.audio_vae, encodings, loaded.mark)


def decoded(pipe: Any, latents: "Tensor") -> Iterator[frames.Frame]:
    """Frames (h, w, 3), 0…1, of raw latents.

    The decoder looks ahead, so that it can't decode one part before the next is there: all is
    decoded at once, or in tiles.
    """
    import torch

    vae = pipe.vae
    with torch.no_grad():
        moment = torch.zeros(1, device=latents.device) if vae.config.timestep_conditioning else None
        video = vae.decode(latents.to(vae.dtype), moment, return_dict=False)[0]
    parts = (video[:, :, at : at + PART] for at in range(0, video.shape[2], PART))
    return frames.shown(parts)
