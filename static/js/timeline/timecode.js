/**
 * Frames, seconds and timecode: the same as `slowfilm/timecode.py`, held to the same vectors.
 *
 * A position is an integer frame at a rational rate in frames a second; a span is half-open,
 * `[first, end)`. Timecode is a label for showing and typing, never a position.
 */

/** @typedef {{n: number, d: number}} Rate frames a second as a fraction in lowest terms */

// A float cannot hold n/1001: a time this near below a boundary (in frames) is the boundary.
const TOLERANCE = 1e-6;

/**
 * @param {string} text "24000/1001" or "24"
 * @returns {Rate}
 * @throws {RangeError} for anything else
 */
export function parseRate(text) {
  const match = /^([1-9][0-9]*)(?:\/([1-9][0-9]*))?$/.exec(text);
  if (!match) throw new RangeError(`not a frame rate: ${text}`);
  const n = Number(match[1]);
  const d = Number(match[2] ?? 1);
  const common = divisor(n, d);
  return { n: n / common, d: d / common };
}

/**
 * The label of a frame: "HH:MM:SS:FF", or "HH:MM:SS;FF" at the two drop-frame rates.
 * @param {number} frame
 * @param {Rate} rate
 * @param {boolean} [drops] false: no label is left out, as non-drop timecode has it
 * @returns {string}
 * @throws {RangeError} for a negative or fractional frame
 */
export function timecode(frame, rate, drops = true) {
  if (!Number.isInteger(frame) || frame < 0) {
    throw new RangeError(`no timecode before the first frame: ${frame}`);
  }
  const base = baseOf(rate);
  const drop = drops ? dropOf(rate) : 0;
  const label = labelNumber(frame, base, drop);
  const seconds = Math.floor(label / base);
  const minutes = Math.floor(seconds / 60);
  const clock = [Math.floor(minutes / 60), minutes % 60, seconds % 60].map((part) => padded(part, 2));
  const width = Math.max(2, String(base - 1).length);
  return clock.join(":") + (drop ? ";" : ":") + padded(label % base, width);
}

/**
 * The frame a label names; either separator may stand before its frames.
 * @param {string} text
 * @param {Rate} rate
 * @param {boolean} [drops] false: no label is left out
 * @returns {number}
 * @throws {RangeError} for what is no label, and for a label that drop-frame leaves out
 */
export function parseTimecode(text, rate, drops = true) {
  const match = /^([0-9]{2,}):([0-9]{2}):([0-9]{2})[:;]([0-9]{2,})$/.exec(text);
  if (!match) throw new RangeError(`not a timecode: ${text}`);
  const [hour, minute, second, part] = match.slice(1).map(Number);
  const base = baseOf(rate);
  const drop = drops ? dropOf(rate) : 0;
  if (minute > 59 || second > 59 || part >= base) {
    throw new RangeError(`not a timecode at this rate: ${text}`);
  }
  if (second === 0 && part < drop && minute % 10 !== 0) {
    throw new RangeError(`drop-frame leaves this label out: ${text}`);
  }
  const minutes = hour * 60 + minute;
  return (minutes * 60 + second) * base + part - drop * (minutes - Math.floor(minutes / 10));
}

/**
 * The frame that somebody means who types a place: a frame number, or a timecode of which as little
 * is said as is needed, with or without its signs ("1:12" and "112" are one second and 12 frames).
 * @param {string} text
 * @param {Rate} rate
 * @param {boolean} inFrames whether figures alone are a frame number
 * @param {boolean} [drops] false: timecode is non-drop
 * @returns {number | null} null for what is no place
 */
export function frameOf(text, rate, inFrames, drops = true) {
  const input = text.trim();
  if (!/[0-9]/.test(input)) return null;
  if (inFrames && /^[0-9]+$/.test(input)) return Number(input);
  const parts = /^[0-9]+$/.test(input)
    ? (input.padStart(8, "0").match(/^[0-9]+(?=[0-9]{6}$)|[0-9]{2}/g) ?? [])
    : input.split(/[:;.：；]/);
  while (parts.length < 4) parts.unshift("0");
  try {
    return parseTimecode(parts.map((part) => part.padStart(2, "0")).join(":"), rate, drops);
  } catch {
    return null;
  }
}

/**
 * The ways in which places can be shown, of a clip whose file calls its first frame `source` ("": it
 * says nothing). Non-drop is one only where there is drop-frame.
 * @typedef {{name: "timecode" | "non-drop" | "source" | "frames", drops: boolean, first: number}} Counting
 * @param {Rate} rate
 * @param {string} source
 * @returns {Counting[]}
 */
export function countings(rate, source) {
  const drop = dropOf(rate) > 0;
  const drops = source.includes(";");
  /** @type {Counting[]} */
  const fields = [{ name: "timecode", drops: true, first: 0 }];
  if (drop) fields.push({ name: "non-drop", drops: false, first: 0 });
  if (source) fields.push({ name: "source", drops, first: parseTimecode(source, rate, drops) });
  return [...fields, { name: "frames", drops: true, first: 0 }];
}

/**
 * The middle of a frame in seconds: the one time at which no player shows another.
 * @param {number} frame
 * @param {Rate} rate
 */
export function middle(frame, rate) {
  return ((frame + 0.5) * rate.d) / rate.n;
}

/**
 * The frame on screen at a time in seconds.
 * @param {number} seconds
 * @param {Rate} rate
 */
export function frameAt(seconds, rate) {
  return Math.floor((seconds * rate.n) / rate.d + TOLERANCE);
}

/** @param {Rate} rate labels a second: the rate to the nearest whole, halves up */
function baseOf({ n, d }) {
  return Math.max(1, Math.floor((2 * n + d) / (2 * d)));
}

/** @param {Rate} rate labels left out at each minute that is not a tenth one */
function dropOf({ n, d }) {
  if (d !== 1001) return 0;
  return n === 30000 ? 2 : n === 60000 ? 4 : 0;
}

/**
 * The frame's place when the left-out labels are counted too.
 * @param {number} frame
 * @param {number} base
 * @param {number} drop
 */
function labelNumber(frame, base, drop) {
  const minute = base * 60 - drop;
  const tenMinutes = minute * 10 + drop;
  const tens = Math.floor(frame / tenMinutes);
  const remainder = frame % tenMinutes;
  // The first minute of each ten is whole; each of the other nine lacks `drop` labels.
  const shortMinutes = Math.floor(Math.max(0, remainder - drop) / minute);
  return frame + drop * (9 * tens + shortMinutes);
}

/**
 * @param {number} number
 * @param {number} width
 */
function padded(number, width) {
  return String(number).padStart(width, "0");
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function divisor(a, b) {
  return b === 0 ? a : divisor(b, a % b);
}
