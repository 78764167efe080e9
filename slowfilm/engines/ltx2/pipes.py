"""Two pipelines of one set of weights: one makes picture and sound, one a picture to a sound."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slowfilm.engines.diffusion.looks import Looks

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Prepared:
    """`voiced` is the pipeline that holds a sound still while it makes the picture."""

    looks: Looks
    voiced: Any


def prepared(pipe: Any) -> Prepared:
    """What is made once of a loaded pipeline. Encodes one picture."""
    from diffusers import LTX2DFRPipeline

    parts = {name: part for name, part in pipe.components.items() if name != "audio_scheduler"}
    voiced = LTX2DFRPipeline(**parts)
    voiced.set_progress_bar_config(disable=True)
    return Prepared(_looks(pipe), voiced)


def _looks(pipe: Any) -> Looks:
    import torch

    vae = pipe.vae

    def encode(picture: "Tensor") -> "Tensor":
        latents = vae.encode(picture.to(pipe._execution_device, vae.dtype)).latent_dist.mode()
        encoding: Tensor = pipe._normalize_latents(latents, vae.latents_mean, vae.latents_std)
        return encoding

    with torch.no_grad():
        return Looks(encode)


def unpacked(pipe: Any, latents: "Tensor", frames: int, size: tuple[int, int]) -> "Tensor":
    """Latents as it steps through them, (1, tokens, c), as those of a film, (1, c, f, h, w).

    Tokens of what is referred to stand behind those of the film, and go.
    """
    width, height = (side // pipe.vae_spatial_compression_ratio for side in size)
    count = (frames - 1) // pipe.vae_temporal_compression_ratio + 1
    film = latents[:, : count * height * width]
    tensor: Tensor = pipe._unpack_latents(
        film,
        count,
        height,
        width,
        pipe.transformer_spatial_patch_size,
        pipe.transformer_temporal_patch_size,
    )
    return tensor
