"""Light as ASC CDL: slope, offset and power of each colour, fitted to the neutral axis. Pure."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from slowfilm.light.grade import Grade

SAMPLES = [i / 64 for i in range(65)]
FLATTEST, STEEPEST = math.log(0.1), math.log(10.0)  # of the power
HALVINGS = 40
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Fit:
    """One colour: out = (in · slope + offset)^power, and by how much that misses at most."""

    slope: float
    offset: float
    power: float
    miss: float  # of a code from 0 to 1


def fitted(grade: Grade) -> list[Fit]:
    """For red, green and blue."""
    out = [grade.of((code, code, code)) for code in SAMPLES]
    return [_fit([colour[channel] for colour in out]) for channel in range(3)]


def _fit(targets: list[float]) -> Fit:
    """The power by golden section, slope and offset for each by least squares."""
    low, high = FLATTEST, STEEPEST
    for _ in range(HALVINGS):
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _squares(targets, a) <= _squares(targets, b):
            high = b
        else:
            low = a
    power = math.exp((low + high) / 2)
    slope, offset = _line(targets, power)
    values = [_made(code, slope, offset, power) for code in SAMPLES]
    miss = max(abs(a - b) for a, b in zip(values, targets, strict=True))
    return Fit(slope, offset, power, miss)


def _squares(targets: list[float], log_power: float) -> float:
    power = math.exp(log_power)
    slope, offset = _line(targets, power)
    values = (_made(code, slope, offset, power) for code in SAMPLES)
    return sum((a - b) ** 2 for a, b in zip(values, targets, strict=True))


def _line(targets: list[float], power: float) -> tuple[float, float]:
    """Slope and offset before the power; what is black or clipped says nothing of them."""
    samples = [(x, y ** (1 / power)) for x, y in zip(SAMPLES, targets, strict=True) if 0 < y < 1]
    if len(samples) < 2:
        return 1.0, 0.0
    # A miss counts as it is seen: by the power's slope there.
    weights = [(power * y ** (power - 1)) ** 2 for _x, y in samples]
    whole = sum(weights)
    mean_x = sum(w * x for w, (x, _y) in zip(weights, samples, strict=True)) / whole
    mean_y = sum(w * y for w, (_x, y) in zip(weights, samples, strict=True)) / whole
    rise = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, samples, strict=True))
    wide = sum(w * (x - mean_x) ** 2 for w, (x, _y) in zip(weights, samples, strict=True))
    slope = max(rise / wide, 0.0)  # a slope below nothing is not allowed
    return slope, mean_y - slope * mean_x


def _made(code: float, slope: float, offset: float, power: float) -> float:
    return float(min(max(code * slope + offset, 0.0), 1.0) ** power)


def written(fits: list[Fit], name: str, remarks: tuple[str, ...]) -> str:
    """A ColorCorrectionCollection of one correction, as other programs read it (.ccc)."""
    by_tag = {
        tag: " ".join(f"{getattr(fit, tag.lower()):.6f}" for fit in fits)
        for tag in ("Slope", "Offset", "Power")
    }
    sop = "".join(f"      <{tag}>{numbers}</{tag}>\n" for tag, numbers in by_tag.items())
    notes = "".join(f"    <Description>{escape(remark)}</Description>\n" for remark in remarks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ColorCorrectionCollection xmlns="urn:ASC:CDL:v1.01">\n'
        f"  <ColorCorrection id={quoteattr(name)}>\n{notes}    <SOPNode>\n{sop}    </SOPNode>\n"
        "    <SatNode>\n      <Saturation>1</Saturation>\n    </SatNode>\n"
        "  </ColorCorrection>\n</ColorCorrectionCollection>\n"
    )
