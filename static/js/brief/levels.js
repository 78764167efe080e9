/**
 * A level curve: (seconds, dB) points over a shot, joined by lines, flat before the first and after
 * the last. None is 0 dB throughout. Pure.
 */

/** @typedef {[number, number]} Spot seconds, dB */

export const LOWEST = -60;
export const HIGHEST = 12;
export const MOST = 64;
export const FINE = { seconds: 0.1, level: 1 };
export const COARSE = { seconds: 0.5, level: 6 };
const APART = 0.01; // seconds between two points

/**
 * The curve with one more point, and which it is; the same where there is no room.
 * @param {Spot[]} points in the order of time
 * @param {Spot} spot
 * @param {number} seconds of the shot
 * @returns {{points: Spot[], at: number}}
 */
export function added(points, spot, seconds) {
  if (points.length >= MOST) return { points, at: points.length - 1 };
  const place = points.filter(([at]) => at <= spot[0]).length;
  return { points: points.toSpliced(place, 0, tidy(spot, 0, seconds)), at: place };
}

/**
 * The curve with a point elsewhere, between its neighbours.
 * @param {Spot[]} points
 * @param {number} at
 * @param {Spot} spot
 * @param {number} seconds
 * @returns {Spot[]}
 */
export function moved(points, at, spot, seconds) {
  const after = points[at - 1] ? points[at - 1][0] + APART : 0;
  const before = points[at + 1] ? points[at + 1][0] - APART : seconds;
  return points.with(at, tidy(spot, after, Math.max(after, before)));
}

/** @param {Spot[]} points @param {number} at @returns {Spot[]} */
export function removed(points, at) {
  return points.toSpliced(at, 1);
}

/**
 * The level at a second.
 * @param {Spot[]} points
 * @param {number} second
 */
export function levelAt(points, second) {
  const next = points.findIndex(([at]) => at > second);
  if (points.length === 0) return 0;
  if (next === 0) return points[0][1];
  if (next === -1) return points[points.length - 1][1];
  const [[from, low], [to, high]] = [points[next - 1], points[next]];
  return low + ((second - from) / (to - from)) * (high - low);
}

/**
 * How high a level stands, 0 (−60 dB) to 1 (12 dB): half of it is for what is above −18 dB.
 * @param {number} level
 */
export function share(level) {
  return level >= -18 ? 0.5 + (level + 18) / 60 : (level - LOWEST) / 84;
}

/** @param {number} high a share @returns {number} the level that stands so high */
export function levelOf(high) {
  const level = high >= 0.5 ? (high - 0.5) * 60 - 18 : high * 84 + LOWEST;
  return Math.min(HIGHEST, Math.max(LOWEST, level));
}

/**
 * The points of a shot that has become shorter.
 * @param {Spot[]} points
 * @param {number} seconds
 * @returns {Spot[]}
 */
export function cutAt(points, seconds) {
  if (points.every(([at]) => at <= seconds)) return points;
  return [...points.filter(([at]) => at < seconds), tidy([seconds, levelAt(points, seconds)], 0, seconds)];
}

/** @param {Spot} spot @param {number} first @param {number} last @returns {Spot} */
function tidy([at, level], first, last) {
  const second = Math.min(last, Math.max(first, at));
  return [Math.round(second * 1000) / 1000, Math.round(Math.min(HIGHEST, Math.max(LOWEST, level)) * 10) / 10];
}
