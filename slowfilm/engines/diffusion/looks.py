"""A moving look at latents: a few small frames, by a linear map from latents to colours.

The map is learnt from the model itself: a chart of colours is encoded once, and the least
squares between its latents and its colours are kept. A decode would take as long as a step.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

FRAMES = 8  # of a look
SIDE = 320  # pixels of its long side
CHART = 256  # pixels of the chart's sides
FIRM = 1e-2  # how much the least squares are held back where a chart has few points


class Looks:
    """Latents (1, c, f, h, w), as the pipeline steps through them, to colours."""

    def __init__(self, encode: "Callable[[Tensor], Tensor]") -> None:
        """`encode` takes a picture (1, 3, 1, h, w), −1…1, and gives its latents as the pipeline
        has them."""
        import torch

        chart = torch.from_numpy(_chart())
        latents = encode((chart * 2 - 1).permute(2, 0, 1)[None, :, None])
        channels, high, wide = latents.shape[1], latents.shape[3], latents.shape[4]
        small = chart.reshape(high, CHART // high, wide, CHART // wide, 3).mean((1, 3))
        samples = latents[0, :, 0].float().cpu().permute(1, 2, 0).reshape(-1, channels)
        samples = torch.cat([samples, torch.ones(len(samples), 1)], 1).double()
        hold = FIRM * len(samples) * torch.eye(channels + 1, dtype=torch.double)
        self.map = torch.linalg.solve(
            samples.T @ samples + hold, samples.T @ small.reshape(-1, 3).double()
        )

    def __call__(self, latents: "Tensor") -> "NDArray[np.uint8]":
        """A look: uint8 (n, h, w, 3), n at most FRAMES."""
        import torch

        count = latents.shape[2]
        chosen = sorted({round(n) for n in np.linspace(0, count - 1, min(FRAMES, count))})
        few = latents[0, :, chosen].permute(1, 2, 3, 0)
        colours = self.map.to(few.device, torch.float32)
        preview = (few.float() @ colours[:-1] + colours[-1]).nan_to_num().clamp(0, 1)
        large = max(1, SIDE // max(preview.shape[1:3]))
        whole = (preview * 255).round().to(torch.uint8).cpu().numpy()
        picture: Any = whole.repeat(large, axis=1).repeat(large, axis=2)
        return np.asarray(picture, np.uint8)


def _chart() -> NDArray[np.float32]:
    """Patches of every colour and size, (CHART, CHART, 3), 0…1."""
    draw = np.random.default_rng(0)
    parts = [draw.random((side, side, 3), np.float32) for side in (4, 8, 16)]
    grey = np.linspace(0, 1, 8, dtype=np.float32)
    parts.append(np.broadcast_to(np.sort(grey)[:, None, None], (8, 8, 3)))
    half = CHART // 2
    chart = np.zeros((CHART, CHART, 3), np.float32)
    for number, part in enumerate(parts):
        top, left = half * (number // 2), half * (number % 2)
        repeat = half // part.shape[0]
        chart[top : top + half, left : left + half] = part.repeat(repeat, 0).repeat(repeat, 1)
    return chart
