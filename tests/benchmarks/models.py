"""Engines with models that are measured: another one is added by a line in ENGINES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines import h3, ltx2, vace, wan_animate
from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.pictures import covering, whole
from slowfilm.engines.shared.loudness import Samples
from tests.benchmarks import bare_models as others
from tests.engines import tiny
from tests.engines.material import cited, picture, scene

Frame = NDArray[np.float32]
RATE = Fraction(24)


@dataclass(frozen=True)
class Measured:
    """One engine: how its model is built, what it is asked, and the same by diffusers alone.

    `bare` is given the loaded pipeline, the engine's options and the request, and gives frames,
    0…1, with samples where there is sound. `encoders`, `decoder` and `stepping` are paths of
    modules in the pipeline.
    """

    create: Callable[..., Any]
    build: Callable[[Path], Path]
    request: Callable[[Path], Request]
    bare: Callable[[Any, Any, Request], "Iterator[Frame] | tuple[Iterator[Frame], Samples]"]
    options: dict[str, Any] = field(default_factory=dict)
    encoders: tuple[str, ...] = ("text_encoder", "vae.encoder")
    decoder: str = "vae.decoder"
    stepping: str = "transformer"

    def made(self, folder: Path, **more: Any) -> Any:
        """The engine, with a model built in `folder`."""
        model = folder / "model"
        if not model.exists():
            self.build(model)
        told = {"model": str(model), "device": "cpu", "dtype": "float32", **self.options, **more}
        return self.create(**{"cache": str(folder / "encodings"), **told})


def module(pipe: Any, path: str) -> Any:
    """A module of a pipeline by its path: vae.decoder."""
    found = pipe
    for name in path.split("."):
        found = getattr(found, name)
    return found


def embedded(pipe: Any, words: str, tokens: int) -> Any:
    """A text as UMT5 reads it."""
    told = pipe.tokenizer(
        [words], padding="max_length", max_length=tokens, truncation=True, return_tensors="pt"
    )
    read = pipe.text_encoder(told.input_ids, told.attention_mask).last_hidden_state
    return read * told.attention_mask[..., None]


def a_person_and_a_first_frame(folder: Path) -> Request:
    """One second of 192 × 128."""
    inputs = (
        cited(1, "picture", "subject", picture(folder / "subject.png", scene(200, 300, 1))),
        cited(2, "picture", "first-frame", picture(folder / "first.png", scene(640, 384, 2))),
    )
    return Request("A woman walks in the rain.", 192, 128, RATE, 24, 5, inputs)


def bare_vace(pipe: Any, options: vace.VaceOptions, request: Request) -> Iterator[Frame]:
    """The pipeline's own example: everything in one call."""
    import torch
    from PIL import Image

    size, frames = (request.width, request.height), request.frames + 1
    subject, first = (item.path for item in request.inputs)
    grey, new = Image.new("RGB", size, (128, 128, 128)), Image.new("L", size, 255)
    with torch.no_grad():
        made = pipe(
            prompt_embeds=embedded(pipe, request.prompt, options.tokens),
            negative_prompt_embeds=embedded(pipe, options.negative, options.tokens),
            video=[covering(first, size), *[grey] * (frames - 1)],
            mask=[Image.new("L", size, 0), *[new] * (frames - 1)],
            reference_images=[[whole(subject, size)]],
            width=request.width,
            height=request.height,
            num_frames=frames,
            num_inference_steps=options.steps,
            guidance_scale=options.guidance,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output_type="np",
        ).frames[0]
    return iter(made[: request.frames])


def small_vace(folder: Path) -> Path:
    """Large enough that a step takes longer than what surrounds it."""
    return tiny.vace(folder, num_attention_heads=4, attention_head_dim=24, ffn_dim=256)


SIZES = {"makes": ["320x192", "192x128", "96x64"], "steps": 4, "tokens": 64}
ENGINES = {
    "vace": Measured(vace.create, small_vace, a_person_and_a_first_frame, bare_vace, SIZES),
    "ltx2": Measured(
        ltx2.create,
        others.small_ltx2,
        others.a_first_frame_and_a_motion,
        others.bare_ltx2,
        {**SIZES, **others.FREE},
    ),
    "wan-animate": Measured(
        wan_animate.create,
        others.small_animate,
        others.a_character_and_a_performer,
        others.bare_animate,
        SIZES,
        encoders=("text_encoder", "image_encoder", "vae.encoder"),
    ),
    "h3": Measured(
        h3.create,
        others.small_h3,
        others.a_person_and_a_voice,
        others.bare_h3,
        {"makes": ["320x192", "96x64"], "steps": 4},
        encoders=("text_encoder.model.language_model", "audio_vae.encoder", "vae.encoder"),
        stepping="transformer_ref",
    ),
}
