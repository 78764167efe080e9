/** In and out points, and whether what lies between them is played over and over. */

/** @typedef {{first: number, last: number}} Span the frames first ≤ f < last */

/** Event: "change". */
export class Loop extends EventTarget {
  #frames = 0;
  #on = false;
  /** @type {Span | null} */
  #span = null;

  /** How many frames the clip has. */
  get frames() {
    return this.#frames;
  }

  /** @returns {Span | null} what was marked; null for the whole clip */
  get span() {
    return this.#span;
  }

  get on() {
    return this.#on;
  }

  set on(on) {
    this.#on = on;
    this.#changed();
  }

  /** @returns {Span} what is played */
  get played() {
    return (this.#on && this.#span) || { first: 0, last: this.#frames };
  }

  /**
   * Begins anew for another clip.
   * @param {number} frames how many frames it has
   */
  reset(frames) {
    this.#frames = frames;
    this.clear();
  }

  /** @param {number} frame which is the first of the span from now on */
  markIn(frame) {
    const last = this.#span?.last ?? this.#frames;
    this.set(frame, last > frame ? last : this.#frames);
  }

  /** @param {number} frame which is the last one in the span from now on */
  markOut(frame) {
    const first = this.#span?.first ?? 0;
    this.set(first <= frame ? first : 0, frame + 1);
  }

  /**
   * Marks the frames first ≤ f < last, as far as the clip reaches.
   * @param {number} first
   * @param {number} last
   */
  set(first, last) {
    const span = { first: Math.max(0, first), last: Math.min(last, this.#frames) };
    this.#span = span.first < span.last ? span : null;
    this.#changed();
  }

  clear() {
    this.#span = null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
