"""A look at H3's rows as it steps through them."""

from typing import TYPE_CHECKING, Any

from slowfilm.engines.diffusion.looks import Looks

if TYPE_CHECKING:
    from torch import Tensor


def looks(pipe: Any) -> Looks:
    """What shows its latents. Encodes one picture."""
    from diffusers.modular_pipelines.minimax_h3.encoders import encode_vae_condition

    def encode(picture: "Tensor") -> "Tensor":
        pixels = ((picture / 2 + 0.5) * 255).round().to(pipe._execution_device)
        latents: Tensor = encode_vae_condition(pipe.vae, pixels, pipe.pixel_mean, pipe.pixel_std)
        return latents

    return Looks(encode)


def unpacked(pipe: Any, rows: "Tensor", shape: tuple[int, int, int]) -> "Tensor":
    """The rows of a film, which stand last, as latents (1, c, f, h, w) of a `shape` (f, h, w)."""
    deep, high, wide = pipe.patch_size
    count = shape[0] // deep, shape[1] // high, shape[2] // wide
    film = rows[-count[0] * count[1] * count[2] :]
    laid = film.reshape(1, *count, pipe.vae_latent_channels, deep, high, wide)
    return laid.permute(0, 4, 1, 5, 2, 6, 3, 7).reshape(1, -1, *shape)
