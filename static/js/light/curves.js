/**
 * Tone curves in stops around middle grey, as slowfilm/curves.py has them: monotone cubics through
 * points [stops in, stops out], straight with slope 1 beyond the first and the last. Pure.
 */

/** @typedef {[number, number]} Spot stops in, stops out; or frame, stops */

export const LOWEST = -10;
export const HIGHEST = 6;
export const MOST = 16; // points
export const SAMPLES = 4097;
export const APART = 0.05; // stops between two points, at least
const GREY = 0.18;
const FLATTEST = 0.25; // how much contrast a pushed tone keeps

/** @param {number} linear @returns {number} stops around middle grey, as far as curves reach */
export function stopsOf(linear) {
  return clamp(Math.log2(Math.max(linear, 2 ** -16) / GREY), LOWEST, HIGHEST);
}

/**
 * A curve as a function.
 * @param {Spot[]} points x strictly rising, y never falling
 * @returns {(x: number) => number}
 */
export function curveOf(points) {
  if (points.length === 0) return (x) => x;
  const slopes = tangents(points);
  return (x) => {
    const [first, last] = [points[0], points[points.length - 1]];
    if (x <= first[0]) return first[1] + (x - first[0]);
    if (x >= last[0]) return last[1] + (x - last[0]);
    const at = points.findIndex(([px]) => px > x) - 1;
    return hermite(points[at], points[at + 1], slopes[at], slopes[at + 1], x);
  };
}

/**
 * The samples that both sides read with linear interpolation, over -10 to +6 stops.
 * @param {Spot[]} points
 * @returns {Float32Array<ArrayBuffer>} of 4097
 */
export function tableOf(points) {
  const curve = curveOf(points);
  const table = new Float32Array(SAMPLES);
  const wide = HIGHEST - LOWEST;
  for (let at = 0; at < SAMPLES; at += 1) table[at] = curve(LOWEST + (wide * at) / (SAMPLES - 1));
  return table;
}

/**
 * Slopes by Fritsch and Carlson, 1 at both ends so that the curve goes on smoothly.
 * @param {Spot[]} points
 */
function tangents(points) {
  const rises = risesOf(points);
  const slopes = points.map((_, at) => {
    const inside = at > 0 && at < points.length - 1;
    return inside ? (rises[at - 1] + rises[at]) / 2 : 1;
  });
  for (const [at, rise] of rises.entries()) {
    if (rise === 0) {
      slopes[at] = slopes[at + 1] = 0;
      continue;
    }
    const [a, b] = [slopes[at] / rise, slopes[at + 1] / rise];
    const far = a * a + b * b;
    if (far <= 9) continue;
    const k = 3 / Math.sqrt(far);
    slopes[at] = k * a * rise;
    slopes[at + 1] = k * b * rise;
  }
  return slopes;
}

/** @param {Spot[]} points */
function risesOf(points) {
  return points.slice(1).map(([x, y], at) => (y - points[at][1]) / (x - points[at][0]));
}

/**
 * @param {Spot} one
 * @param {Spot} other
 * @param {number} leaving slope at the one
 * @param {number} coming slope at the other
 * @param {number} x
 */
function hermite([x0, y0], [x1, y1], leaving, coming, x) {
  const wide = x1 - x0;
  const t = (x - x0) / wide;
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * y0 +
    (t3 - 2 * t2 + t) * wide * leaving +
    (3 * t2 - 2 * t3) * y1 +
    (t3 - t2) * wide * coming
  );
}

/**
 * Exposure over time at a frame, in stops: 0 without points, level beyond the first and the last.
 * @param {Spot[]} points frame, stops
 * @param {number} frame
 */
export function exposureAt(points, frame) {
  if (points.length === 0) return 0;
  const last = points[points.length - 1];
  if (frame <= points[0][0]) return points[0][1];
  if (frame >= last[0]) return last[1];
  const rises = risesOf(points);
  const slope = (/** @type {number} */ at) => {
    if (at === 0 || at === points.length - 1 || rises[at - 1] * rises[at] <= 0) return 0;
    const [before, after] = [points[at - 1], points[at + 1]];
    const across = (after[1] - before[1]) / (after[0] - before[0]);
    const most = Math.min(Math.abs(across), 3 * Math.abs(rises[at - 1]), 3 * Math.abs(rises[at]));
    return Math.sign(rises[at]) * most;
  };
  const at = points.findIndex(([spotFrame]) => spotFrame > frame) - 1;
  return hermite(points[at], points[at + 1], slope(at), slope(at + 1), frame);
}

// ── by hand ──────────────────────────────────────────────────────────────────

/**
 * A curve with one more point, on the curve as it is unless a height is said.
 * @param {Spot[]} points
 * @param {number} x
 * @param {number} [y]
 * @returns {{points: Spot[], at: number}} the same points when there is no room
 */
export function withPoint(points, x, y = curveOf(points)(x)) {
  const near = points.findIndex(([px]) => Math.abs(px - x) < APART);
  if (near >= 0) return { points, at: near };
  if (points.length >= MOST) return { points, at: nearest(points, x) };
  const result = [...points, /** @type {Spot} */ ([round(x), round(y)])].toSorted((a, b) => a[0] - b[0]);
  return { points: result, at: result.findIndex(([px]) => px === round(x)) };
}

/**
 * A point moved as far as its neighbours let it: never past them, never a curve that falls.
 * @param {Spot[]} points
 * @param {number} at
 * @param {Spot} to
 * @returns {Spot[]}
 */
export function movePoint(points, at, [x, y]) {
  const [before, after] = [points[at - 1], points[at + 1]];
  const px = clamp(x, before ? before[0] + APART : LOWEST, after ? after[0] - APART : HIGHEST);
  const high = clamp(y, before ? before[1] : LOWEST, after ? after[1] : HIGHEST);
  return points.map((point, index) => (index === at ? [round(px), round(high)] : point));
}

/**
 * A point moved up or down that takes along what is in its way, so that tones keep some contrast.
 * @param {Spot[]} points
 * @param {number} at
 * @param {number} y
 * @returns {Spot[]}
 */
export function pushPoint(points, at, y) {
  const [x] = points[at];
  const high = clamp(y, LOWEST, HIGHEST);
  return points.map(([px, up], index) => {
    const least = high + (px - x) * FLATTEST;
    const pushed = index < at ? Math.min(up, least) : index > at ? Math.max(up, least) : high;
    return [px, round(clamp(pushed, LOWEST, HIGHEST))];
  });
}

/**
 * A tone raised or lowered: its neighbours stay where they are, so the curve bends around it. Points
 * are set two stops to both sides where there are none, or the whole curve would move along.
 * @param {Spot[]} points
 * @param {number} x
 * @returns {{points: Spot[], at: number}}
 */
export function takeTone(points, x) {
  let result = points;
  for (const side of [x - 2.5, x + 2.5]) {
    const crowded = result.some(([px]) => (side < x ? px < x - APART && px > x - 5 : px > x + APART && px < x + 5));
    if (!crowded && side > LOWEST && side < HIGHEST) result = withPoint(result, side).points;
  }
  return withPoint(result, x);
}

/**
 * What a hand drew, as few points: a curve through them stays within `close` stops of the drawing.
 * Where the hand went back or down, the drawing is made to rise, and `mended` says so.
 * @param {Spot[]} drawn in any order
 * @param {number} [close]
 * @returns {{points: Spot[], mended: boolean}}
 */
export function fit(drawn, close = 0.12) {
  const { line, mended } = rising(drawn);
  if (line.length === 0) return { points: [], mended };
  let points = line.length === 1 ? line : [line[0], line[line.length - 1]];
  while (points.length < MOST) {
    const curve = curveOf(points);
    let [worst, far] = [-1, close];
    for (const [at, [x, y]] of line.entries()) {
      const off = Math.abs(curve(x) - y);
      const free = points.every(([px]) => Math.abs(px - x) >= APART);
      if (off > far && free) [worst, far] = [at, off];
    }
    if (worst < 0) break;
    points = [...points, line[worst]].toSorted((a, b) => a[0] - b[0]);
  }
  return { points: points.map(([x, y]) => [round(x), round(y)]), mended };
}

/** @param {Spot[]} drawn @returns {{line: Spot[], mended: boolean}} */
function rising(drawn) {
  const backwards = drawn.length > 1 && drawn[0][0] > drawn[drawn.length - 1][0];
  const sorted = drawn.toSorted((a, b) => a[0] - b[0]);
  /** @type {Spot[]} */
  const line = [];
  let mended = drawn.some(([x], at) => at > 0 && (backwards ? x > drawn[at - 1][0] : x < drawn[at - 1][0]));
  for (const [x, y] of sorted) {
    const last = line[line.length - 1];
    const px = clamp(x, LOWEST, HIGHEST);
    let high = clamp(y, LOWEST, HIGHEST);
    if (last && high < last[1]) {
      mended ||= last[1] - high > 0.1; // a hand trembles
      high = last[1];
    }
    if (!last || px - last[0] >= APART / 2) line.push([px, high]);
    else last[1] = high;
  }
  return { line, mended };
}

/** @param {Spot[]} points @param {number} x */
function nearest(points, x) {
  const away = points.map(([px]) => Math.abs(px - x));
  return away.indexOf(Math.min(...away));
}

/** @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

/** Hundredths of a hundredth of a stop: so that what is sent is short. @param {number} value */
function round(value) {
  return Math.round(value * 1e4) / 1e4;
}
