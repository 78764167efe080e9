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
  const there = frame + offset;
  return there >= 0 && there < frames ? there : null;
}

/**
 * Both pictures of one place of the playhead. null: overtaken.
 * @template {Closable} P
 * @param {Side<P>} one
 * @param {Side<P>} other
 * @param {number} offset
 * @param {number} frame
 * @returns {Promise<Pair<P> | null>}
 */
export async function composePair(one, other, offset, frame) {
  const there = besideFrame(frame, offset, other.timing.frames);
  const [mine, theirs] = await Promise.allSettled([
    compose(one.timing, one.drafts, frame),
    there === null ? null : compose(other.timing, other.drafts, there),
  ]);
  const [picture, beside] = [mine, theirs].map((each) => (each.status === "fulfilled" ? each.value : null));
  if (picture && (beside || there === null)) return { ...picture, beside };
  if (picture) release(picture);
  if (beside) release(beside);
  for (const each of [mine, theirs]) if (each.status === "rejected") throw each.reason;
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
    const one = /** @type {import("./feed.js").Composed<P>} */ (this.#one.take());
    const there = besideFrame(one.frame, this.#offset, this.#frames);
    const beside = there === null ? null : this.#other.take();
    if (beside && beside.frame !== there) throw new Error(`frame ${beside.frame} beside ${there}`);
    return { ...one, beside };
  }

  stop() {
    this.#one.stop();
    this.#other.stop();
  }
}
