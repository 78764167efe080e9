"""The steps: one pipeline makes a sound as well, another a picture to a sound that is kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.encodings import Encodings
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.ltx2 import Ltx2Options
from slowfilm.engines.ltx2.given import Given
from slowfilm.engines.ltx2.pipes import unpacked
from slowfilm.engines.ltx2.sound import Voices, heard
from slowfilm.engines.measures import Fit

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Order:
    """What is to be made, of what."""

    request: Request
    fit: Fit
    options: Ltx2Options
    given: Given
    kept: Voices | None


@dataclass(frozen=True)
class Made:
    """Raw latents: of the film (1, c, f, h, w), and of its sound (1, c, n, bins)."""

    frames: "Tensor"
    audio: "Tensor"


def canvas(pipe: Any, fit: Fit) -> int:
    """The frames that are truly made to a kept voice: whole stretches between keyframes."""
    from diffusers.pipelines.ltx2.dfr_layout import resolve_canvas

    length: int = resolve_canvas(fit.frames, pipe.vae_temporal_compression_ratio)[0]
    return length


def parameters(pipe: Any, order: Order) -> dict[str, Any]:
    """Everything that decides about picture and sound."""
    options = order.options
    shared = {
        "strength": options.strength,
        "control": options.control,
        "reference_scale": options.reference_scale,
        "cross_timestep": options.cross_timestep,
        "tokens": options.tokens,
        "tiling": options.tiling,
    }
    if order.kept:
        return {
            "pipeline": "LTX2DFRPipeline",
            "sigmas": list(options.voice_sigmas),
            "canvas_frames": canvas(pipe, order.fit),
            **shared,
        }
    return {
        "pipeline": "LTX2InContextPipeline",
        "steps": len(options.sigmas) or options.steps,
        "sigmas": list(options.sigmas),
        "guidance": options.guidance,
        "audio_guidance": options.audio_guidance,
        "stg": options.stg,
        "stg_blocks": list(options.stg_blocks),
        "modality": options.modality,
        "rescale": options.rescale,
        "reference_strength": options.reference_strength,
        "negative": options.negative,
        **shared,
    }


def said(request: Request) -> str:
    """The prompt, and after it the lines nobody has recorded, for the model to speak."""
    lines = [
        f"{line.character} says: “{line.words}”" if line.character else f"“{line.words}”"
        for line in request.lines
        if line.take is None and line.words
    ]
    return "\n".join([request.prompt, *lines])


def stepped(loaded: Loaded, order: Order, work: Work, encodings: Encodings) -> Made:
    """Take all steps."""
    import torch
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    options, pipe = order.options, loaded.pipe
    width, height = order.fit.size
    arguments: dict[str, Any] = {
        **text(loaded, order, work, encodings),
        "conditions": [
            # crf: a still that were compressed first would be met with its blocks.
            LTX2VideoCondition(frames=still, index=index, strength=options.strength, crf=0)
            for index, still in sorted(order.given.met.items())
        ]
        or None,
        "width": width,
        "height": height,
        "num_frames": order.fit.frames,
        "frame_rate": float(order.request.rate),
        "use_cross_timestep": options.cross_timestep,
        "max_sequence_length": options.tokens,
        "generator": torch.Generator("cpu").manual_seed(order.request.seed),
        "output_type": "latent",
    }
    steps = len(options.voice_sigmas if order.kept else options.sigmas) or options.steps
    arguments["callback_on_step_end"] = work.step(
        steps,
        lambda latents: loaded.prepared.looks(
            unpacked(pipe, latents, order.fit.frames, order.fit.size)
        ),
    )
    output = (
        _voiced(loaded, order, work, arguments) if order.kept else _free(pipe, order, arguments)
    )
    count = (order.fit.frames - 1) // pipe.vae_temporal_compression_ratio + 1
    return Made(output.frames[:, :, :count], output.audio)  # the canvas of a kept voice is longer


def _free(pipe: Any, order: Order, arguments: dict[str, Any]) -> Any:
    """Picture and sound together."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_ic_lora import LTX2ReferenceCondition

    options = order.options
    schedule = {"sigmas": list(options.sigmas)} if options.sigmas else {}
    return pipe(
        **arguments,
        **schedule,
        reference_conditions=[
            LTX2ReferenceCondition(frames=clip, strength=options.reference_strength)
            for clip in order.given.followed
        ]
        or None,
        reference_downscale_factor=options.reference_scale,
        num_inference_steps=len(options.sigmas) or options.steps,
        guidance_scale=options.guidance,
        audio_guidance_scale=options.audio_guidance,
        stg_scale=options.stg,
        audio_stg_scale=options.stg,
        spatio_temporal_guidance_blocks=list(options.stg_blocks) if options.stg else None,
        modality_scale=options.modality,
        audio_modality_scale=options.modality,
        guidance_rescale=options.rescale,
        audio_guidance_rescale=options.rescale,
    )


def _voiced(loaded: Loaded, order: Order, work: Work, arguments: dict[str, Any]) -> Any:
    """A picture to a sound that is held still: at every step the sound is as it was given."""
    pipe, options = loaded.pipe, order.options
    every = pipe.audio_hop_length * pipe.audio_vae_temporal_compression_ratio
    seconds = canvas(pipe, order.fit) / float(order.request.rate)
    length = round(seconds * pipe.audio_sampling_rate / every)
    assert order.kept is not None
    work.begin("encode")
    return loaded.prepared.voiced(
        **arguments,
        sigmas=list(options.voice_sigmas),
        audio_latents=heard(pipe, order.kept.samples, length),
        freeze_audio=True,
        generate_slots=False,
        reference_latents=_encoded(pipe, order),
        reference_downscale_factor=options.reference_scale,
    )


def _encoded(pipe: Any, order: Order) -> "Tensor | None":
    """The clip to follow as raw latents: this pipeline takes it no other way."""
    if not order.given.followed:
        return None
    clip = order.given.followed[0]
    width, height = clip[0].size
    pixels = pipe.video_processor.preprocess_video(clip, height, width)
    batch = pixels.to(pipe._execution_device, pipe.vae.dtype)
    latents: Tensor = pipe.vae.encode(batch).latent_dist.mode()
    return latents


def text(loaded: Loaded, order: Order, work: Work, encodings: Encodings) -> dict[str, Any]:
    """What the pipelines take for prompts, encoded only if they never were before."""
    work.begin("text")
    options, pipe = order.options, loaded.pipe
    pair = _known(loaded, encodings, said(order.request), options.tokens)
    embeddings = dict(zip(("prompt_embeds", "prompt_attention_mask"), pair, strict=True))
    if not order.kept and max(options.guidance, options.audio_guidance) > 1:
        less = _known(loaded, encodings, options.negative, options.tokens)
        names = ("negative_prompt_embeds", "negative_prompt_attention_mask")
        embeddings |= dict(zip(names, less, strict=True))
    return {name: tensor.to(pipe._execution_device) for name, tensor in embeddings.items()}


def _known(
    loaded: Loaded, encodings: Encodings, words: str, length: int
) -> "tuple[Tensor, Tensor]":
    """A text (1, length, d) and its mask (1, length): where nothing stands it begins with zeros.

    Only what stands there is kept: all layers of the text model at every place are much.
    """
    import torch

    pipe = loaded.pipe
    prompt = " ".join(words.split())
    parts = (loaded.mark, "text", str(pipe.text_encoder.dtype), str(length), prompt)

    def read() -> dict[str, "Tensor"]:
        embeddings, mask, _, _ = pipe.encode_prompt(
            prompt, do_classifier_free_guidance=False, max_sequence_length=length
        )
        return {"text": embeddings[0, mask[0].bool()]}

    embedding = encodings.tensors(parts, read)["text"]
    before = length - embedding.shape[0]
    whole = torch.cat([embedding.new_zeros(before, embedding.shape[1]), embedding])[None]
    mask = torch.cat([torch.zeros(before), torch.ones(embedding.shape[0])]).long()[None]
    return whole, mask
