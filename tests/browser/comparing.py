"""Reading both sides of a comparison from a page: barcodes, and the pixels of their difference."""

from typing import Any

from tests.browser.seats import Seat
from tests.media.barcode import BITS

READ = f"""canvas => {{
  const pen = canvas.getContext("2d");
  const [cell, band] = [canvas.width / {BITS}, canvas.height / 4];
  const bright = (x, y) => pen.getImageData(Math.round(x), Math.round(y), 1, 1).data[0];
  let number = 0;
  for (let bit = 0; bit < {BITS}; bit += 1) {{
    const x = (bit + 0.5) * cell;
    const [above, below] = [bright(x, band / 2), bright(x, band * 1.5)];
    if (Math.abs(above - below) < 100) return -1;
    if (above > below) number |= 1 << bit;
  }}
  return number;
}}"""
SIDES = f"""() => {{
  const read = {READ};
  return ["a", "b"].map((side) => read(document.querySelector(`[data-side=${{side}}]`)));
}}"""
# Every pair that was seen while it played: read when the page says that another frame is.
PLAYED = f"""async ([seconds]) => {{
  const read = {READ};
  const seen = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {{
    await new Promise(requestAnimationFrame);
    seen.push(["a", "b"].map((side) => read(document.querySelector(`[data-side=${{side}}]`))));
  }}
  return seen;
}}"""
# How far the shown difference is from |a - b| × gain, and how large it is at most.
OFF = """([gain]) => {
  const data = (canvas) => {
    const { width, height } = canvas;
    return canvas.getContext("2d").getImageData(0, 0, width, height).data;
  };
  const [a, b] = ["a", "b"].map((side) => data(document.querySelector(`[data-side=${side}]`)));
  const shown = data(document.querySelector(".compare-difference"));
  let [off, most] = [0, 0];
  for (let at = 0; at < a.length; at += 1) {
    if (at % 4 === 3) continue;
    off = Math.max(off, Math.abs(shown[at] - Math.min(255, Math.abs(a[at] - b[at]) * gain)));
    most = Math.max(most, shown[at]);
  }
  return [off, most];
}"""


def sides(seat: Seat) -> list[int]:
    """The numbers that both sides show now; -1 for what can't be read."""
    found: list[int] = seat.page.evaluate(SIDES)
    return found


def played(seat: Seat, seconds: float) -> list[list[int]]:
    """The numbers of both sides at each turn of the screen for some seconds."""
    seen: list[list[int]] = seat.page.evaluate(PLAYED, [seconds])
    return seen


def off(seat: Seat, gain: int) -> tuple[int, int]:
    """How far the difference is from |a - b| × gain, of 255, and the largest value in it."""
    found: Any = seat.page.evaluate(OFF, [gain])
    return found[0], found[1]
