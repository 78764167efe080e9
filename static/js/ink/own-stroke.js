/**
 * The stroke under this hand, from pen down to pen up. It tells others its new tail now and then,
 * and goes on as another stroke when it has grown too long for one.
 */

import { newId } from "../shared/ids.js";
import { LONGEST } from "./ink.js";

/** @typedef {import("./strokes.js").Point} Point */
/** @typedef {import("./live-ink.js").Wet} Wet */

const TOLD = 50; // ms between two tails
const TAIL = 500; // points a tail may have
const SEAM = 2; // points that two halves share

export class OwnStroke {
  id = newId();
  /** @type {Point[]} */
  points = [];
  #wet;
  #hand;
  #told = 0;
  #toldAt = 0;

  /**
   * @param {Omit<Wet, "points">} wet
   * @param {{tell: (tail: import("../room/events.js").Ink) => void, done: (id: string, stroke: Wet) => void}} hand
   */
  constructor(wet, hand) {
    this.#wet = wet;
    this.#hand = hand;
  }

  get frame() {
    return this.#wet.frame;
  }

  /** @param {Point[]} points */
  add(points) {
    for (const point of points) {
      const last = this.points.at(-1);
      if (last && last[0] === point[0] && last[1] === point[1]) continue;
      if (this.points.length === LONGEST) this.#goOn();
      this.points.push(point);
    }
    if (Date.now() - this.#toldAt >= TOLD) this.#tell();
  }

  /**
   * As it is drawn while wet, with the points that are foreseen.
   * @param {Point[]} foreseen
   */
  wet(foreseen) {
    return { ...this.#wet, stroke: this.id, points: [...this.points, ...foreseen] };
  }

  finish() {
    if (this.points.length > 0) this.#hand.done(this.id, { ...this.#wet, points: this.points });
  }

  #goOn() {
    const seam = this.points.slice(-SEAM);
    this.finish();
    this.id = newId();
    this.points = seam;
    this.#told = 0;
  }

  #tell() {
    const points = this.points.slice(this.#told, this.#told + TAIL);
    if (points.length === 0) return;
    this.#hand.tell({ ...this.#wet, stroke: this.id, start: this.#told, points });
    this.#told += points.length;
    this.#toldAt = Date.now();
  }
}

/**
 * The ids of all parts of a stroke that was too long for one: each goes on where another ended.
 * @param {import("./strokes.js").Stroke} stroke
 * @param {import("./strokes.js").Stroke[]} strokes of its frame
 * @returns {string[]}
 */
export function wholeOf(stroke, strokes) {
  const pieces = new Map([[stroke.id, stroke]]);
  for (const piece of pieces.values()) {
    for (const other of strokes) if (goesOn(piece, other) || goesOn(other, piece)) pieces.set(other.id, other);
  }
  return [...pieces.keys()];
}

/**
 * @param {import("./strokes.js").Stroke} piece
 * @param {import("./strokes.js").Stroke} next
 */
function goesOn(piece, next) {
  if (piece.points.length < LONGEST || piece.actor !== next.actor || piece.tool !== next.tool) return false;
  return String(piece.points.slice(-SEAM)) === String(next.points.slice(0, SEAM));
}
