/** Where a face is in a frame: told in a few frames, straight between. No page, no clip. */

/** A box's sides are told in so many parts of the picture's. */
export const FINEST = 10_000;

/**
 * @typedef {object} Found
 * @property {string} id
 * @property {number} first
 * @property {number} end half-open
 * @property {[number, number, number, number, number][]} boxes frame, left, top, width, height
 * @property {boolean} dismissed
 * @property {string} name
 */

/**
 * @param {Found} found
 * @param {number} frame
 * @returns {number[] | null} left, top, width, height; null where it is not in that frame
 */
export function boxAt({ first, end, boxes }, frame) {
  if (frame < first || frame >= end || !boxes.length) return null;
  const after = boxes.findIndex(([at]) => at >= frame);
  if (after === 0) return boxes[0].slice(1);
  if (after === -1) return boxes[boxes.length - 1].slice(1);
  const [from, to] = [boxes[after - 1], boxes[after]];
  const share = (frame - from[0]) / (to[0] - from[0]);
  return [1, 2, 3, 4].map((side) => from[side] + (to[side] - from[side]) * share);
}

/**
 * The box between two points, each a share of the picture, within the picture.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {number[]}
 */
export function dragged(from, to) {
  const [left, right] = [within(Math.min(from[0], to[0])), within(Math.max(from[0], to[0]))];
  const [top, bottom] = [within(Math.min(from[1], to[1])), within(Math.max(from[1], to[1]))];
  return [left, top, right - left, bottom - top];
}

/** @param {number} share */
function within(share) {
  return Math.round(Math.min(1, Math.max(0, share)) * FINEST);
}
