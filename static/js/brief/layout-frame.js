/**
 * Where a plate lies on the page, with room above and below for who stands beyond its edges. Pure:
 * places on the page are CSS pixels, places in the plate are shares.
 */

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout.js").Point} Point */

const EDGE = 24; // CSS pixels around the plate, so that handles at its edge can be taken hold of
const BEYOND = { top: -0.3, bottom: 1.7 };

export class LayoutFrame {
  #width = 1;
  #aspect = 16 / 9;
  #tallest = Infinity;
  top = 0;
  bottom = 1;

  /**
   * @param {number} width of the page's part, CSS pixels
   * @param {number} tallest that the plate may be
   * @param {number} aspect the plate's width over its height
   */
  fit(width, tallest, aspect) {
    this.#width = width;
    this.#tallest = tallest;
    this.#aspect = aspect;
  }

  /** Makes room for everything. @param {Layout} layout */
  hold({ figures, lamps }) {
    const heads = figures.map(({ foot, height }) => foot[1] - height - 0.06);
    const all = [...figures.map(({ foot }) => foot[1] + 0.04), ...lamps.map(({ at }) => at[1])];
    this.top = Math.max(BEYOND.top, Math.min(0, ...heads));
    this.bottom = Math.min(BEYOND.bottom, Math.max(1, ...all));
  }

  /** The plate's place, CSS pixels. */
  get plate() {
    const room = Math.max(1, this.#width - 2 * EDGE);
    const width = Math.min(room, this.#tallest * this.#aspect);
    const height = width / this.#aspect;
    return { left: (this.#width - width) / 2, top: EDGE - this.top * height, width, height };
  }

  /** How high all of it is. */
  get height() {
    return (this.bottom - this.top) * this.plate.height + 2 * EDGE;
  }

  /** @param {Point} at @returns {Point} */
  toPage([u, v]) {
    const { left, top, width, height } = this.plate;
    return [left + u * width, top + v * height];
  }

  /** @param {Point} place @returns {Point} */
  toPlate([x, y]) {
    const { left, top, width, height } = this.plate;
    return [(x - left) / width, (y - top) / height];
  }
}
