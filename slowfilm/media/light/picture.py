"""The light of a draft at a frame, and a picture in it.

A code c is lit by g stops of gain and d stops of curve: its light c^2.4 becomes c^2.4 · 2^(g+d),
so the code becomes c · 2^((g+d)/2.4), and no power is taken of any pixel.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm import curves
from slowfilm.media.light import fast
from slowfilm.media.light.dither import Dither
from slowfilm.media.light.field import (
    COLUMNS,
    Grid,
    Lamp,
    Spread,
    Stroke,
    along,
    lamps_between,
    moved_by,
    painted,
    reached,
    rows_of,
    weight_of,
)
from slowfilm.media.light.mattes import Mattes
from slowfilm.media.light.mattes_file import EVERYBODY
from slowfilm.media.light.people import (
    Layer,
    Painted,
    There,
    masks,
    meant,
    painted_for,
    share,
)
from slowfilm.media.light.planes import BLUE, GREEN, RED, Planes
from slowfilm.media.light.tone import LINEAR, Floats, Rgb, Tone, luma_of, stops_of

BAND = 32  # rows that are worked on at once, so that they stay in the processor's cache
WHITE = 1023
CODES = np.arange(WHITE + 1, dtype=np.float32)
PER_CODE = np.float32(1 / 2.4)
THERE = np.float32(0.002)  # half a code of a matte: from here on a pixel is somebody's
WARM = 0.5  # stops that a lamp's whole warmth adds to red and takes from blue


@dataclass(frozen=True)
class Key:
    """A key as it is stored: `light` as JSON gives it, strokes in order."""

    frame: int
    how: str
    light: dict[str, Any]
    strokes: Sequence[Stroke] = ()


@dataclass
class Standing:
    """The gains of the frame before, by the first of their rows, and what they were made of."""

    now: tuple[float, list[Lamp], Grid | None] | None = None
    rows: dict[int, fast.Gains] = field(default_factory=dict)


@dataclass
class Plan:
    """All the light of a draft, whose pictures are `width` by `height` pixels.

    `spared`: light may not cross people; where they are pixels stay, without mattes everywhere.
    """

    keys: Sequence[Key]
    exposure: Sequence[Sequence[float]]
    width: int
    height: int
    mattes: Mattes | None = None
    spared: bool = False
    standing: Standing = field(default_factory=Standing)
    _grids: dict[int, Painted] = field(default_factory=dict)
    _tones: dict[int, Tone] = field(default_factory=dict)

    @cached_property
    def spread(self) -> Spread:
        """Its grid over its pixels."""
        return Spread(self.width, self.height)

    def at(self, frame: int) -> "Look":
        """The light at a frame."""
        gain = curves.exposure(self.exposure, frame)
        place = curves.place([(key.frame, key.how) for key in self.keys], frame)
        kept_off = self.mattes.frame(frame) if self.spared and self.mattes else None
        if place is None:
            return Look(self, gain, spared=kept_off)
        a, b, t = place.before, place.after, place.t
        b = a if t == 0 else b
        by = {index: self._gone(index, frame) for index in (a, b)}
        earlier, other = (moved_by(self.keys[index].light["lamps"], by[index]) for index in (a, b))
        lamps = lamps_between(earlier, other, t)
        lamps = [lamp for lamp in lamps if lamp["stops"] or lamp["warmth"]]
        tones = [(self._tone(a), 1 - t)] + ([(self._tone(b), t)] if t else [])
        plain = not any(any(offset) for offset in by.values())
        if plain and not any(self._grid(index).on for index in (a, b)):
            grid, layers = self._painted(a, b, t), []
        else:
            grid, layers = None, self._layers({a: 1 - t, b: t} if t else {a: 1}, by)
        people = self._people(frame, [self.keys[index] for index in {a, b}])
        return Look(self, gain, grid, lamps, tones, layers, people, kept_off)

    def _people(self, frame: int, keys: Sequence[Key]) -> dict[int, Grid]:
        """The grids of whoever these keys keep light on or off; empty where that is nobody."""
        masked = [mask for key in keys for mask in masks(key.light, key.strokes)]
        if not masked or not self.mattes:
            return {}
        return {who: self.mattes.frame(frame, who) for who in (EVERYBODY, *self.meant)}

    @cached_property
    def meant(self) -> list[int]:
        """The persons who are meant alone by anything of this light."""
        return meant(mask for key in self.keys for mask in masks(key.light, key.strokes))

    def _gone(self, index: int, frame: int) -> tuple[float, float]:
        """How far what a key's light follows has gone, of the picture's width and height."""
        follow = self.keys[index].light.get("follow")
        if not follow:
            return 0, 0
        if follow["to"] == "path":
            was, now = (along(follow["path"], moment) for moment in (follow["since"], frame))
        else:
            positions = [
                self.mattes.where(follow.get("person", 0), moment) if self.mattes else None
                for moment in (follow["since"], frame)
            ]
            was, now = (position or (0.0, 0.0) for position in positions)
        return now[0] - was[0], now[1] - was[1]

    def _layers(self, shares: dict[int, float], by: dict[int, tuple[float, float]]) -> list[Layer]:
        """What is painted on these keys, each where it has gone, with its share."""
        layers = []
        for index, part in shares.items():
            if on_key := self._grid(index):
                still = not any(by[index])
                moved = self.spread if still else Spread(self.width, self.height, by[index])
                layers.append(Layer(on_key, part, moved))
        return layers

    def _tone(self, index: int) -> Tone:
        tone: Tone = self._kept(self._tones, index, lambda: Tone(self.keys[index].light))
        return tone

    def _painted(self, a: int, b: int, t: float) -> Grid | None:
        earlier, other = self._grid(a).off, self._grid(b).off
        if t == 0 or (earlier is None and other is None):
            return earlier
        zero = np.float32(0)
        first, second = (zero if grid is None else grid for grid in (earlier, other))
        mixed: Grid = np.asarray(first + (second - first) * np.float32(t), np.float32)
        return mixed

    def _grid(self, index: int) -> Painted:
        """What is painted on a key, and on the people in it where that is not the same."""
        grid: Painted = self._kept(self._grids, index, lambda: self._on(self.keys[index].strokes))
        return grid

    def _on(self, strokes: Sequence[Stroke]) -> Painted:
        def drawn(who: int | None) -> Grid | None:
            lying = painted_for(strokes, who)
            return painted(lying, self.width, self.height) if lying else None

        off = drawn(None)
        if not any(stroke.mask for stroke in strokes):
            return Painted(off)
        grids = {who: drawn(who) for who in (EVERYBODY, *self.meant)}
        nothing = np.zeros((rows_of(self.width, self.height), COLUMNS), np.float32)
        return Painted(off, {w: nothing if g is None else g for w, g in grids.items()})

    def _kept(self, among: dict[int, Any], index: int, make: Callable[[], Any]) -> Any:
        """Made once and kept while it is near: frames are asked for in order."""
        if index not in among:
            for far in [index_kept for index_kept in among if abs(index_kept - index) > 2]:
                del among[far]
            among[index] = make()
        return among[index]


@dataclass
class Look:
    """The light at one frame. `tones`: of one or two keys, each with its share.

    `layers` stand for the grid where something painted moves, or is kept on or off people.
    """

    plan: Plan
    gain: float
    grid: Grid | None = None
    lamps: list[Lamp] = field(default_factory=list)
    tones: list[tuple[Tone, float]] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    people: dict[int, Grid] = field(default_factory=dict)  # everybody, and each who is meant
    spared: Grid | None = None  # whom light may not cross

    @property
    def identity(self) -> bool:
        """Whether every pixel stays as it is."""
        if self.plan.spared and self.spared is None:
            return True
        dark = self.grid is None or not self.grid.any()
        straight = all(tone.straight for tone, _share in self.tones)
        return self.gain == 0 and dark and straight and not self.lamps and not self.layers

    @property
    def even(self) -> bool:
        """Whether a code becomes the same wherever it is, and whatever its neighbours are."""
        apart = all(t.straight or not (t.luma or t.qualified) for t, _share in self.tones)
        return self.grid is None and not self.lamps and not self.layers and apart

    @cached_property
    def codes(self) -> tuple[Floats, Floats, Floats]:
        """Of an even light: what each 10-bit code of red, green, blue becomes, not clamped."""
        ramp = (LINEAR * np.float32(2.0**self.gain))[None]
        moved = self._moved((ramp, ramp, ramp), None)
        return tuple(
            (CODES * np.exp2((np.float32(self.gain) + _or(shift, 0)) * PER_CODE)).reshape(-1)
            for shift in moved
        )

    def lit(self, planes: Planes, dither: Dither | None = None) -> Planes:
        """A picture in this light, of 10 bits; without a dither rounded."""
        out = np.empty_like(planes)
        tables = None if self.even else fast.tables(self.tones)
        hue, mask = fast.hue_of(self.tones), fast.mask_of(self.tones)
        for first in range(0, planes.shape[1], BAND):
            band = slice(first, min(first + BAND, planes.shape[1]))
            if tables is None:
                lit = self._band(planes, band)
            else:
                by = share(self._there(band), mask) if mask else None
                gains, rgb = self._standing(band), fast.planes_in(planes, band)
                lit = fast.lit(tables, hue, gains, rgb, by)
            for place, codes in zip((RED, GREEN, BLUE), lit, strict=True):
                codes += np.float32(0.5) if dither is None else dither.rows(place, first, band.stop)
                np.clip(codes, 0, WHITE + np.float32(0.5), out=codes)
                out[place, band] = codes
            if (untouched := self._kept(band)) is not None:
                out[:, band][:, untouched] = planes[:, band][:, untouched]
        return out

    def exact(self, planes: Planes) -> Floats:
        """(3, height, width) of red, green, blue from 0 to 1, for comparing with a screen."""
        output = np.empty(planes.shape, np.float32)
        for first in range(0, planes.shape[1], BAND):
            band = slice(first, min(first + BAND, planes.shape[1]))
            for place, codes in enumerate(self._band(planes, band)):
                output[place, band] = np.clip(codes / np.float32(WHITE), 0, 1)
            if (untouched := self._kept(band)) is not None:
                as_is = [planes[place, band] for place in (RED, GREEN, BLUE)]
                output[:, band][:, untouched] = np.stack(as_is)[:, untouched] / np.float32(WHITE)
        return output

    def _kept(self, band: slice) -> NDArray[np.bool_] | None:
        """Which pixels of some rows light may not cross; None where it may cross all."""
        if not self.plan.spared:
            return None
        if self.spared is None:
            return np.ones((band.stop - band.start, self.plan.width), np.bool_)
        mask: NDArray[np.bool_] = self.plan.spread.rows(self.spared, band.start, band.stop) > THERE
        return mask

    def _band(self, planes: Planes, band: slice) -> list[Floats]:
        """The codes of red, green and blue in rows of a picture, lit, not clamped."""
        rgb = [planes[place, band] for place in (RED, GREEN, BLUE)]
        if self.even:
            return [np.take(codes, channel) for codes, channel in zip(self.codes, rgb, strict=True)]
        people = self._there(band)
        alike, warm = self._gains(band, people)
        red, green, blue = (np.take(LINEAR, channel) for channel in rgb)
        linear = (red, green, blue)
        moving = [tone for tone, _share in self.tones if not tone.straight]
        if warm is None and all(tone.luma and not tone.qualified for tone in moving):
            s = None
            if moving:  # of luma alone: 2^gain need not be taken first
                s = stops_of(luma_of(linear), alike)
            stops = _or(self._moved(linear, s)[0], 0) + alike
            by = np.exp2(stops * PER_CODE)
            return [channel * by for channel in rgb]
        parts = [alike] * 3 if warm is None else [alike + warm, alike, alike - warm]
        red, green, blue = (a * np.exp2(b) for a, b in zip(linear, parts, strict=True))
        moved = self._moved((red, green, blue), None, people)
        return [
            channel * np.exp2((part + _or(shift, 0)) * PER_CODE)
            for channel, part, shift in zip(rgb, parts, moved, strict=True)
        ]

    def _standing(self, band: slice) -> fast.Gains:
        """The gains in these rows, made once while lamps, painted light and exposure stay."""
        cache = self.plan.standing
        now = (self.gain, self.lamps, self.grid)
        if self.layers or self.people:  # they move with every frame
            return fast.Gains.of(*self._gains(band, self._there(band)))
        if cache.now is None or cache.now[2] is not self.grid or cache.now[:2] != now[:2]:
            cache.now, cache.rows = now, {}
        if band.start not in cache.rows:
            cache.rows[band.start] = fast.Gains.of(*self._gains(band, None))
        return cache.rows[band.start]

    def _there(self, band: slice) -> There | None:
        return There.of(self.people, self.plan.spread, band)

    def _gains(self, band: slice, people: There | None) -> tuple[Floats, Floats | None]:
        """Stops for all colours in these rows, and what lamps' warmth adds to red."""
        plan, rows = self.plan, band.stop - band.start
        alike = np.full((rows, plan.width), self.gain, np.float32)
        if self.grid is not None:
            alike += plan.spread.rows(self.grid, band.start, band.stop)
        for layer in self.layers:
            alike += layer.rows(band, people)
        warm: Floats | None = None
        columns = np.arange(plan.width, dtype=np.float32) + np.float32(0.5)
        u: Floats = np.asarray(columns / np.float32(plan.width), np.float32)[None]
        middles = np.arange(band.start, band.stop, dtype=np.float32) + np.float32(0.5)
        at: Floats = np.asarray(middles / np.float32(plan.width), np.float32)[:, None]
        for lamp in self.lamps:
            near = reached(lamp, u)
            weight = weight_of(lamp, u[:, near], at, plan.height / plan.width)
            if lamp.get("mask"):
                weight = weight * share(people, lamp, near)
            if lamp["warmth"]:
                warm = np.zeros_like(alike) if warm is None else warm
                warm[:, near] += weight * np.float32(WARM * lamp["warmth"])
            if lamp["stops"]:
                alike[:, near] += weight * np.float32(lamp["stops"])
        return alike, warm

    def _moved(
        self, linear: Rgb, s: Floats | None, people: There | None = None
    ) -> list[Floats | None]:
        """The stops by which each channel moves, mixed of one or two keys."""
        mixed: list[Floats | None] = [None, None, None]
        for tone, of_key in self.tones:
            by = share(people, tone.mask) if tone.mask else None
            moved = tone.shift(linear, s, by)
            for i, shift in enumerate(moved * 3 if len(moved) == 1 else moved):
                if shift is not None:
                    part = shift if of_key == 1 else shift * np.float32(of_key)
                    before = mixed[i]
                    mixed[i] = part if before is None else before + part
        return mixed


def _or(grid: NDArray[np.float32] | None, other: float) -> Any:
    return np.float32(other) if grid is None else grid
