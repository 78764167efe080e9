/**
 * Where the picture lies on its stage, and how far one has gone into it. Pure: stage places are CSS
 * pixels from the stage's corner, picture places are fractions of the picture's width and height.
 */

const DEEPEST = 12;

/** @typedef {{scale: number, u: number, v: number}} Into how much larger than fitted, and what place of the picture is in the middle */

export class View {
  #stage = { width: 1, height: 1 };
  #picture = { width: 16, height: 9 };
  #deepest;
  scale = 1;
  x = 0;
  y = 0;

  /** @param {number} [deepest] how many times larger than fitted it can be seen */
  constructor(deepest = DEEPEST) {
    this.#deepest = deepest;
  }

  /** @param {number} width @param {number} height of the stage, in CSS pixels */
  resize(width, height) {
    this.#stage = { width, height };
    this.#settle();
  }

  /** @param {number} width @param {number} height of the picture, in its own pixels */
  show(width, height) {
    this.#picture = { width, height };
    this.#settle();
  }

  /** Height divided by width. */
  get aspect() {
    return this.#picture.height / this.#picture.width;
  }

  /** The picture's place on the stage as it is seen now. */
  get rect() {
    const { left, top, width, height } = this.#fit();
    const { scale, x, y } = this;
    return { left: left * scale + x, top: top * scale + y, width: width * scale, height: height * scale };
  }

  /** @param {number} x @param {number} y @returns {[number, number]} */
  toPicture(x, y) {
    const { left, top, width, height } = this.rect;
    return [(x - left) / width, (y - top) / height];
  }

  /** @param {number} u @param {number} v @returns {[number, number]} */
  toStage(u, v) {
    const { left, top, width, height } = this.rect;
    return [left + u * width, top + v * height];
  }

  /**
   * Goes in or out around a place of the stage, and moves by what the place has moved.
   * @param {number} factor
   * @param {{x: number, y: number}} around
   * @param {{x: number, y: number}} moved in CSS pixels
   */
  pinch(factor, around, moved) {
    const scale = Math.min(this.#deepest, Math.max(1, this.scale * factor));
    const grown = scale / this.scale;
    this.x = around.x - (around.x - this.x) * grown + moved.x;
    this.y = around.y - (around.y - this.y) * grown + moved.y;
    this.scale = scale;
    this.#settle();
  }

  /** How far one has gone into the picture; null where all of it is seen. @returns {Into | null} */
  get into() {
    if (this.scale <= 1) return null;
    const [u, v] = this.toPicture(this.#stage.width / 2, this.#stage.height / 2);
    return { scale: this.scale, u, v };
  }

  /** @param {Into} into */
  goInto({ scale, u, v }) {
    const { left, top, width, height } = this.#fit();
    this.scale = Math.min(this.#deepest, Math.max(1, scale));
    this.x = this.#stage.width / 2 - this.scale * (left + u * width);
    this.y = this.#stage.height / 2 - this.scale * (top + v * height);
    this.#settle();
  }

  /** The whole picture again. */
  reset() {
    this.scale = 1;
    this.#settle();
  }

  /** As large as it fits, in the middle. */
  #fit() {
    const { width, height } = this.#stage;
    const wide = Math.min(width, height / this.aspect);
    const high = wide * this.aspect;
    return { left: (width - wide) / 2, top: (height - high) / 2, width: wide, height: high };
  }

  /** Nobody gets lost: the stage's edges stay inside what is shown. */
  #settle() {
    const { width, height } = this.#stage;
    this.x = Math.min(0, Math.max(width * (1 - this.scale), this.x));
    this.y = Math.min(0, Math.max(height * (1 - this.scale), this.y));
  }
}
