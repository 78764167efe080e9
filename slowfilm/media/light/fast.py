"""The same light by fewer steps, for the pass: within a tenth of a 10-bit code of `Look.exact`.

A curve is read from a table so fine that its nearest entry will do, and the table holds the factor
of a code itself. What a key's lamps and painted light add is worked out once while it stands still.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from slowfilm import curves
from slowfilm.media.light.planes import BLUE, GREEN, RED, Planes
from slowfilm.media.light.tone import LINEAR, LUMA, Floats, Tone

FINER = 16  # entries between two of a curve's samples
STEPS = (curves.SAMPLES - 1) * FINER
PER_STOP = np.float32(STEPS / (curves.HIGHEST - curves.LOWEST))
LN2 = np.float32(np.log(2))
TO_CODE = np.float32(np.log(2) / 2.4)
TINY = np.float32(1e-30)
PER_E = np.float32(PER_STOP / LN2)
ZERO = np.float32(-np.log(curves.GREY) * PER_E - curves.LOWEST * PER_STOP + 0.5)


def _places() -> Floats:
    """Of each 10-bit code: where its stops lie in the fine table, not held within it."""
    linear = np.maximum(LINEAR, TINY)
    return np.asarray(np.log(linear) * PER_E + ZERO, np.float32)


PLACES = _places()
OF_LUMA = [np.asarray(LINEAR * part, np.float32) for part in LUMA]


@dataclass(frozen=True)
class Gains:
    """What lamps, painted light and exposure add in some rows: stops, and factors of codes."""

    alike: Floats
    warm: Floats | None
    factors: tuple[Floats, Floats, Floats]  # of red, green, blue

    @classmethod
    def of(cls, alike: Floats, warm: Floats | None) -> "Gains":
        """From stops for all colours, and those that red has more and blue has less."""
        whole = np.exp(alike * TO_CODE)
        if warm is None:
            return cls(alike, None, (whole, whole, whole))
        more = np.exp(warm * TO_CODE)
        return cls(alike, warm, (whole * more, whole, whole / more))

    def stops(self, place: int) -> Floats:
        """For red (0), green, blue."""
        if self.warm is None or place == 1:
            return self.alike
        return self.alike + self.warm if place == 0 else self.alike - self.warm


def tables(tones: list[tuple[Tone, float]]) -> list[Floats | None] | None:
    """What codes are multiplied by, at each place of the fine table: one for luma, or three.

    Empty where no curve moves anything; None where a table can't tell: tones of both modes, hues.
    """
    moving = [(tone, share) for tone, share in tones if not tone.straight]
    if not moving:
        return []
    luma = moving[0][0].luma
    for tone, _share in moving:
        qualifier = tone.light["qualifier"] or {}
        chosen = qualifier.get("tone") or qualifier.get("hue")
        if tone.luma != luma or (chosen and not luma):
            return None
        if len(moving) > 1 and (qualifier.get("hue") or qualifier.get("mask")):
            return None
    return [_table(moving, channel) for channel in range(1 if luma else 3)]


def hue_of(tones: list[tuple[Tone, float]]) -> tuple[float, float, float] | None:
    """The hue that the only curve concerns: middle, spread, softness in degrees."""
    for tone, _share in tones:
        if not tone.straight and (qualifier := tone.light["qualifier"]) and qualifier["hue"]:
            centre, spread, soft = qualifier["hue"]
            return centre, spread, soft
    return None


def mask_of(tones: list[tuple[Tone, float]]) -> dict[str, Any] | None:
    """How the only curve is kept on people or off them."""
    return next((tone.mask for tone, _share in tones if tone.mask), None)


def _table(moving: list[tuple[Tone, float]], channel: int) -> Floats | None:
    parts = [
        curve * np.float32(share)
        for tone, share in moving
        if (curve := tone.fine(STEPS)[channel]) is not None
    ]
    if not parts:
        return None
    return np.asarray(np.exp(sum(parts) * TO_CODE), np.float32)


def lit(
    lookups: list[Floats | None],
    hue: tuple[float, float, float] | None,
    gains: Gains,
    rgb: list[Any],
    people: Any = None,
) -> list[Floats]:
    """The codes of red, green and blue of some rows, lit, not clamped. `lookups` are `tables`.

    `rgb`: three of uint16 (rows, columns), 10-bit codes; float32 of the same shape comes back.
    `people` (rows, columns), 0 to 1: how much of the curve there is at each pixel, where it is kept
    on or off people.
    """
    if not lookups:
        return [plane * by for plane, by in zip(rgb, gains.factors, strict=True)]
    if len(lookups) == 1:
        assert lookups[0] is not None
        by = _at(lookups[0], _luma_places(rgb, gains))
        if hue is not None:  # the factor to the power of how much the hue is meant
            _to_the_power(by, _hue_weight(hue, rgb, gains))
        if people is not None:
            _to_the_power(by, people)
        return [plane * part * by for plane, part in zip(rgb, gains.factors, strict=True)]
    channels = []
    for place, (codes, table) in enumerate(zip(rgb, lookups, strict=True)):
        channel = codes * gains.factors[place]
        if table is not None:
            at = gains.stops(place) * PER_STOP
            at += np.take(PLACES, codes, mode="clip")
            by = _at(table, at)
            if people is not None:
                _to_the_power(by, people)
            channel *= by
        channels.append(channel)
    return channels


def _to_the_power(factors: Floats, weight: Any) -> None:
    """In place: factors of codes, as much of them as is meant."""
    np.log(factors, out=factors)
    factors *= weight
    np.exp(factors, out=factors)


def _luma_places(rgb: list[Any], gains: Gains) -> Floats:
    parts = [np.take(table, codes, mode="clip") for table, codes in zip(OF_LUMA, rgb, strict=True)]
    if gains.warm is not None:
        more = np.exp(gains.warm * LN2)
        parts[0] *= more
        parts[2] /= more
    at: Floats = parts[0]
    at += parts[1]
    at += parts[2]
    np.maximum(at, TINY, out=at)
    np.log(at, out=at)
    at *= PER_E
    at += ZERO
    at += gains.alike * PER_STOP
    return at


def _at(table: Floats, places: Floats) -> Floats:
    """The entries nearest to these places."""
    np.clip(places, 0, STEPS, out=places)
    values: Floats = np.take(table, places.astype(np.int32), mode="clip")
    return values


def planes_in(planes: Planes, band: slice) -> list[Any]:
    """Red, green, blue of some rows of `planes`: views of (rows, columns), 10-bit codes."""
    return [planes[place, band] for place in (RED, GREEN, BLUE)]


def _hue_weight(hue: tuple[float, float, float], rgb: list[Any], gains: Gains) -> Floats:
    """As tone.py says it, without branches. What adds light alike changes no hue."""
    centre, spread, soft = (np.float32(part / 60) for part in hue)
    red, green, blue = (np.take(LINEAR, codes, mode="clip") for codes in rgb)
    if gains.warm is not None:
        more = np.exp(gains.warm * LN2)
        red *= more
        blue /= more
    most = np.maximum(np.maximum(red, green), blue)
    wide = most - np.minimum(np.minimum(red, green), blue)
    is_red = most == red
    is_green = (most == green) & ~is_red
    far = (red - green) + wide * np.float32(4)
    far *= ~(is_red | is_green)
    far += (green - blue) * is_red
    far += ((blue - red) + wide * np.float32(2)) * is_green
    far /= np.maximum(wide, np.float32(1e-12))
    far -= centre
    np.abs(far, out=far)
    np.minimum(far, np.abs(far - np.float32(6)), out=far)
    far -= spread
    far *= np.float32(1) / max(soft, np.float32(1 / 60))
    wide /= np.maximum(most, np.float32(1e-6))
    wide -= np.float32(0.02)
    wide *= np.float32(1 / 0.08)
    weight = _smooth(far)
    np.subtract(np.float32(1), weight, out=weight)
    weight *= _smooth(wide)
    return weight


def _smooth(t: Floats) -> Floats:
    """In place: from 0 to 1 without a jerk."""
    np.clip(t, 0, 1, out=t)
    weight = t * np.float32(-2)
    weight += np.float32(3)
    weight *= t
    weight *= t
    return weight
