/**
 * Ink that lies on a frame, painted onto a canvas of its own. What is added on top is painted alone;
 * much ink is painted a little at a time, so that the hand is never held up, and frames with much of
 * it are kept as bitmaps, so that going back to them costs nothing.
 */

import { pathOf, UNITS } from "./ink.js";

/** @typedef {import("./strokes.js").Stroke} Stroke */
/** @typedef {Pick<Stroke, "tool" | "colour" | "width" | "points" | "refused">} Seen */

const MUCH = 40; // strokes that make a frame worth keeping
const KEPT = 8; // bitmaps
const AT_ONCE = 10; // ms of painting before the screen gets its turn
const HANDFUL = 8; // strokes painted between two looks at the clock

/** @type {WeakMap<object, Path2D>} by points: they never change */
const paths = new WeakMap();

export class DryInk {
  #canvas;
  #pen;
  /** @type {Map<string, {names: string[], bitmap: HTMLCanvasElement}>} */
  #kept = new Map();
  /** @type {string[]} what is on the canvas now, from the bottom up */
  #painted = [];
  #place = "";
  #turn = 0;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = penOf(canvas);
  }

  /** Size or view changed: everything is painted anew. */
  clear() {
    cancelAnimationFrame(this.#turn);
    this.#kept.clear();
    this.#painted = [];
    this.#place = "";
    wipe(this.#pen);
  }

  /**
   * @param {string} place draft and frame
   * @param {Stroke[]} strokes from the bottom up
   * @param {import("../player/view.js").View} view
   */
  paint(place, strokes, view) {
    const names = strokes.map(({ id, refused }) => (refused ? `refused ${id}` : id));
    if (place !== this.#place) this.#turnTo(place, names);
    const unchanged = this.#painted.every((name, index) => name === names[index]);
    if (!unchanged) {
      wipe(this.#pen);
      this.#painted = [];
    }
    cancelAnimationFrame(this.#turn);
    this.#add(strokes, names, view, strokes.length - this.#painted.length > MUCH);
  }

  /** Whether there is so much on the canvas that painting it anew takes its time. */
  get much() {
    return this.#painted.length > MUCH;
  }

  /**
   * Paints what is not painted yet, and goes on in the screen's next turn when it takes longer.
   * @param {Stroke[]} strokes
   * @param {string[]} names
   * @param {import("../player/view.js").View} view
   * @param {boolean} keep whether the whole of it is worth keeping
   */
  #add(strokes, names, view, keep) {
    const until = performance.now() + AT_ONCE;
    let done = this.#painted.length;
    while (done < strokes.length && performance.now() < until) {
      drawAll(this.#pen, strokes.slice(done, done + HANDFUL), view);
      done = Math.min(done + HANDFUL, strokes.length);
    }
    this.#painted = names.slice(0, done);
    if (done < strokes.length) {
      this.#turn = requestAnimationFrame(() => this.#add(strokes, names, view, keep));
    } else if (keep) this.#keep(this.#place);
  }

  /**
   * @param {string} place
   * @param {string[]} names
   */
  #turnTo(place, names) {
    const tile = this.#kept.get(place);
    this.#place = place;
    if (this.#painted.length > 0) wipe(this.#pen);
    this.#painted = [];
    if (!tile || names.length === 0) return;
    this.#pen.setTransform(1, 0, 0, 1, 0, 0);
    this.#pen.drawImage(tile.bitmap, 0, 0);
    this.#painted = tile.names;
  }

  /** @param {string} place */
  #keep(place) {
    const bitmap = document.createElement("canvas");
    bitmap.width = this.#canvas.width;
    bitmap.height = this.#canvas.height;
    penOf(bitmap).drawImage(this.#canvas, 0, 0);
    this.#kept.delete(place);
    this.#kept.set(place, { names: this.#painted, bitmap });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}

/**
 * Fills strokes in the order they lie.
 * @param {CanvasRenderingContext2D} pen
 * @param {Iterable<Seen>} strokes
 * @param {import("../player/view.js").View} view
 * @param {number} [share] how much of it is seen, 0 to 1
 */
export function drawAll(pen, strokes, view, share = 1) {
  const { left, top, width } = view.rect;
  const scale = (width / UNITS) * devicePixelRatio;
  pen.setTransform(scale, 0, 0, scale, left * devicePixelRatio, top * devicePixelRatio);
  for (const stroke of strokes) {
    pen.fillStyle = stroke.colour;
    pen.globalAlpha = (stroke.tool === "marker" ? 0.45 : 1) * (stroke.refused ? 0.35 : 1) * share;
    pen.fill(pathFor(stroke, view.aspect));
  }
  pen.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} pen */
export function wipe(pen) {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function penOf(canvas, settings) {
  const pen = canvas.getContext("2d", settings);
  if (!pen) throw new Error("this browser draws no ink");
  return pen;
}

/**
 * @param {Seen} stroke
 * @param {number} aspect
 */
function pathFor(stroke, aspect) {
  const cached = paths.get(stroke.points);
  if (cached) return cached;
  const path = pathOf(stroke, aspect);
  paths.set(stroke.points, path);
  return path;
}
