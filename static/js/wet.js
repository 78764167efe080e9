/**
 * Ink that is being drawn, by this hand and by others: a canvas of its own that needs not wait for
 * the page (desynchronized). What is drawn here at once is replaced by dry ink when it is done.
 */

import { drawAll, penOf, wipe } from "./dry.js";

/** @typedef {import("./strokes.js").Point} Point */
/**
 * @typedef {object} Wet
 * @property {string} draft
 * @property {number} frame
 * @property {"pen" | "marker"} tool
 * @property {string} colour
 * @property {number} width
 * @property {Point[]} points
 */

const ABANDONED = 8000; // ms without news of somebody's stroke

export class WetInk {
  #pen;
  #view;
  /** @type {(Wet & {stroke: string}) | null} */
  #own = null;
  /** @type {Map<string, Wet & {at: number}>} others' strokes under way, by id */
  #others = new Map();
  #seen = { draft: "", frame: -1 };
  #clean = true;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./view.js").View} view
   */
  constructor(canvas, view) {
    this.#pen = penOf(canvas, { desynchronized: true });
    this.#view = view;
  }

  /**
   * @param {string} draft
   * @param {number} frame
   */
  turnTo(draft, frame) {
    this.#seen = { draft, frame };
    this.paint();
  }

  /** @param {(Wet & {stroke: string}) | null} own this hand's stroke, with what is foreseen of it */
  set own(own) {
    this.#own = own;
    this.paint();
  }

  /**
   * Somebody else's stroke goes on: the points from `start`.
   * @param {Wet & {stroke: string, start: number}} tail
   */
  hear({ stroke, start, points, ...rest }) {
    const before = this.#others.get(stroke)?.points ?? [];
    const joined = [...before.slice(0, start), ...points];
    this.#others.set(stroke, { ...rest, points: joined, at: Date.now() });
    this.paint();
  }

  /** @param {(stroke: string) => boolean} dried which strokes lie on a frame by now */
  dry(dried) {
    const late = Date.now() - ABANDONED;
    for (const [stroke, { at }] of this.#others) {
      if (at < late || dried(stroke)) this.#others.delete(stroke);
    }
    this.paint();
  }

  paint() {
    const { draft, frame } = this.#seen;
    const here = [...this.#others.values()].filter((ink) => ink.draft === draft && ink.frame === frame);
    const own = this.#own;
    if (this.#clean && here.length === 0 && !own) return;
    wipe(this.#pen);
    drawAll(this.#pen, here, this.#view);
    if (own) drawAll(this.#pen, [own], this.#view);
    this.#clean = here.length === 0 && !own;
  }
}
