/**
 * What a hand does on the picture while light is taken up: take a tone and lift it, brush, move
 * lamps and gradients, move the line of a wipe. Each tells its desk what it holds; none keeps light.
 */

import { newId } from "../shared/ids.js";
import { clamp, pushPoint, takeTone } from "./curves.js";

/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {import("./between.js").Lamp} Lamp */
/** @typedef {import("./between.js").Gradient} Gradient */
/** @typedef {[number, number]} Place of the picture's width and height */

/**
 * @typedef {object} Held one act of a hand, from touch to lifting
 * @property {(moves: [PointerEvent, Place][]) => void} go
 * @property {() => void} finish
 */

const LIFT = 8; // stops over the picture's whole height, when a tone is dragged in it
const FINE = 0.2; // how much slower with Shift

/**
 * Takes the tone under the pen; up and down lifts and lowers it.
 * @param {object} desk
 * @param {number} desk.tone in stops
 * @param {Spot[]} desk.points of the curve as it is
 * @param {Place} place
 * @param {{held: (points: Spot[], tone: number) => void, done: (moved: boolean) => void}} report
 * @returns {Held}
 */
export function holdTone({ tone, points }, place, report) {
  const taken = takeTone(points, tone);
  const y = taken.points[taken.at][1];
  let last = place[1];
  let by = 0;
  let moved = false;
  report.held(points, tone);
  return {
    go(moves) {
      for (const [event, [, v]] of moves) {
        by += (last - v) * LIFT * (event.shiftKey ? FINE : 1);
        last = v;
      }
      if (!moved && Math.abs(by) < 0.04) return; // a touch alone changes nothing
      moved = true;
      report.held(pushPoint(taken.points, taken.at, y + by), tone);
    },
    finish: () => report.done(moved),
  };
}

/**
 * Paints a stroke.
 * @param {Omit<import("./field.js").Stroke, "points">} brush
 * @param {[PointerEvent, Place]} first
 * @param {{held: (wet: import("./book.js").Stroke) => void, done: (wet: import("./book.js").Stroke) => void}} report
 * @returns {Held}
 */
export function holdBrush(brush, [event, place], report) {
  const wet = { id: newId(), ...brush, points: [dab(event, place)] };
  const say = () => report.held({ ...wet });
  say();
  return {
    go(moves) {
      for (const move of moves) {
        const next = dab(...move);
        const last = wet.points[wet.points.length - 1];
        if (next.some((value, at) => value !== last[at])) wet.points.push(next);
      }
      say();
    },
    finish: () => report.done(wet),
  };
}

/** @typedef {"middle" | "wide" | "high" | "one" | "other"} Grip which part of a lamp or gradient is held */

/**
 * The part of a lamp or gradient that lies under a place, if one does.
 * @param {(Lamp | Gradient)[]} lamps
 * @param {Place} place
 * @param {number} reach of the picture's width
 * @param {number} aspect height by width
 * @param {string} chosen whose edges can be taken too
 * @returns {{lamp: Lamp | Gradient, grip: Grip} | null}
 */
export function gripAt(lamps, place, reach, aspect, chosen) {
  const grips = lamps
    .flatMap((lamp) => gripsOf(lamp, aspect, lamp.id === chosen).map(({ grip, at }) => ({ lamp, grip, far: away(at, place, aspect) })))
    .filter(({ far }) => far <= reach)
    .toSorted((a, b) => a.far - b.far);
  return grips[0] ?? null;
}

/**
 * Where a lamp or gradient can be taken.
 * @param {Lamp | Gradient} lamp
 * @param {number} aspect
 * @param {boolean} whole its edges too
 * @returns {{grip: Grip, at: Place}[]}
 */
export function gripsOf(lamp, aspect, whole) {
  if (lamp.kind === "gradient") {
    return [{ grip: "one", at: [lamp.x1, lamp.y1] }, { grip: "other", at: [lamp.x2, lamp.y2] }];
  }
  const middle = { grip: /** @type {Grip} */ ("middle"), at: /** @type {Place} */ ([lamp.x, lamp.y]) };
  if (!whole) return [middle];
  const turn = (lamp.turn * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return [
    middle,
    { grip: "wide", at: [lamp.x + c * lamp.rx, lamp.y + (s * lamp.rx) / aspect] },
    { grip: "high", at: [lamp.x - s * lamp.ry, lamp.y + (c * lamp.ry) / aspect] },
  ];
}

/**
 * Moves what is held of a lamp or gradient: its middle, an end, or an edge, which turns it as well.
 * @param {Lamp | Gradient} lamp
 * @param {Grip} grip
 * @param {number} aspect
 * @param {{held: (lamp: Lamp | Gradient) => void, done: (moved: boolean) => void}} report
 * @returns {Held}
 */
export function holdLamp(lamp, grip, aspect, report) {
  let moved = false;
  return {
    go(moves) {
      const last = moves[moves.length - 1];
      if (!last) return;
      moved = true;
      report.held(movedTo(lamp, grip, last[1], aspect));
    },
    finish: () => report.done(moved),
  };
}

/**
 * @param {Lamp | Gradient} lamp
 * @param {Grip} grip
 * @param {Place} place
 * @param {number} aspect
 * @returns {Lamp | Gradient}
 */
export function movedTo(lamp, grip, [u, v], aspect) {
  const [x, y] = [round(clamp(u, -1, 2), 1e4), round(clamp(v, -1, 2), 1e4)];
  if (lamp.kind === "gradient") return grip === "one" ? { ...lamp, x1: x, y1: y } : { ...lamp, x2: x, y2: y };
  if (grip === "middle") return { ...lamp, x, y };
  const [across, down] = [u - lamp.x, (v - lamp.y) * aspect];
  const reach = round(clamp(Math.hypot(across, down), 0.01, 4), 1e4);
  const angle = (Math.atan2(down, across) * 180) / Math.PI - (grip === "high" ? 90 : 0);
  const turn = round(((angle + 540) % 360) - 180, 10);
  return grip === "wide" ? { ...lamp, rx: reach, turn } : { ...lamp, ry: reach, turn };
}

/** @param {Place} place @returns {Lamp} one that lights a face, not a wall */
export function newLamp([x, y]) {
  return { id: newId().slice(0, 13), kind: "lamp", x: round(x, 1e4), y: round(y, 1e4), rx: 0.18, ry: 0.18, turn: 0, softness: 1, stops: 1, warmth: 0 };
}

/** @param {Place} place @returns {Gradient} */
export function newGradient([x, y]) {
  const [x1, y1] = [round(x, 1e4), round(y, 1e4)];
  return { id: newId().slice(0, 13), kind: "gradient", x1, y1, x2: x1, y2: y1, stops: -1, warmth: 0 };
}

/** @param {Place} a @param {Place} b @param {number} aspect */
function away(a, b, aspect) {
  return Math.hypot(a[0] - b[0], (a[1] - b[1]) * aspect);
}

/**
 * A point of a painted stroke: pressure is strength, tilt is softness. A mouse presses wholly.
 * @param {PointerEvent} event
 * @param {Place} place
 * @returns {import("./field.js").Dab}
 */
export function dab({ pointerType, pressure, tiltX, tiltY }, [u, v]) {
  const pen = pointerType === "pen";
  const tilt = pen ? Math.min(1, Math.hypot(tiltX, tiltY) / 90) : 0;
  return [round(clamp(u, -1, 2), 1e5), round(clamp(v, -1, 2), 1e5), pen ? round(pressure, 1e3) : 1, round(tilt, 1e3)];
}

/** @param {number} value @param {number} by */
function round(value, by) {
  return Math.round(value * by) / by;
}
