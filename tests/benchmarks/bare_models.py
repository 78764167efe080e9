"""LTX-2 and Wan Animate by diffusers alone: what a script would write for the same master."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.engines import h3, ltx2, wan_animate
from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.pictures import covering
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.shared.loudness import Samples
from tests.engines import tiny_animate, tiny_h3, tiny_ltx2
from tests.engines.material import cited, clip, person, picture, scene, tone, walk

Frame = NDArray[np.float32]
FREE = {"stg": 0.0, "modality": 1.0, "cross_timestep": False}


def small_ltx2(folder: Path) -> Path:
    """Large enough that a step takes longer than what surrounds it."""
    heads = {"num_attention_heads": 8, "attention_head_dim": 48, "cross_attention_dim": 384}
    return tiny_ltx2.ltx2(folder, num_layers=6, **heads)


def a_first_frame_and_a_motion(folder: Path) -> Request:
    """One second of 320 × 192."""
    inputs = (
        cited(1, "picture", "first-frame", picture(folder / "first.png", scene(640, 384, 2))),
        cited(1, "video", "motion", clip(folder / "motion.mp4", 1, (192, 128))),
    )
    return _second(inputs)


def bare_ltx2(
    pipe: Any, options: ltx2.Ltx2Options, request: Request
) -> tuple[Iterator[Frame], Samples]:
    """The pipeline's own example: everything in one call, and its sound."""
    import torch
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
    from diffusers.pipelines.ltx2.pipeline_ltx2_ic_lora import LTX2ReferenceCondition

    from slowfilm.engines.shared.loudness import limited
    from slowfilm.engines.shared.sounds import conformed, resampled
    from slowfilm.media.frames import samples_for

    first, motion = request.inputs
    size, frames = (request.width, request.height), request.frames + 1
    made = pipe(
        prompt=request.prompt,
        negative_prompt=options.negative,
        conditions=[LTX2VideoCondition(frames=covering(first.path, size), index=0, crf=0)],
        reference_conditions=[LTX2ReferenceCondition(frames=_pictures(motion.path, request, 17))],
        width=request.width,
        height=request.height,
        num_frames=frames,
        frame_rate=float(request.rate),
        num_inference_steps=options.steps,
        guidance_scale=options.guidance,
        audio_guidance_scale=options.audio_guidance,
        stg_scale=0.0,
        audio_stg_scale=0.0,
        modality_scale=1.0,
        audio_modality_scale=1.0,
        spatio_temporal_guidance_blocks=None,
        use_cross_timestep=False,
        max_sequence_length=options.tokens,
        generator=torch.Generator("cpu").manual_seed(request.seed),
        output_type="np",
    )
    wave = made.audio[0].numpy()
    heard = resampled(wave, pipe.vocoder.config.output_sampling_rate, 48000)
    samples = limited(conformed(heard, samples_for(request.frames, request.rate)))
    return iter(made.frames[0][: request.frames]), samples


def small_animate(folder: Path) -> Path:
    """Large enough that a step takes longer than what surrounds it."""
    sizes = {"num_attention_heads": 4, "attention_head_dim": 24, "ffn_dim": 256, "num_layers": 4}
    return tiny_animate.wan_animate(folder, **sizes)


def a_character_and_a_performer(folder: Path) -> Request:
    """One second of 320 × 192."""
    inputs = (
        cited(1, "picture", "subject", picture(folder / "subject.png", person(200))),
        cited(1, "video", "driving", walk(folder / "walk.mp4", 3)),
    )
    return _second(inputs)


def bare_animate(
    pipe: Any, options: wan_animate.AnimateOptions, request: Request
) -> Iterator[Frame]:
    """The pipeline's own example: everything in one call. Poses are found as ours are."""
    import torch

    from slowfilm.engines.wan_animate.given import given
    from tests.benchmarks.models import embedded

    planned = wan_animate.plan((request.width, request.height), request.frames, options)
    face = pipe.transformer.config.motion_encoder_size
    with torch.no_grad():
        made = pipe(
            **given(request, planned.fit, face, lambda: None).arguments(),
            prompt_embeds=embedded(pipe, request.prompt, options.tokens),
            width=request.width,
            height=request.height,
            segment_frame_length=planned.segment,
            num_inference_steps=options.steps,
            guidance_scale=options.guidance,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output_type="np",
        ).frames[0]
    return iter(made[: request.frames])


def small_h3(folder: Path) -> Path:
    """Large enough that a step takes longer than what surrounds it."""
    sizes = {"num_attention_heads": 4, "attention_head_dim": 32, "hidden_size": 128}
    return tiny_h3.h3(folder, num_layers=6, ffn_dim=256, **sizes)


def a_person_and_a_voice(folder: Path) -> Request:
    """Five seconds and a little of 320 × 192: it makes nothing shorter."""
    inputs = (
        cited(1, "picture", "subject", picture(folder / "subject.png", person(200))),
        cited(1, "sound", "voice", tone(folder / "voice.wav", 2, 300)),
    )
    return replace(_second(inputs), frames=124)


def bare_h3(pipe: Any, options: h3.H3Options, request: Request) -> tuple[Iterator[Frame], Samples]:
    """The pipeline's own example: everything in one call, and its sound."""
    import torch
    from diffusers.modular_pipelines import MiniMaxH3Blocks
    from diffusers.modular_pipelines.minimax_h3 import (
        MiniMaxH3AudioReference,
        MiniMaxH3ImageReference,
    )

    from slowfilm.engines.diffusion.pictures import whole
    from slowfilm.engines.shared.loudness import limited
    from slowfilm.engines.shared.sounds import conformed, heard_of, resampled
    from slowfilm.media.frames import samples_for

    blocks = MiniMaxH3Blocks()
    alone = blocks.init_pipeline()
    alone.update_components(**{n: each for n, each in pipe.components.items() if each is not None})
    for name in ("canvas_short_edge", "canvas_max_pixels", "reference_image_short_edge"):
        alone.update_components(**{name: pipe.config[name]})
    subject, voice = request.inputs
    rate = pipe.audio_sampling_rate
    length = samples_for(request.frames, request.rate)
    heard = resampled(heard_of(voice.path, None, length), 48000, rate)
    words = f"{request.prompt}\n<Picture 1>: who or what is seen.\n<Audio 1>: the voice."
    made = alone(
        prompt=words,
        references=[
            MiniMaxH3ImageReference(whole(subject.path, (4096, 4096))),
            MiniMaxH3AudioReference(torch.from_numpy(heard), rate),
        ],
        width=request.width,
        height=request.height,
        num_frames=request.frames,
        num_inference_steps=options.steps + 1,
        generator=torch.Generator("cpu").manual_seed(request.seed),
        output_type="np",
        output=["videos", "audio"],
    )
    sound = resampled(np.clip(made["audio"][0].numpy(), -1, 1), rate, 48000)
    return iter(made["videos"][0]), limited(conformed(sound, length))


def _second(inputs: tuple[Any, ...]) -> Request:
    from fractions import Fraction

    return Request("A woman walks in the rain.", 320, 192, Fraction(24), 24, 5, inputs)


def _pictures(path: Path, request: Request, count: int) -> list[Image.Image]:
    from slowfilm.engines.diffusion.pictures import eight_bit

    source = Clip(path, (request.width, request.height), request.rate)
    made = [Image.fromarray(eight_bit(source.at(index))) for index in range(count)]
    source.close()
    return made
