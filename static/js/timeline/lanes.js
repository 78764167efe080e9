/**
 * The lanes of the time axis, painted from top to bottom: ruler, filmstrip, waveform, marks. All
 * lengths are CSS pixels; a clip always fills the whole width.
 */

import { NOTE_KINDS } from "../room/events.js";
import { timecode } from "./timecode.js";

/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {{top: number, height: number}} Lane */

/**
 * @typedef {object} Filmstrip
 * @property {string} url a JPEG of tiles in one row, evenly spaced over the clip
 * @property {number} tiles how many there are
 * @property {number} tile_width in pixels of the JPEG
 * @property {number} tile_height
 */

/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {number} first the frames first ≤ f < last
 * @property {number} last
 * @property {keyof typeof NOTE_KINDS | "ink"} kind
 * @property {string} [colour] of who made it, as CSS has it
 */

/** @type {Record<"ruler" | "film" | "wave" | "marks", Lane>} */
export const LANES = {
  ruler: { top: 0, height: 20 },
  film: { top: 20, height: 48 },
  wave: { top: 70, height: 32 },
  marks: { top: 104, height: 20 },
};

const PAIRS_PER_SECOND = 100;
const LABEL_SPACE = 110;
const ABOVE = 8; // from the lane's top to the middle of a mark; a span's line has its place beneath
const GREY = { line: "#3a3a3a", label: "#a3a3a3", wave: "#7d7d7d", middle: "#333333", mark: "#c4c4c4" };

/**
 * Timecodes at round distances, as many as have room.
 * @param {Pen} pen
 * @param {number} width
 * @param {number} frames
 * @param {import("./timecode.js").Rate} rate
 * @param {string} family of the font
 */
export function paintRuler(pen, width, frames, rate, family) {
  const { top, height } = LANES.ruler;
  const every = distance((LABEL_SPACE * frames) / width, Math.round(rate.n / rate.d));
  pen.font = `11px ${family || "monospace"}`;
  pen.textBaseline = "middle";
  for (let frame = 0; frame < frames; frame += every) {
    const x = Math.round((frame / frames) * width);
    pen.fillStyle = GREY.line;
    pen.fillRect(x, top + 4, 1, height - 4);
    pen.fillStyle = GREY.label;
    if (x + LABEL_SPACE * 0.8 < width) pen.fillText(timecode(frame, rate), x + 5, top + height / 2);
  }
}

/**
 * The smallest round number of frames that is at least so many.
 * @param {number} least
 * @param {number} second how many frames a second has
 */
function distance(least, second) {
  const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
  const steps = [1, 2, 5, 10, ...seconds.map((count) => count * second)];
  return steps.find((step) => step >= least) ?? Math.ceil(least / second) * second;
}

/**
 * @param {Pen} pen
 * @param {number} width
 * @param {HTMLImageElement} image
 * @param {Filmstrip} strip
 */
export function paintFilmstrip(pen, width, image, strip) {
  const { top, height } = LANES.film;
  const scale = height / strip.tile_height;
  const slots = Math.max(1, Math.round(width / (strip.tile_width * scale)));
  const wide = width / slots;
  // A slot is a little wider or narrower than a tile: cut the tile, never squeeze it.
  const cut = Math.min(strip.tile_width, wide / scale);
  const tall = Math.min(strip.tile_height, (height * cut) / wide);
  for (let slot = 0; slot < slots; slot += 1) {
    const tile = Math.floor(((slot + 0.5) / slots) * strip.tiles);
    const left = tile * strip.tile_width + (strip.tile_width - cut) / 2;
    const above = (strip.tile_height - tall) / 2;
    pen.drawImage(image, left, above, cut, tall, slot * wide, top, wide, height);
  }
}

/**
 * @param {Pen} pen
 * @param {number} width
 * @param {Int8Array} peaks pairs of lowest and highest, 100 pairs a second
 * @param {number} seconds how long the clip is
 */
export function paintWaveform(pen, width, peaks, seconds) {
  const { top, height } = LANES.wave;
  const middle = top + height / 2;
  pen.fillStyle = GREY.middle;
  pen.fillRect(0, middle, width, 1);
  pen.fillStyle = GREY.wave;
  for (let x = 0; x < width; x += 1) {
    const [low, high] = extremes(peaks, (x / width) * seconds, ((x + 1) / width) * seconds);
    const upper = middle - (high / 128) * (height / 2);
    const lower = middle - (low / 128) * (height / 2);
    if (lower > upper) pen.fillRect(x, upper, 1, Math.max(1, lower - upper));
  }
}

/**
 * The lowest and highest sample between two times.
 * @param {Int8Array} peaks
 * @param {number} from in seconds
 * @param {number} to
 * @returns {[number, number]}
 */
export function extremes(peaks, from, to) {
  const first = Math.floor(from * PAIRS_PER_SECOND);
  const last = Math.max(first + 1, Math.ceil(to * PAIRS_PER_SECOND));
  let low = 0;
  let high = 0;
  for (let pair = first; pair < last && 2 * pair + 1 < peaks.length; pair += 1) {
    low = Math.min(low, peaks[2 * pair]);
    high = Math.max(high, peaks[2 * pair + 1]);
  }
  return [low, high];
}

/**
 * Each kind has a shape of its own, so that none is told by colour alone: a change is a block, a
 * question a ring, a keep a diamond, ink a stroke. A span draws a line under them.
 * @param {Pen} pen
 * @param {number} width
 * @param {number} frames
 * @param {Mark[]} marks
 * @param {string} accent the colour of keeps
 */
export function paintMarks(pen, width, frames, marks, accent) {
  const middle = LANES.marks.top + ABOVE;
  for (const mark of marks) {
    const x = markPlace(mark, width, frames);
    const shape = mark.kind === "ink" ? "line" : NOTE_KINDS[mark.kind].shape;
    pen.fillStyle = mark.colour ?? (shape === "diamond" ? accent : GREY.mark);
    pen.strokeStyle = pen.fillStyle;
    if (mark.last - mark.first > 1) {
      pen.fillRect(x, middle + 7, ((mark.last - mark.first - 1) / frames) * width, 2);
    }
    SHAPES[shape](pen, x, middle);
  }
}

/** @type {Record<"block" | "ring" | "diamond" | "line", (pen: Pen, x: number, y: number) => void>} */
const SHAPES = {
  block: (pen, x, y) => pen.fillRect(x - 4, y - 4, 8, 8),
  ring: (pen, x, y) => {
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.stroke();
  },
  diamond: (pen, x, y) => {
    pen.beginPath();
    pen.moveTo(x, y - 6);
    pen.lineTo(x + 6, y);
    pen.lineTo(x, y + 6);
    pen.lineTo(x - 6, y);
    pen.fill();
  },
  line: (pen, x, y) => pen.fillRect(x - 1, y - 6, 2, 12),
};

/**
 * Where a mark stands: in the middle of its first frame.
 * @param {Mark} mark
 * @param {number} width
 * @param {number} frames
 */
export function markPlace(mark, width, frames) {
  return ((mark.first + 0.5) / frames) * width;
}
