"""What models with Wan's VAE share: latents as they step, and decoding them part by part."""

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from slowfilm.engines.diffusion.encodings import Encodings
from slowfilm.engines.diffusion.looks import Looks
from slowfilm.engines.diffusion.warm import Loaded
from slowfilm.engines.diffusion.work import Work
from slowfilm.engines.measures import Steps

if TYPE_CHECKING:
    from torch import Tensor

STEPS = Steps(side=16, every=4, rest=1)


def scaled(vae: Any, latents: "Tensor") -> "tuple[Tensor, Tensor]":
    """Mean and 1 / deviation of a VAE's latents, to be laid over (1, c, f, h, w)."""
    import torch

    mean, deviation = (
        torch.tensor(statistic).view(1, vae.config.z_dim, 1, 1, 1).to(latents.device, latents.dtype)
        for statistic in (vae.config.latents_mean, vae.config.latents_std)
    )
    return mean, 1.0 / deviation


def looks(pipe: Any) -> Looks:
    """What shows a pipeline's latents. Encodes one picture."""
    import torch

    vae = pipe.vae

    def encode(picture: "Tensor") -> "Tensor":
        latents = vae.encode(picture.to(pipe._execution_device, vae.dtype)).latent_dist.mode()
        mean, scale = scaled(vae, latents)
        return (latents - mean) * scale

    with torch.no_grad():
        return Looks(encode)


def text(
    work: Work, loaded: Loaded, encodings: Encodings, prompt: str, negative: str, length: int
) -> dict[str, Any]:
    """What the pipeline takes for a prompt: `prompt_embeds` and `negative_prompt_embeds`.

    Both are encoded only if they never were before; `length` is how many tokens are read.
    """
    work.begin("text")
    pipe = loaded.pipe

    def known(words: str) -> "Tensor":
        cleaned_text = " ".join(html.unescape(words).split())
        parts = (loaded.mark, "text", str(pipe.text_encoder.dtype), str(length), cleaned_text)
        tensors = encodings.tensors(parts, lambda: {"text": _read(pipe, cleaned_text, length)})
        return tensors["text"].to(pipe._execution_device)

    return {"prompt_embeds": known(prompt), "negative_prompt_embeds": known(negative)}


def _read(pipe: Any, words: str, length: int) -> "Tensor":
    """A text as the model reads it, (1, length, d): nothing stands where it has ended.

    As the pipeline does it, but for mending wrongly decoded text, which no page sends us.
    """
    device = pipe._execution_device
    tokens = pipe.tokenizer(
        [words],
        padding="max_length",
        max_length=length,
        truncation=True,
        return_attention_mask=True,
        return_tensors="pt",
    )
    mask = tokens.attention_mask.to(device)
    read = pipe.text_encoder(tokens.input_ids.to(device), mask).last_hidden_state
    states: Tensor = read * mask[..., None].to(read.dtype)
    return states


def decoded(vae: Any, latents: "Tensor") -> "Iterator[Tensor]":
    """Decode latents as the pipeline has them: parts (1, 3, n, h, w) in order, −1…1.

    The same values as `vae.decode`, which would hold the whole film, and copy it for every part.
    In tiles it can't be had part by part.
    """
    latents = latents.to(vae.dtype)
    mean, scale = scaled(vae, latents)
    yield from parts(vae, latents / scale + mean)


def parts(vae: Any, latents: "Tensor") -> "Iterator[Tensor]":
    """Decode latents as `vae.decode` takes them; as `decoded` does."""
    if vae.use_tiling:
        yield _whole(vae, latents)
        return
    if hasattr(getattr(vae, "_hf_hook", None), "pre_forward"):
        vae._hf_hook.pre_forward(vae)  # an offloaded VAE comes to the card
    vae.clear_cache()
    for number in range(latents.shape[2]):
        yield _part(vae, latents[:, :, number : number + 1], first=not number)
    vae.clear_cache()


def _whole(vae: Any, latents: "Tensor") -> "Tensor":
    import torch

    with torch.no_grad():
        video: Tensor = vae.decode(latents, return_dict=False)[0]
    return video


def _part(vae: Any, latents: "Tensor", *, first: bool) -> "Tensor":
    """One latent frame: 1 frame if it is the first, else 4. `vae` remembers those before."""
    import torch
    from diffusers.models.autoencoders.autoencoder_kl_wan import unpatchify

    options = {"first_chunk": True} if first else {}
    with torch.no_grad():  # of this thread alone, and never held over a yield
        x = vae.post_quant_conv(latents)
        video = vae.decoder(x, feat_cache=vae._feat_map, feat_idx=[0], **options)
        if vae.config.patch_size is not None:
            video = unpatchify(video, patch_size=vae.config.patch_size)
        clamped: Tensor = torch.clamp(video, min=-1.0, max=1.0)
    return clamped
