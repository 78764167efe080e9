/**
 * Two cuts at one playhead: frame f of one with frame f + offset of the other, always together. A
 * pair is there only when both its pictures are, so that unequal frames are never seen.
 */

import { compose, Feed, release } from "./feed.js";

/** @typedef {import("./feed.js").Closable} Closable */

/**
 * @template {Closable} P
 * @typedef {object} Side a cut, or a draft as a cut of one clip
 * @property {import("./timing.js").Timing} timing
 * @property {import("./feed.js").Drafts<P>} drafts
 */

/**
 * @template {Closable} P
 * @typedef {import("./feed.js").Composed<P> & {beside: import("./feed.js").Composed<P> | null}} Pair
 */

/**
 * The frame of the other side that is seen with a frame of this one; null where it has none.
 * @param {number} frame
 * @param {number} offset
 * @param {number} frames of the other side
 */
export function besideFrame(frame, offset, frames) {
  const otherFrame = frame + offset;
  return otherFrame >= 0 && otherFrame < frames ? otherFrame : null;
}

/**
 * Both pictures of one place of the playhead. null: overtaken.
 * @template {Closable} P
 * @param {Side<P>} first
 * @param {Side<P>} second
 * @param {number} offset
 * @param {number} frame
 * @returns {Promise<Pair<P> | null>}
 */
export async function composePair(first, second, offset, frame) {
  const otherFrame = besideFrame(frame, offset, second.timing.frames);
  const [firstResult, secondResult] = await Promise.allSettled([
    compose(first.timing, first.drafts, frame),
    otherFrame === null ? null : compose(second.timing, second.drafts, otherFrame),
  ]);
  const [picture, beside] = [firstResult, secondResult].map((result) => (result.status === "fulfilled" ? result.value : null));
  if (picture && (beside || otherFrame === null)) return { ...picture, beside };
  if (picture) release(picture);
  if (beside) release(beside);
  for (const result of [firstResult, secondResult]) if (result.status === "rejected") throw result.reason;
  return null;
}

/** @param {Pair<Closable>} pair */
export function releasePair(pair) {
  release(pair);
  if (pair.beside) release(pair.beside);
}

/**
 * Pairs being composed ahead of their time, in order, none left out: a Feed (cut-feed.js).
 * @template {Closable} P
 */
export class PairFeed {
  #one;
  #other;
  #offset;
  #step;
  #frames;

  /**
   * @param {object} of
   * @param {Side<P>} of.one
   * @param {Side<P>} of.other
   * @param {number} of.offset
   * @param {number} of.first frame of the playhead
   * @param {number} of.last half-open
   * @param {number} [of.step]
   * @param {number} [of.ahead]
   */
  constructor({ one, other, offset, first, last, step = 1, ahead = 12 }) {
    this.#offset = offset;
    this.#step = step;
    this.#frames = other.timing.frames;
    this.#one = new Feed({ ...one, first, last, step, ahead });
    const lacking = Math.max(0, Math.ceil(-(first + offset) / step)); // places before its first frame
    const from = first + offset + lacking * step;
    this.#other = new Feed({ ...other, first: from, last: Math.min(this.#frames, last + offset), step, ahead });
  }

  get error() {
    return this.#one.error ?? this.#other.error;
  }

  /** How many pairs are whole. */
  get ready() {
    const first = this.#one.next?.frame ?? 0;
    let used = 0;
    for (let count = 0; count < this.#one.ready; count += 1) {
      if (besideFrame(first + count * this.#step, this.#offset, this.#frames) === null) continue;
      used += 1;
      if (used > this.#other.ready) return count;
    }
    return this.#one.ready;
  }

  /** The next pair that is whole, without taking it. */
  get next() {
    return this.ready > 0 ? this.#one.next : null;
  }

  /** @returns {Pair<P> | null} the receiver releases it */
  take() {
    if (this.ready === 0) return null;
    const composition = /** @type {import("./feed.js").Composed<P>} */ (this.#one.take());
    const otherFrame = besideFrame(composition.frame, this.#offset, this.#frames);
    const beside = otherFrame === null ? null : this.#other.take();
    if (beside && beside.frame !== otherFrame) throw new Error(`frame ${beside.frame} beside ${otherFrame}`);
    return { ...composition, beside };
  }

  stop() {
    this.#one.stop();
    this.#other.stop();
  }
}
