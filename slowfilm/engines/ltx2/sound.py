"""A draft's sound: what performers said, as it was recorded, or what the model made."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from slowfilm.engines.base import Request, become
from slowfilm.engines.failures import finite
from slowfilm.engines.lines import timed
from slowfilm.engines.ltx2.mel import mel
from slowfilm.engines.shared.loudness import RATE, Samples, limited
from slowfilm.engines.shared.sounds import conformed, heard_of, resampled
from slowfilm.media.frames import samples_for

if TYPE_CHECKING:
    from torch import Tensor


@dataclass
class Voices:
    """What is kept of performers: samples (2, n) as long as the shot, each as it was recorded.

    `spoken` says who speaks when; `became` what came of each input, by tag.
    """

    samples: Samples
    spoken: list[dict[str, Any]] = field(default_factory=list)
    became: dict[str, dict[str, Any]] = field(default_factory=dict)


def voices(request: Request) -> Voices | None:
    """Lines by their takes, at their times, then other kept voices, one after another.

    None where nobody is heard. Raises MediaError for what can't be read.
    """
    speech = Voices(np.zeros((2, samples_for(request.frames, request.rate)), np.float32))
    at = _lines(request, speech)
    takes = {line.digest for line in request.lines if line.take}
    for item in request.inputs:
        if item.role != "kept-voice" or item.kind == "picture":
            continue
        how = "used" if item.kind == "sound" else "converted"
        if item.digest and item.digest in takes:
            speech.became[item.tag] = become(item, how, "line")  # type: ignore[arg-type]
            continue
        sound = heard_of(item.path, item.span, speech.samples.shape[1])
        if at >= speech.samples.shape[1]:
            speech.became[item.tag] = become(item, "ignored", "no-room")
        elif not sound.any():
            speech.became[item.tag] = become(item, "ignored", "silent")
        else:
            at = _laid(speech, sound, at, item.character)
            speech.became[item.tag] = become(item, how, "voice-kept")  # type: ignore[arg-type]
    return speech if speech.samples.any() else None


def _lines(request: Request, speech: Voices) -> int:
    """Lay the takes of lines; the sample at which the last has ended."""
    at = 0
    frames = timed(request.lines, request.rate, request.frames)
    for line, (first, stop) in zip(request.lines, frames, strict=True):
        if line.take is None or stop <= first:
            continue
        start = samples_for(first, request.rate)
        at = _laid(
            speech, heard_of(line.take, line.span, speech.samples.shape[1]), start, line.character
        )
    return at


def _laid(speech: Voices, sound: Samples, at: int, character: str) -> int:
    """Lay one voice at a sample, unchanged; where it ends."""
    fits = sound[:, : speech.samples.shape[1] - at]
    speech.samples[:, at : at + fits.shape[1]] += fits
    stop = at + int(fits.shape[1])
    speech.spoken.append({"character": character, "start": at / RATE, "stop": stop / RATE})
    return stop


def heard(pipe: Any, samples: Samples, length: int) -> "Tensor":
    """Samples (2, n) at 48 kHz as latents (1, c, length, bins), as the audio VAE encodes them."""
    import torch

    config = pipe.audio_vae.config
    every = pipe.audio_vae_temporal_compression_ratio
    count = every * (length - 1) + 1  # mel frames
    low = conformed(
        resampled(samples, RATE, config.sample_rate), (count - 1) * config.mel_hop_length
    )
    spectrogram = mel(
        torch.from_numpy(low), config.sample_rate, config.mel_hop_length, config.mel_bins
    )
    batch = spectrogram[None].to(pipe._execution_device, pipe.audio_vae.dtype)
    latents: Tensor = pipe.audio_vae.encode(batch).latent_dist.mode()
    return latents


def made(pipe: Any, latents: "Tensor", request: Request) -> Samples:
    """What the model made, (2, n) at 48 kHz, exactly as long as the shot. Raises Failed."""
    spectrum = pipe.audio_vae.decode(latents.to(pipe.audio_vae.dtype), return_dict=False)[0]
    wave = pipe.vocoder(spectrum)[0].float().cpu().numpy()
    finite(wave)
    sound = resampled(np.clip(wave, -1, 1), pipe.vocoder.config.output_sampling_rate, RATE)
    return limited(conformed(sound, samples_for(request.frames, request.rate)))
