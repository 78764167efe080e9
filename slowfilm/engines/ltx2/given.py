"""What the pipeline is given to look at: pictures to meet, clips to follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.engines.base import Input, Request, become
from slowfilm.engines.diffusion.pictures import controlled, covering, eight_bit
from slowfilm.engines.ltx2 import EVERY, FOLLOWED, MET, Ltx2Options
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared.clip import Clip


@dataclass
class Given:
    """`met`: pictures by the latent they stand at; `followed`: clips of 8n + 1 frames, in the
    order in which they were cited; `became`: what came of each input, by tag."""

    met: dict[int, Image.Image] = field(default_factory=dict)
    followed: list[list[Image.Image]] = field(default_factory=list)
    became: dict[str, dict[str, Any]] = field(default_factory=dict)


def given(
    request: Request, fit: Fit, options: Ltx2Options, most: int, ask: Callable[[], None]
) -> Given:
    """Read what was cited to be seen; at most `most` clips. Raises MediaError."""
    inputs = Given()
    for item in request.inputs:
        if item.kind == "picture" and item.role in MET:
            _meet(item, request, fit, inputs)
        elif item.kind == "video" and item.role in FOLLOWED:
            _follow(item, request, fit, options, most, inputs, ask)
    return inputs


def latent_at(frame: int, latents: int) -> tuple[int, int]:
    """The latent whose picture is next to a frame, and the frame at which the model sees it.

    Latent 0 is frame 0; latent n stands at frame 8 (n − 1) + 1. The pipeline drops one that does
    not exist, with no more than a warning.
    """
    if frame <= 0 or latents < 2:
        return 0, 0
    index = min(round((frame - 1) / EVERY) + 1, latents - 1)
    return index, EVERY * (index - 1) + 1


def _meet(item: Input, request: Request, fit: Fit, inputs: Given) -> None:
    last = request.frames - 1
    target = {"first-frame": 0, "last-frame": last}.get(item.role, item.frame or 0)
    index, frame = latent_at(target, (fit.frames - 1) // EVERY + 1)
    if index in inputs.met:
        inputs.became[item.tag] = become(item, "ignored", "second-at", frame=frame)
        return
    inputs.met[index] = covering(item.path, fit.size)
    how = "given-at" if frame == target else "moved-to"
    facts = {"frame": frame, **({} if frame == target else {"asked": target, "every": EVERY})}
    inputs.became[item.tag] = become(item, "used", how, **facts)


def _follow(
    item: Input,
    request: Request,
    fit: Fit,
    options: Ltx2Options,
    most: int,
    inputs: Given,
    ask: Callable[[], None],
) -> None:
    if len(inputs.followed) >= most:
        inputs.became[item.tag] = become(item, "ignored", "too-many-followed", most=most)
        return
    width, height = (side // options.reference_scale for side in fit.size)
    clip = Clip(item.path, (width, height), request.rate, item.span)
    try:
        count = (min(clip.length, fit.frames) - 1) // EVERY * EVERY + 1
        pictures = []
        for index in range(count):
            ask()
            picture = controlled(eight_bit(clip.at(index)), options.control)
            pictures.append(Image.fromarray(np.ascontiguousarray(picture)))
    finally:
        clip.close()
    inputs.followed.append(pictures)
    how = "followed" if options.control == "as-is" else f"motion-{options.control}"
    treatment: Any = "used" if options.control == "as-is" else "converted"
    inputs.became[item.tag] = become(item, treatment, how, frames=count)
