"""What the pipeline is given: references in the order in which they were cited, each with the
name by which its words call it, or a first and a last frame."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.engines.base import Input, Request, Size, become
from slowfilm.engines.diffusion.pictures import covering, eight_bit, whole
from slowfilm.engines.h3 import FOLLOWED, HEARD, MET, SHOWN
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.shared.loudness import RATE
from slowfilm.engines.shared.sounds import heard_of, resampled
from slowfilm.engines.shared.words import prompted
from slowfilm.media.frames import samples_for
from slowfilm.media.probe import probe

FEWEST = 22  # frames of a clip that is followed: a shorter one is held to it
FLAT = 4  # of a picture's sides: the longer is at most so many times the shorter
LARGEST = 4096  # pixels of a picture's long side


@dataclass
class Given:
    """`references` as the pipeline takes them, or `first` and `last`; `prompt` names them;
    `became` says of each input, by tag, what came of it."""

    prompt: str = ""
    references: list[Any] = field(default_factory=list)
    first: Image.Image | None = None
    last: Image.Image | None = None
    became: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """As the pipeline calls them. None is not given: it would choose another way by it."""
        arguments = {
            "references": self.references or None,
            "image": self.first,
            "last_image": self.last,
        }
        return {
            "prompt": self.prompt,
            **{name: argument for name, argument in arguments.items() if argument},
        }


def referred(request: Request, fit: Fit, pipe: Any, ask: Callable[[], None]) -> Given:
    """Read all that is referred to. Raises MediaError; `ask` is called at every frame."""
    inputs, counts, named = Given(), Counter[str](), []
    for item in request.inputs:
        ask()
        if item.kind == "picture" and item.role in SHOWN:
            label, reference = "Picture", _picture(item)
        elif item.kind == "video" and item.role in FOLLOWED:
            label, reference = "Video", _video(item, request, fit, pipe, ask)
        elif item.kind != "picture" and item.role in HEARD:
            label, reference = "Audio", _sound(item, fit, pipe)
        else:
            inputs.became[item.tag] = become(item, "ignored", "role")
            continue
        counts[label] += 1
        named.append((item, f"<{label} {counts[label]}>"))
        inputs.references.append(reference)
        inputs.became[item.tag] = _became(item, label, counts[label])
    inputs.prompt = prompted(request, named)
    return inputs


def _became(item: Input, label: str, number: int) -> dict[str, Any]:
    """What is said of a reference."""
    how = {"Picture": "reference", "Video": "followed-as", "Audio": "heard-as"}[label]
    if item.kind == "video" and label == "Audio":
        return become(item, "converted", "sound-heard-as", number=number)
    return become(item, "used", how, number=number)


def between(request: Request, fit: Fit) -> Given:
    """Read the first and the last frame. Raises MediaError."""
    inputs = Given(prompt=prompted(request, ()))
    for item in request.inputs:
        if item.kind != "picture" or item.role not in MET:
            inputs.became[item.tag] = become(item, "ignored", "role")
            continue
        picture = covering(item.path, fit.size)
        if item.role == "first-frame":
            inputs.first, at = picture, 0
        else:  # what is over the order goes at the end, and this frame with it
            inputs.last, at = picture, fit.frames - 1
        inputs.became[item.tag] = become(item, "used", "given-at", frame=at)
    return inputs


def _picture(item: Input) -> Any:
    from diffusers.modular_pipelines.minimax_h3 import MiniMaxH3ImageReference

    return MiniMaxH3ImageReference(image=cropped(whole(item.path, (LARGEST, LARGEST))))


def cropped(image: Image.Image) -> Image.Image:
    """A picture that is not too flat: what is over goes on both sides."""
    width, height = (
        min(side, FLAT * other)
        for side, other in zip(image.size, reversed(image.size), strict=True)
    )
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _video(item: Input, request: Request, fit: Fit, pipe: Any, ask: Callable[[], None]) -> Any:
    """A clip at the model's rate and on the canvas of its own shape, no longer than the draft."""
    from diffusers.modular_pipelines.minimax_h3 import MiniMaxH3VideoReference

    clip = Clip(item.path, canvas(item, pipe), request.rate, item.span)
    frames = []
    try:
        for index in range(max(FEWEST, min(clip.length, fit.frames))):
            ask()
            frames.append(eight_bit(clip.at(index)))
    finally:
        clip.close()
    return MiniMaxH3VideoReference(frames=np.stack(frames), fps=float(pipe.fps))


def canvas(item: Input, pipe: Any) -> Size:
    """The size at which the model reads a clip: that of its own shape."""
    from diffusers.modular_pipelines.minimax_h3.modular_pipeline import resolve_canvas_size

    about = probe(item.path)
    wide, high = about.width or 1, about.height or 1
    shape = min(wide, FLAT * high), min(high, FLAT * wide)
    height, width = resolve_canvas_size(
        *shape,
        pipe.canvas_multiple,
        pipe.config.canvas_short_edge,
        pipe.config.canvas_max_pixels,
    )
    return width, height


def _sound(item: Input, fit: Fit, pipe: Any) -> Any:
    """A sound at the model's own rate, no longer than the draft."""
    import torch
    from diffusers.modular_pipelines.minimax_h3 import MiniMaxH3AudioReference

    samples = heard_of(item.path, item.span, samples_for(fit.frames, pipe.fps))
    rate = pipe.audio_sampling_rate
    return MiniMaxH3AudioReference(torch.from_numpy(resampled(samples, RATE, rate)), rate)
