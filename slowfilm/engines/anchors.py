"""How close a draft came to what it was to keep: stills at their frames, pixels, motion, a voice.

Measured on the finished master against what was cited, in 8-bit display codes, by whoever runs an
engine and not by the engine. Each row is plain JSON:

- met (keyframe, first-frame, last-frame): `frame`, `max`, `mean` (codes), `ssim`
- verbatim: the same over sampled frames, and `drift` (frames by which the draft is late); where
  light may cross it, `structure` (-1…1), which is blind to brightness and contrast, is judged
- driving: `drift` and `likeness` (-1…1) of how much moves from frame to frame; where a face is seen
  in both, `face` with `drift`, `apart` and `seen` of its landmarks (landmarks.py)
- kept-voice: `offset` (seconds), `gain` (dB), `likeness` (-1…1) where they agree best

`holds` says whether an anchor is kept; None where that can't be said of pixels or motion.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from slowfilm.engines.base import Failed, Input, Request, Size
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.shared.light import to_codes
from slowfilm.engines.shared.loudness import RATE
from slowfilm.engines.shared.sounds import heard_of
from slowfilm.media.clip import open_clip
from slowfilm.media.colour import fit
from slowfilm.media.errors import MediaError
from slowfilm.media.master import PIXELS
from slowfilm.media.picture_file import open_still
from slowfilm.media.still import upright

MET = ("keyframe", "first-frame", "last-frame")
ANCHORS = (*MET, "verbatim", "driving", "kept-voice")
SMALL: Size = (64, 36)  # pixels in which frames are matched
SAMPLES = 12  # frames that are compared whole
FACES = 480  # pixels in which faces are looked for
FARTHEST = 24  # frames of drift that are looked for
MEAN, SSIM, ALIKE = 3.0, 0.9, 0.5  # codes, likeness: within these an anchor holds
DOWN = 6  # of the sound's rate: 8 kHz tell voices apart
BLOCK = 8  # pixels a side of what SSIM compares

Rgb = NDArray[np.uint8]
Floats = NDArray[np.float32]


def anchored(request: Request) -> list[Input]:
    """What of a request a draft must keep or pass through."""
    return [
        item
        for item in request.inputs
        if (item.role in MET and item.kind == "picture")
        or (item.role in ("verbatim", "driving") and item.kind == "video")
        or (item.role == "kept-voice" and item.kind != "picture")
    ]


def measured(request: Request, master: Path, *, placed: bool = False) -> list[dict[str, Any]]:
    """A row for each of `anchored`; one that can't be read has `error`.

    `placed`: the engine sets people into another picture, so that pixels do not lie where they lay.
    """
    inputs = anchored(request)
    if not inputs:
        return []
    whole = _Whole(request, master, inputs)
    return [_measured(item, whole, placed) for item in inputs]


class _Whole:
    """The draft: its frames that are compared, all frames small, and its sound when first asked."""

    def __init__(self, request: Request, master: Path, inputs: list[Input]) -> None:
        self.request, self.master = request, master
        self.size = request.width, request.height
        last = request.frames - 1
        self.met = {item.tag: _at(item, last) for item in inputs if item.role in MET}
        count = min(SAMPLES, request.frames)
        self.samples = sorted({int((i + 0.5) * request.frames / count) for i in range(count)})
        indexes = set(self.met.values())
        indexes |= set(self.samples) if any(item.role == "verbatim" for item in inputs) else set()
        moving = any(item.role in ("verbatim", "driving") for item in inputs)
        self.frames: dict[int, Rgb] = {}
        small = []
        for index, frame in enumerate(_decoded(master)):
            if index in indexes:
                self.frames[index] = frame
            if moving:
                small.append(_small(frame))
            elif len(self.frames) == len(indexes):
                break
        self.small = np.array(small, np.float32)


def _at(item: Input, last: int) -> int:
    return {"first-frame": 0, "last-frame": last}.get(item.role, min(item.frame or 0, last))


def _decoded(path: Path) -> Iterator[Rgb]:
    with open_clip(path) as container:
        for frame in container.decode(container.streams.video[0]):
            codes: Any = frame.to_ndarray(format=PIXELS)  # of 10 bits
            yield (codes >> 2).astype(np.uint8)


def _small(frame: Rgb) -> Floats:
    image = Image.fromarray(frame).convert("L").resize(SMALL, Image.Resampling.BOX)
    return np.asarray(image, np.float32)


def _measured(item: Input, whole: _Whole, placed: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"tag": item.tag.removeprefix("@"), "role": item.role, "holds": None}
    try:
        if item.role in MET:
            return row | _met(item, whole)
        if item.role == "kept-voice":
            return row | _voice(item, whole)
        return (
            row
            | (_verbatim(item, whole, placed) if item.role == "verbatim" else {})
            | (_driving(item, whole) if item.role == "driving" else {})
        )
    except (MediaError, OSError, ValueError) as error:
        return row | {"error": getattr(error, "code", "unreadable")}


def _met(item: Input, whole: _Whole) -> dict[str, Any]:
    frame = whole.met[item.tag]
    if frame not in whole.frames:
        raise MediaError("truncated")
    with open_still(item.path) as file:
        still = upright(file, 2 * max(whole.size)).convert("RGB")
    fitted = np.asarray(ImageOps.fit(still, whole.size, Image.Resampling.LANCZOS))
    return {"frame": frame} | _apart([(whole.frames[frame], fitted)])


def _verbatim(item: Input, whole: _Whole, placed: bool) -> dict[str, Any]:
    if placed:
        return {"placed": True}
    ours, originals = whole.small, _thumbnails(item, whole)
    drift = _drift(ours, originals)
    pairs = []
    with closing(Clip(item.path, whole.size, whole.request.rate, item.span)) as clip:
        for index in whole.samples:
            if index in whole.frames and 0 <= index - drift < clip.length:
                codes = to_codes(clip.at(index - drift)) >> 2
                pairs.append((whole.frames[index], codes.astype(np.uint8)))
    if not pairs:
        raise MediaError("truncated")
    measures = _apart(pairs)
    if item.light_crosses:
        measures["structure"] = _structure(pairs)
        alike = measures["structure"] >= SSIM
    else:
        alike = measures["mean"] <= MEAN and measures["ssim"] >= SSIM
    return {"drift": drift, **measures, "holds": drift == 0 and alike}


def _driving(item: Input, whole: _Whole) -> dict[str, Any]:
    measures = _moved(item, whole)
    face = _faces(item, whole)
    return measures | ({"face": face} if face else {})


def _moved(item: Input, whole: _Whole) -> dict[str, Any]:
    ours, originals = (_motion(frames) for frames in (whole.small, _thumbnails(item, whole)))
    if min(len(ours), len(originals)) < 3 or not ours.any() or not originals.any():
        return {"drift": 0, "likeness": 0.0}
    likeness, drift = max(
        ((_alike(*_pair(ours, originals, d)), d) for d in _drifts(len(ours), len(originals))),
        key=lambda pair: (round(pair[0], 3), -abs(pair[1])),
    )
    return {"drift": drift, "likeness": round(likeness, 3)}


def _faces(item: Input, whole: _Whole) -> dict[str, Any] | None:
    """What the landmarks of both faces say; None where none is seen, or nothing here can."""
    try:
        from slowfilm.engines import landmarks
    except ImportError:  # the libraries are of workers that have them
        return None
    size = fit(*whole.size, FACES)
    with closing(Clip(item.path, size, whole.request.rate, item.span)) as clip:
        count = min(clip.length, landmarks.LONGEST)
        originals = [(to_codes(clip.at(i)) >> 2).astype(np.uint8) for i in range(count)]
    ours = (
        np.asarray(Image.fromarray(frame).resize(size, Image.Resampling.BOX))
        for frame in _decoded(whole.master)
    )
    try:
        return landmarks.compared(landmarks.course(ours), landmarks.course(originals), FARTHEST)
    except Failed:
        return None


def _thumbnails(item: Input, whole: _Whole) -> Floats:
    """Every frame of a cited clip over its span, small, at the draft's rate."""
    with closing(Clip(item.path, SMALL, whole.request.rate, item.span)) as clip:
        count = min(clip.length, whole.request.frames + FARTHEST)
        weights = np.array([0.299, 0.587, 0.114], np.float32)  # as a picture becomes grey
        return np.array([(to_codes(clip.at(i)) / 4) @ weights for i in range(count)], np.float32)


def _motion(small: Floats) -> Floats:
    moved: Floats = np.abs(np.diff(small, axis=0)).mean(axis=(1, 2))
    return moved


def _drifts(ours: int, source_length: int) -> list[int]:
    """Drifts by which at least half of the shorter one lies beside the other, the least first."""
    least = min(ours, source_length) / 2
    whole = sorted(range(-FARTHEST, FARTHEST + 1), key=abs)
    return [d for d in whole if min(ours, source_length + d) - max(0, d) >= least]


def _pair(ours: Floats, original: Floats, drift: int) -> tuple[Floats, Floats]:
    """What lies beside what, where ours is late by `drift`."""
    first, last = max(0, drift), min(len(ours), len(original) + drift)
    return ours[first:last], original[first - drift : last - drift]


def _drift(ours: Floats, original: Floats) -> int:
    """By how many frames ours is late, the least that fits as well as any."""
    costs = {
        d: float(np.abs(np.subtract(*_pair(ours, original, d))).mean())
        for d in _drifts(len(ours), len(original))
    }
    best = min(costs.values(), default=0.0)
    return next((d for d, cost in costs.items() if cost <= best * 1.02 + 0.02), 0)


def _apart(pairs: list[tuple[Rgb, Rgb]]) -> dict[str, float]:
    """The largest and the mean difference in codes, and the mean SSIM of the luma."""
    largest, mean, like = 0, 0.0, 0.0
    for first, other in pairs:
        apart = np.abs(first.astype(np.int16) - other)
        largest = max(largest, int(apart.max()))
        mean += float(apart.mean()) / len(pairs)
        like += _ssim(_luma(first), _luma(other)) / len(pairs)
    return {"max": largest, "mean": round(mean, 3), "ssim": round(like, 4)}


def _structure(pairs: list[tuple[Rgb, Rgb]]) -> float:
    """How alike the blocks of pictures are in all but brightness and contrast, from -1 to 1.

    SSIM's third part, weighted by how much there is to see in a block: in an even one, noise.
    """
    like = []
    for first, other in pairs:
        a, b = _blocks(_luma(first)), _blocks(_luma(other))
        spread = np.sqrt(a.var(axis=1) * b.var(axis=1))
        both = ((a - a.mean(axis=1)[:, None]) * (b - b.mean(axis=1)[:, None])).mean(axis=1)
        c3 = (0.03 * 255) ** 2 / 2
        weight = spread + 1
        like.append(float((weight * (both + c3) / (spread + c3)).sum() / weight.sum()))
    return round(sum(like) / len(like), 4)


def _luma(rgb: Rgb) -> Floats:
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)


def _ssim(first: Floats, other: Floats) -> float:
    """Structural similarity over blocks that do not overlap, from -1 to 1 (Wang, 2004)."""
    a, b = _blocks(first), _blocks(other)
    mean_a, mean_b = a.mean(axis=1), b.mean(axis=1)
    spread_a, spread_b = a.var(axis=1), b.var(axis=1)
    both = ((a - mean_a[:, None]) * (b - mean_b[:, None])).mean(axis=1)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    bright = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    shape = (2 * both + c2) / (spread_a + spread_b + c2)
    return float((bright * shape).mean())


def _blocks(luma: Floats) -> Floats:
    """(blocks, pixels in each)."""
    rows, columns = (side // BLOCK for side in luma.shape)
    cut = luma[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, -1)


def _alike(a: Floats, b: Floats) -> float:
    """How two courses go together, from -1 to 1."""
    a, b = a - a.mean(), b - b.mean()
    long = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / long if long > 1e-9 else 0.0


def _voice(item: Input, whole: _Whole) -> dict[str, Any]:
    most = round(float(whole.request.seconds) * RATE)
    speech = _mono(heard_of(item.path, item.span, most))
    heard = _mono(heard_of(whole.master, None, most))
    if not len(speech) or not speech.any() or not heard.any():
        return {"offset": 0.0, "gain": None, "likeness": 0.0, "holds": False}
    size = 1 << (len(speech) + len(heard)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(speech, size))
    match = np.fft.irfft(product, size)
    at = int(np.argmax(match))
    lag = at - size if at > size // 2 else at
    ours, source = heard[max(0, lag) :], speech[max(0, -lag) :]
    length = min(len(ours), len(source))
    ours, source = ours[:length], source[:length]
    together, power = float(ours @ source), float(source @ source)
    likeness = together / float(np.linalg.norm(ours) * np.linalg.norm(source) + 1e-12)
    gain = together / (power + 1e-12)
    return {
        "offset": round(lag * DOWN / RATE, 4),
        "gain": round(20 * float(np.log10(gain)), 2) if gain > 0 else None,
        "likeness": round(likeness, 3),
        "holds": likeness >= ALIKE,
    }


def _mono(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """One channel at a sixth of the rate: each sample the mean of six."""
    count = samples.shape[1] // DOWN
    mono: NDArray[np.float64] = (
        samples[:, : count * DOWN].mean(axis=0).reshape(count, DOWN).mean(axis=1, dtype=np.float64)
    )
    return mono
