/**
 * The shape of ink. A stroke's points are kept as ledger/events.py says (x and y in 65,535ths,
 * pressure 0–1023, tilts in degrees); its outline is worked out in units of which the picture is
 * 10,000 wide, so that a width means the same on every screen.
 */

import { getStroke } from "perfect-freehand";

/** @typedef {import("./strokes.js").Point} Point */
/** @typedef {import("./strokes.js").Stroke} Stroke */
/** @typedef {Pick<Stroke, "tool" | "width" | "points">} Shape */

export const UNITS = 10_000; // the picture's width
export const LONGEST = 2000; // points in a stroke
const FINE = 65_535;
const UNPRESSED = 512; // what hands without pressure (mouse, finger) write at every point
const UPRIGHT = 35; // degrees a pen leans when it is simply held
const FLAT = 75;

/**
 * @param {number} u fraction of the picture's width
 * @param {number} v fraction of its height
 * @param {{pointerType: string, pressure: number, tiltX: number, tiltY: number}} event
 * @returns {Point}
 */
export function toPoint(u, v, { pointerType, pressure, tiltX, tiltY }) {
  const place = (/** @type {number} */ part) => within(part * FINE, -FINE, 2 * FINE);
  const pen = pointerType === "pen";
  return [
    place(u),
    place(v),
    pen ? within(pressure * 1023, 1, 1023) : UNPRESSED,
    pen ? within(tiltX, -90, 90) : 0,
    pen ? within(tiltY, -90, 90) : 0,
  ];
}

/**
 * The outline to be filled, in units.
 * @param {Shape} shape
 * @param {number} aspect the picture's height divided by its width
 * @returns {number[][]}
 */
export function outline({ tool, width, points }, aspect) {
  const pressed = points.some((point) => point[2] !== UNPRESSED);
  return getStroke(
    points.map((point) => [...inUnits(point, aspect), weight(point)]),
    {
      size: width,
      thinning: tool === "marker" ? 0 : 0.65,
      simulatePressure: tool !== "marker" && !pressed,
      smoothing: 0.5,
      streamline: 0.3,
      last: true,
    },
  );
}

/**
 * @param {Shape} shape
 * @param {number} aspect
 * @returns {Path2D}
 */
export function pathOf(shape, aspect) {
  const path = new Path2D();
  const edge = outline(shape, aspect);
  if (edge.length === 0) return path;
  // Through the middles of its sides, so that the polygon's corners do not show.
  path.moveTo(...middle(edge.at(-1) ?? edge[0], edge[0]));
  edge.forEach((corner, index) => {
    const next = edge[(index + 1) % edge.length];
    path.quadraticCurveTo(corner[0], corner[1], ...middle(corner, next));
  });
  path.closePath();
  return path;
}

/**
 * Whether a place is on a stroke, or within reach of it.
 * @param {Shape} shape
 * @param {number} aspect
 * @param {{u: number, v: number}} place in fractions of the picture
 * @param {number} reach in units
 */
export function touches({ width, points }, aspect, { u, v }, reach) {
  const spot = [u * UNITS, v * UNITS * aspect];
  const near = width / 2 + reach;
  let before = inUnits(points[0], aspect);
  return points.some((point) => {
    const current = inUnits(point, aspect);
    const away = distance(spot, before, current);
    before = current;
    return away <= near;
  });
}

/** How heavily a point is drawn, 0–1: a pen laid over draws broader, as a pencil does. @param {Point} point */
function weight([, , pressure, tiltX, tiltY]) {
  const pressed = pressure / 1023;
  const lean = (Math.hypot(tiltX, tiltY) - UPRIGHT) / (FLAT - UPRIGHT);
  return pressed + (1 - pressed) * 0.5 * Math.min(1, Math.max(0, lean));
}

/**
 * @param {Point} point
 * @param {number} aspect
 * @returns {[number, number]}
 */
function inUnits([x, y], aspect) {
  return [(x / FINE) * UNITS, (y / FINE) * UNITS * aspect];
}

/**
 * @param {number[]} a
 * @param {number[]} b
 * @returns {[number, number]}
 */
function middle(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** From a spot to a line between two places. @param {number[]} spot @param {number[]} from @param {number[]} to */
function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function within(value, least, most) {
  return Math.min(most, Math.max(least, Math.round(value)));
}
