/** Decoded frames kept for a moment, nearest to where one looks. */

/** @typedef {{close(): void}} Closable */

/**
 * A bounded map from frame number to picture. What falls out is closed, for decoded video lives
 * outside the garbage collector's sight.
 * @template {Closable} T
 */
export class FrameCache {
  /** @type {Map<number, T>} */
  #pictures = new Map();
  #limit;

  /** @param {number} limit how many pictures are kept at most */
  constructor(limit) {
    this.#limit = limit;
  }

  get size() {
    return this.#pictures.size;
  }

  /** @param {number} frame */
  has(frame) {
    return this.#pictures.has(frame);
  }

  /** @param {number} frame */
  get(frame) {
    return this.#pictures.get(frame);
  }

  /**
   * Takes a picture over, and lets the one go that is farthest from `here` when there are too many.
   * @param {number} frame
   * @param {T} picture
   * @param {number} playhead the frame that is looked at
   */
  keep(frame, picture, playhead) {
    this.#pictures.get(frame)?.close();
    this.#pictures.set(frame, picture);
    if (this.#pictures.size > this.#limit) this.#drop(this.#farthest(playhead));
  }

  clear() {
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
  }

  /** @param {number} playhead */
  #farthest(playhead) {
    let farthest = playhead;
    for (const frame of this.#pictures.keys()) {
      if (Math.abs(frame - playhead) > Math.abs(farthest - playhead)) farthest = frame;
    }
    return farthest;
  }

  /** @param {number} frame */
  #drop(frame) {
    this.#pictures.get(frame)?.close();
    this.#pictures.delete(frame);
  }
}
