"""The mel spectrogram that LTX-2's audio VAE reads, and back from its latents' length.

Found by trial: 16 kHz, a periodic Hann window, n_fft = win = 1024, hop 160, magnitude, Slaney's
scale and norm, log(clamp 1e-5).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

WINDOW = 1024
FLOOR = 1e-5
# Slaney's scale: even steps up to 1 kHz, then 27 steps to each factor of 6.4.
_EVEN, _BREAK, _STEP = 200 / 3, 1000.0, np.log(6.4) / 27


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _BREAK / _EVEN + np.log(np.maximum(hertz, _BREAK) / _BREAK) / _STEP
    return np.where(hertz < _BREAK, hertz / _EVEN, above)


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _BREAK / _EVEN
    return np.where(
        mel < knee, mel * _EVEN, _BREAK * np.exp(_STEP * (np.maximum(mel, knee) - knee))
    )


def filterbank(rate: int, bins: int) -> NDArray[np.float32]:
    """Weights (WINDOW / 2 + 1, bins): triangles of equal area, even on Slaney's scale."""
    lines = np.linspace(0, rate / 2, WINDOW // 2 + 1)
    top = _mel(np.array([rate / 2]))[0]
    corners = _hertz(np.linspace(0, top, bins + 2))
    slopes = corners[None, :] - lines[:, None]
    widths = np.diff(corners)
    down, up = -slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]
    triangles = np.maximum(0, np.minimum(down, up))
    return np.asarray(triangles * (2 / (corners[2:] - corners[:-2])), np.float32)


def mel(samples: "Tensor", rate: int, hop: int, bins: int) -> "Tensor":
    """Log mel (channels, n // hop + 1, bins) of samples (channels, n), full scale ±1."""
    import torch

    window = torch.hann_window(WINDOW, periodic=True, device=samples.device)
    lines = torch.stft(
        samples.float(),
        WINDOW,
        hop,
        WINDOW,
        window,
        center=True,
        pad_mode="reflect",
        return_complex=True,
    ).abs()
    bank = torch.from_numpy(filterbank(rate, bins)).to(samples.device)
    spectrum: Tensor = (lines.transpose(1, 2) @ bank).clamp(min=FLOOR).log()
    return spectrum
