"""A cut of 400 shots and 90 minutes in a real Chromium: how soon it opens, and whether every frame
is seen in its turn over 100 joins, with its sound."""

import shutil
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.cuts.models import CutVersion
from slowfilm.films.models import Film
from slowfilm.media.proxy import ProxyWriter
from slowfilm.storage import Blob
from tests import make
from tests.benchmarks.measure import line, told
from tests.browser.comparing import READ
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.cuts.made import clip, cut, saved
from tests.media.barcode import draw

pytestmark = pytest.mark.bench

RATE, SHOTS, MINUTES = 24, 400, 90
SHORT, EACH = 101, 24  # shots that are played, each of a second: 100 joins
FRAMES, OWN = 440, 500  # of a clip; a frame of the second says its number + 500
BEAT = 12  # a click on every twelfth frame of a clip
WIDTH, HEIGHT = 640, 360
VIEWPORT = {"width": 1280, "height": 720}
SLOWEST = 400  # seconds of waiting for what plays for 101

# What each painted frame says, beside what the page says of it, and when on the clock of the sound;
# and when each click is heard on it.
WATCH = f"""() => {{
  window.watched = {{ opened: 0, seen: [], clicks: [], sound: null }};
  const read = {READ};
  const look = (canvas) => {{
    const place = document.querySelector(".transport-place").textContent;
    const [, minutes, seconds, rest] = place.split(":").map(Number);
    const frame = (minutes * 60 + seconds) * {RATE} + rest;
    watched.seen.push([frame, read(canvas), watched.sound?.currentTime ?? 0]);
  }};
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (picture, ...more) {{
    draw.call(this, picture, ...more);
    if (!(picture instanceof VideoFrame) || !this.canvas.closest("#picture")) return;
    watched.opened ||= performance.now();
    queueMicrotask(() => look(this.canvas)); // the page has said which frame it is
  }};
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when, from, lasts) {{
    watched.sound = this.context;
    const {{ sampleRate }} = this.buffer;
    const heard = this.buffer.getChannelData(0);
    const last = Math.min(heard.length, Math.round((from + lasts) * sampleRate));
    for (let at = Math.round(from * sampleRate); at < last; at += 1) {{
      if (Math.abs(heard[at]) < 0.3) continue;
      watched.clicks.push(when + at / sampleRate - from);
      at += Math.round(0.1 * sampleRate);
    }}
    return start.call(this, when, from, lasts);
  }};
}}"""


@dataclass(frozen=True)
class Seen:
    """A frame of the cut as it was painted: what it said, and when on the clock of the sound."""

    frame: int
    number: int
    at: float


def test_cut_play(chromium: Browser, site: Site, tmp_path: Path) -> None:
    film = make.film()
    version, numbers = _feature(film, tmp_path)
    assert version.frames == MINUTES * 60 * RATE and version.clips.count() == SHOTS
    address = f"{site.url}/films/{film.id}/cuts/{version.cut_id}/"
    with seated(chromium, site, make.director(film), viewport=VIEWPORT) as seat:
        seat.page.add_init_script(f"({WATCH})()")
        _opens(seat, address)
        _plays(seat, numbers)


def _opens(seat: Seat, address: str) -> None:
    """From the request to the first picture, in milliseconds; the first time with nothing kept."""
    took = []
    for _ in range(4):
        seat.page.goto(address)
        seat.wait(lambda: bool(seat.page.evaluate("watched.opened")), 60)
        took.append(float(seat.page.evaluate("watched.opened")))
    told("cut-open-first", took[0], "ms", "nothing in the browser's cache")
    opened = statistics.median(took[1:])
    line("cut-open", opened, "ms", "<= 2000", opened <= 2000)


def _plays(seat: Seat, numbers: list[int]) -> None:
    frames = SHORT * EACH
    seat.page.locator("#picture").click()
    seat.page.evaluate("watched.seen = []")
    seat.page.keyboard.press("Space")
    seat.wait(lambda: seat.page.evaluate("watched.seen.at(-1)?.[0] ?? 0") >= frames, SLOWEST)
    seat.page.keyboard.press("k")
    seen = [Seen(*each) for each in seat.page.evaluate("watched.seen") if each[0] < frames]
    clicks: list[float] = seat.page.evaluate("watched.clicks")
    shown = [each.frame for each in seen]
    wrong = sum(each.number != numbers[each.frame] for each in seen)
    missing = frames - len(set(shown) & set(range(frames)))
    doubled = len(shown) - len(set(shown))
    line("cut-play-wrong", wrong, "frames", "0", wrong == 0)
    line("cut-play-missing", missing, f"of {frames} frames", "0", missing == 0)
    line("cut-play-doubled", doubled, "frames", "0", doubled == 0)
    drifts = list(_drifts(seen, clicks))
    assert drifts, "nothing was heard"
    last = statistics.median(drifts[-10:])
    line("cut-play-drift", last, "frames at the end", "<= 1", abs(last) <= 1)
    told("cut-play-drift-most", max(map(abs, drifts)), "frames", f"of {len(drifts)} clicks")
    assert (wrong, doubled) == (0, 0)


def _drifts(seen: list[Seen], clicks: list[float]) -> Iterator[float]:
    """By how many frames each click is heard after the picture it belongs to is painted."""
    beats = [each.at for each in seen if each.number % OWN % BEAT == 0 and each.at > 0]
    for click in sorted(clicks):
        nearest = min(beats, key=lambda at: abs(at - click))
        if abs(nearest - click) < BEAT / RATE / 2:
            yield (click - nearest) * RATE


def _feature(film: Film, folder: Path) -> tuple[CutVersion, list[int]]:
    """The cut, and what each of its frames says."""
    sources = [_clip(folder / f"{number}.mp4", number) for number in range(2)]
    waveform = make.blob(film)
    rest = MINUTES * 60 * RATE - SHORT * EACH
    each, longer = divmod(rest, SHOTS - SHORT)
    clips, numbers = [], []
    shared: dict[int, Blob] = {}
    for index in range(SHOTS):
        number = index % 2
        first, length = (index * BEAT % (FRAMES - EACH) // BEAT * BEAT, EACH)
        proxy = shared.get(number)
        if index >= SHORT:
            first, length = 0, each + (index - SHORT < longer)
        if index < SHORT or proxy is None:  # each of those that are played has a file of its own
            shared[number] = proxy = _kept(sources[number], folder, index, film)
        draft = make.draft(
            film, frames=FRAMES, proxy=proxy, waveform=waveform, size=(WIDTH, HEIGHT)
        )
        clips.append(clip(draft, first, first + length))
        numbers += [number * OWN + frame for frame in range(first, first + length)]
    return saved(cut(film, "A long walk home"), clips), numbers


def _kept(source: Path, folder: Path, index: int, film: Film) -> Blob:
    """The same clip as other bytes: with a box at its end that players pass over."""
    path = folder / "kept.mp4"
    shutil.copy(source, path)
    with path.open("ab") as file:
        file.write((12).to_bytes(4, "big") + b"free" + index.to_bytes(4, "big"))
    return storage.keep(path, "video/mp4", film.id)


def _clip(path: Path, number: int) -> Path:
    with ProxyWriter(path, width=WIDTH, height=HEIGHT, rate=Fraction(RATE), sound=True) as proxy:
        for index in range(FRAMES):
            rgb = draw(number * OWN + index, WIDTH, HEIGHT)
            picture = av.VideoFrame.from_ndarray(rgb, "rgb24")
            proxy.picture(index, picture.reformat(format="yuv420p", dst_colorspace="ITU709"))
        proxy.sound(_clicks())
    return path


def _clicks() -> NDArray[np.float32]:
    """10 ms of 1 kHz at the beginning of every twelfth frame; else silence."""
    sound = np.zeros(FRAMES * 48000 // RATE, np.float32)
    burst = np.sin(np.arange(480) * 2 * np.pi * 1000 / 48000).astype(np.float32) * 0.9
    for frame in range(0, FRAMES, BEAT):
        at = frame * 48000 // RATE
        sound[at : at + 480] = burst
    return np.stack([sound, sound])
