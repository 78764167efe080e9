"""A look at a draft under way, as a small file for the pages."""

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 640  # pixels, of its long side
QUALITY = 80
LASTS = 4.5  # seconds a moving look plays before it rests: what moves on for 5 must have a button


def saved(picture: "NDArray[np.uint8]", seconds: float, folder: Path) -> tuple[Path, str]:
    """Write a still (h, w, 3) as JPEG, or n pictures (n, h, w, 3) as WebP that moves.

    They last as long as the shot, `seconds`, a few times over. Returns the file and its type.
    """
    pictures = picture[None] if picture.ndim == 3 else picture
    looks = [Image.fromarray(array) for array in pictures]
    for look in looks:
        look.thumbnail((SIDE, SIDE))
    if len(looks) == 1:
        looks[0].save(folder / "look.jpg", quality=QUALITY)
        return folder / "look.jpg", "image/jpeg"
    lasts = min(max(seconds, 0.1), LASTS)
    looks[0].save(
        folder / "look.webp",
        save_all=True,
        append_images=looks[1:],
        duration=round(1000 * lasts / len(looks)),
        loop=max(1, int(LASTS / lasts)),
        quality=QUALITY,
        method=0,
    )
    return folder / "look.webp", "image/webp"
