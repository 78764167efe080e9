"""The animatic's sound: voice over ambience over music, ducked, faded and held to a level."""

import numpy as np

from slowfilm.engines.base import Input, Request
from slowfilm.engines.lines import timed
from slowfilm.engines.shared.loudness import RATE, Samples, levelled, limited
from slowfilm.engines.shared.sounds import continued, faded, heard_of
from slowfilm.media.frames import samples_for

LEVEL = -18.0  # LUFS of the whole
_LEVELS = {"voice": -19.0, "ambience": -29.0, "music": -26.0}
_DUCKED = {"ambience": 0.55, "music": 0.35}  # what is left of them under a voice
_LEAD, _PAUSE = 0.4, 0.5  # seconds before the first voice, and between two


def mix(request: Request) -> tuple[Samples | None, set[str]]:
    """Mix the request's sounds and the takes of its lines to its exact length; None without any.

    Also returns the tags of what is heard. A clip in a sound's role gives its sound only.
    """
    cited = [item for item in request.inputs if item.role in _LEVELS and item.kind != "picture"]
    if not cited and not any(line.take for line in request.lines):
        return None, set()
    length = samples_for(request.frames, request.rate)
    voice, heard = _voices([i for i in cited if i.role == "voice"], length)
    voice = voice + _spoken(request, length)
    under = np.zeros((2, length), np.float32)
    presence = _presence(voice)
    for item in cited:
        if item.role != "voice":
            bed = _bed(item, length)
            under += bed * (1 - presence * np.float32(1 - _DUCKED[item.role]))
            heard |= {item.tag} if bed.any() else set()
    whole = levelled(faded(voice + under, 0.08, 0.5), LEVEL)
    return limited(whole), heard


def _spoken(request: Request, length: int) -> Samples:
    """Lay the takes of the lines, each at its time; one cut by the shot's end is heard as far."""
    laid = np.zeros((2, length), np.float32)
    frames = timed(request.lines, request.rate, request.frames)
    for line, (first, stop) in zip(request.lines, frames, strict=True):
        if line.take is None or first == stop:
            continue
        at, end = (samples_for(frame, request.rate) for frame in (first, stop))
        take = heard_of(line.take, line.span, end - at)
        voice = faded(levelled(take, _LEVELS["voice"]), 0.01, 0.04)
        laid[:, at : at + voice.shape[1]] += voice
    return laid


def _voices(items: list[Input], length: int) -> tuple[Samples, set[str]]:
    """Lay the voices one after another; those that find no room are not heard."""
    laid, heard = np.zeros((2, length), np.float32), set()
    at = round(_LEAD * RATE)
    for item in items:
        voice = faded(
            levelled(heard_of(item.path, item.span, length), _LEVELS["voice"]), 0.01, 0.04
        )
        # A voice that fills the shot begins with it rather than losing its end.
        if len(items) == 1 and voice.shape[1] > length - at:
            at = max(0, length - voice.shape[1])
        room = laid[:, at : at + voice.shape[1]]
        room += voice[:, : room.shape[1]]
        heard |= {item.tag} if room.size and room.any() else set()
        at += voice.shape[1] + round(_PAUSE * RATE)
    return laid, heard


def _bed(item: Input, length: int) -> Samples:
    """An ambience goes on as long as the shot; music is heard once and let go."""
    sound = levelled(heard_of(item.path, item.span, length), _LEVELS[item.role])
    if item.role == "ambience":
        sound = continued(sound, length)
    bed = np.zeros((2, length), np.float32)
    bed[:, : sound.shape[1]] = faded(sound, 0.3, 0.8)
    return bed


def _presence(voice: Samples) -> Samples:
    """Where a voice is, 0..1: quickly there, slowly gone, so that ducking is not heard itself."""
    step = RATE // 100
    peaks = np.abs(voice).max(axis=0)
    blocks = peaks[: peaks.size // step * step].reshape(-1, step).max(axis=1)
    level, levels = 0.0, []
    for spoken in blocks > 0.01:
        level += (float(spoken) - level) * (0.2 if spoken else 0.03)
        levels.append(level)
    places = (np.arange(len(levels)) + 0.5) * step
    presence = np.interp(np.arange(voice.shape[1]), places, levels) if levels else 0 * peaks
    return np.asarray(presence, np.float32)
