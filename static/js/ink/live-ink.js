/**
 * Ink that is being drawn, by this hand and by others: a canvas of its own that needs not wait for
 * the page (desynchronized). What is drawn here at once is replaced by dry ink when it is done.
 */

import { drawAll, penOf, wipe } from "./committed-ink.js";

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
  /**
   * Others' strokes under way, the oldest first, by the name they pass under: it is not their id,
   * which is the author's alone until the stroke lies.
   * @type {Map<string, Wet & {member: string, at: number}>}
   */
  #others = new Map();
  #tidy = 0;
  #seen = { draft: "", frame: -1 };
  #clean = true;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("../player/view.js").View} view
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
   * @param {Wet & {member: string, stroke: string, start: number}} tail
   */
  hear({ stroke, start, points, ...rest }) {
    const before = this.#others.get(stroke)?.points ?? [];
    const joined = [...before.slice(0, start), ...points];
    this.#others.set(stroke, { ...rest, points: joined, at: Date.now() });
    this.#dropAbandoned();
  }

  /**
   * A member's stroke lies: it is not wet any more, nor is what they began before it, for a hand
   * draws one stroke at a time. Which one it is, is known by where it begins; if that was never
   * heard, only the latest can still be under way.
   * @param {import("../room/state.js").Entry} entry
   */
  dry({ actor, payload }) {
    const strokes = [...this.#others].filter(([, ink]) => actor === `member:${ink.member}`);
    const which = strokes.findIndex(([, ink]) => payload && begins(ink, /** @type {Wet} */ (payload)));
    for (const [name] of strokes.slice(0, which < 0 ? -1 : which + 1)) this.#others.delete(name);
    this.paint();
  }

  #dropAbandoned() {
    const late = Date.now() - ABANDONED;
    for (const [name, { at }] of this.#others) if (at <= late) this.#others.delete(name);
    clearTimeout(this.#tidy);
    if (this.#others.size > 0) this.#tidy = setTimeout(() => this.#dropAbandoned(), ABANDONED);
    this.paint();
  }

  paint() {
    const { draft, frame } = this.#seen;
    const strokes = [...this.#others.values()].filter((ink) => ink.draft === draft && ink.frame === frame);
    const own = this.#own;
    if (this.#clean && strokes.length === 0 && !own) return;
    wipe(this.#pen);
    drawAll(this.#pen, strokes, this.#view);
    if (own) drawAll(this.#pen, [own], this.#view);
    this.#clean = strokes.length === 0 && !own;
  }
}

/**
 * @param {Wet} ink as much of it as was heard
 * @param {Wet} stroke
 */
function begins(ink, stroke) {
  const [x, y] = ink.points[0] ?? [];
  const at = stroke.points[0];
  return ink.draft === stroke.draft && ink.frame === stroke.frame && x === at[0] && y === at[1];
}
