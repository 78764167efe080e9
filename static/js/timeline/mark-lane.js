/**
 * The lane of marks on the time axis: a canvas of its own, since marks change with every stroke and
 * the rest of the axis only with the clip.
 */

import { LANES, markPlace, paintMarks } from "./lanes.js";

/** @typedef {import("./lanes.js").Mark} Mark */

const NEAR = 8; // CSS pixels around a mark that still are the mark

export class MarkLane {
  canvas = document.createElement("canvas");
  /** @type {Mark[]} */
  #marks = [];
  #width = 0;
  #frames = 1;

  /** @param {Mark[]} marks */
  put(marks) {
    const before = this.#marks;
    const same = marks.length === before.length;
    if (same && marks.every((mark, index) => alike(mark, before[index]))) return;
    this.#marks = marks;
    this.paint();
  }

  /**
   * @param {number} [width] of the axis, in CSS pixels
   * @param {number} [frames] of the clip
   */
  paint(width = this.#width, frames = this.#frames) {
    this.#width = width;
    this.#frames = frames;
    const pen = width > 0 && blank(this.canvas, width);
    if (!pen) return;
    const accent = getComputedStyle(this.canvas).getPropertyValue("--accent");
    paintMarks(pen, width, frames, this.#marks, accent);
  }

  /**
   * The mark at a place of the axis, if there is one.
   * @param {number} x CSS pixels
   * @param {number} y
   */
  at(x, y) {
    if (y < LANES.marks.top) return undefined;
    const away = (/** @type {Mark} */ mark) =>
      Math.abs(markPlace(mark, this.#width, this.#frames) - x);
    return this.#marks
      .filter((mark) => away(mark) <= NEAR)
      .toSorted((a, b) => away(a) - away(b))[0];
  }
}

/**
 * Empties a canvas and gives it the size of all lanes.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 */
export function blank(canvas, width) {
  const height = LANES.marks.top + LANES.marks.height;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const pen = canvas.getContext("2d");
  pen?.scale(devicePixelRatio, devicePixelRatio);
  return pen;
}

/**
 * @param {Mark} a
 * @param {Mark} b
 */
function alike(a, b) {
  const { id, first, last, kind, colour } = a;
  const same = id === b.id && first === b.first && last === b.last;
  return same && kind === b.kind && colour === b.colour;
}
