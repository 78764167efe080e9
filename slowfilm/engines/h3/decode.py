"""H3's latents as frames, clip by clip, and as sound."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.frames import Frame
from slowfilm.engines.failures import finite
from slowfilm.engines.shared.loudness import RATE, Samples, limited
from slowfilm.engines.shared.sounds import conformed, resampled
from slowfilm.media.frames import samples_for

if TYPE_CHECKING:
    from torch import Tensor


def decoded(pipe: Any, latents: "Tensor") -> Iterator[Frame]:
    """Frames (h, w, 3), 0…1. Raises Failed no-numbers.

    The same values as `vae.decode` gives, which would hold the whole film.
    """
    import torch

    mean, deviation = (
        torch.tensor(statistic, device=latents.device).view(-1, 1, 1, 1)
        for statistic in (pipe.pixel_mean, pipe.pixel_std)
    )
    for part in parts(pipe.vae, plain(pipe.vae, latents)):
        values = (part[0].float() * deviation + mean).clamp(0, 1)
        yield from finite(values.permute(1, 2, 3, 0).contiguous().cpu().numpy())


def plain(vae: Any, latents: "Tensor") -> "Tensor":
    """Latents (1, c, …) as a VAE decodes them."""
    import torch

    shape = (1, -1, *(1 for _ in latents.shape[2:]))
    mean, deviation = (
        torch.tensor(values, device=latents.device).view(shape)
        for values in (vae.config.latents_mean, vae.config.latents_std)
    )
    return latents * deviation + mean


def parts(vae: Any, latents: "Tensor") -> "Iterator[Tensor]":
    """Decode what `vae.decode` takes: parts (1, 3, n, h, w) in order, some frames more at the end.

    Each clip goes over into the next one softly.
    """
    import torch

    if hasattr(getattr(vae, "_hf_hook", None), "pre_forward"):
        vae._hf_hook.pre_forward(vae)  # an offloaded VAE comes to the card
    size, drop = vae.tokens_chunk_size, vae.config.token_drop
    assert drop > 0, "every released VAE drops some"
    over = -(latents.shape[2] + drop) % size
    padded = latents.to(next(vae.post_quant_conv.parameters()).dtype)
    padded = torch.cat([padded, padded[:, :, -1:].repeat(1, 1, over, 1, 1)], dim=2)
    frames, skipped = size * vae.temporal_compression_ratio, vae.frame_pre_padding
    before = None
    for start in range(0, padded.shape[2] + drop - size, size):
        with torch.no_grad():  # of this thread alone, and never held over a yield
            clip = vae._decode_clip(padded[:, :, start : start + size + vae.token_overlap])
            shown = clip[:, :, :frames][:, :, skipped:]
            if before is not None:
                shown = vae._blend(before, shown, vae.frame_overlap, dim=-3)
        yield shown
        before = clip[:, :, frames:][:, :, skipped:]
    if before is not None:
        yield before


def made(pipe: Any, latents: "Tensor", request: Request) -> Samples:
    """What the model made, (2, n) at 48 kHz, exactly as long as the shot. Raises Failed."""
    import torch

    with torch.no_grad():
        wave = pipe.audio_vae.decode(plain(pipe.audio_vae, latents), return_dict=False)[0]
    heard = wave[:, 0].float().cpu().numpy()  # one channel is one item of a batch
    finite(heard)
    sound = resampled(np.clip(heard, -1, 1), pipe.audio_sampling_rate, RATE)
    return limited(conformed(sound, samples_for(request.frames, request.rate)))
