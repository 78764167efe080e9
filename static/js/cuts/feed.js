/**
 * The pictures of a cut in order, a little ahead of their time: the next draft is opened and decoded
 * while this one is seen, so that nothing waits at a join.
 */

/** @typedef {import("./timing.js").Timing} Timing */
/** @typedef {import("./timing.js").Shown} Shown */
/** @typedef {{close(): void}} Closable */

/**
 * @template {Closable} P
 * @typedef {object} Source gives pictures of one draft
 * @property {(frame: number) => Promise<P | null>} picture null when a later wish overtook this one
 * @property {() => void} close
 */

/**
 * @template {Closable} P
 * @typedef {object} Composed
 * @property {number} frame of the cut
 * @property {Shown} shown
 * @property {P} picture
 * @property {P | null} under
 */

const NEXT = 3; // drafts that are opened before their time
const OPEN = NEXT + 3; // at once: with the one seen, the one before it in a dissolve, and one that was

/**
 * Drafts that are open. One that comes again soon is opened again, so that neither waits.
 * @template {Closable} P
 */
export class Drafts {
  /** @type {Map<string, Promise<Source<P>>>} the one used last stands last */
  #open = new Map();
  #opener;
  #name;

  /**
   * @param {(clip: number) => Promise<Source<P>>} opener
   * @param {(clip: number) => string} name of a clip's draft
   */
  constructor(opener, name) {
    this.#opener = opener;
    this.#name = name;
  }

  /** @param {number} clip @returns {Promise<Source<P>>} */
  of(clip) {
    const key = `${this.#name(clip)} ${clip % (NEXT + 2)}`;
    const source = this.#open.get(key) ?? this.#opener(clip);
    this.#open.delete(key);
    this.#open.set(key, source);
    // One that could not be opened is tried anew when it is wanted again.
    source.catch(() => this.#open.get(key) === source && this.#open.delete(key));
    for (const old of this.#open.keys()) {
      if (this.#open.size <= OPEN) break;
      this.#let(old);
    }
    return source;
  }

  close() {
    for (const key of this.#open.keys()) this.#let(key);
  }

  /** @param {string} key */
  #let(key) {
    const source = this.#open.get(key);
    this.#open.delete(key);
    source?.then((reader) => reader.close(), () => {});
  }
}

/**
 * One frame of a cut: its picture, and in a dissolve that beneath it. null: overtaken.
 * @template {Closable} P
 * @param {Timing} timing
 * @param {Drafts<P>} drafts
 * @param {number} frame
 * @returns {Promise<Composed<P> | null>}
 */
export async function compose(timing, drafts, frame) {
  const shown = timing.at(frame);
  const source = await drafts.of(shown.clip);
  const picture = await source.picture(shown.frame);
  if (!picture) return null;
  if (!shown.under) return { frame, shown, picture, under: null };
  try {
    const beneath = await (await drafts.of(shown.under.clip)).picture(shown.under.frame);
    if (beneath) return { frame, shown, picture, under: beneath };
  } catch (error) {
    picture.close();
    throw error;
  }
  picture.close();
  return null;
}

/** @param {Composed<Closable>} one */
export function release({ picture, under }) {
  picture.close();
  under?.close();
}

/**
 * Frames being composed ahead of their time, in order, none left out.
 * @template {Closable} P
 */
export class Feed {
  /** @type {Composed<P>[]} */
  #ready = [];
  #stopped = false;
  /** @type {(() => void) | null} */
  #wake = null;
  #opened = -1;
  /** @type {unknown} */
  error = null;

  /**
   * @param {object} of
   * @param {Timing} of.timing
   * @param {Drafts<P>} of.drafts
   * @param {number} of.first frame
   * @param {number} of.last half-open
   * @param {number} [of.step] frames; above 1 for what is played faster
   * @param {number} [of.ahead] how many are kept ready
   */
  constructor({ timing, drafts, first, last, step = 1, ahead = 12 }) {
    this.timing = timing;
    this.drafts = drafts;
    this.ahead = ahead;
    this.last = last;
    this.done = this.#run(first, last, step).catch((error) => (this.error = error));
  }

  get ready() {
    return this.#ready.length;
  }

  /** The next frame that is ready, without taking it. */
  get next() {
    return this.#ready[0] ?? null;
  }

  /** @returns {Composed<P> | null} the receiver releases it */
  take() {
    const composition = this.#ready.shift() ?? null;
    this.#wake?.();
    return composition;
  }

  stop() {
    this.#stopped = true;
    this.#wake?.();
    for (const composition of this.#ready.splice(0)) release(composition);
  }

  /** @param {number} first @param {number} last @param {number} step */
  async #run(first, last, step) {
    for (let frame = first; frame < last && !this.#stopped; frame += step) {
      while (this.#ready.length >= this.ahead && !this.#stopped) {
        await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
      }
      if (this.#stopped) return;
      const composed = compose(this.timing, this.drafts, frame);
      this.#openNext(frame);
      const composition = await composed;
      if (!composition) throw new Error(`frame ${frame} was overtaken`);
      if (this.#stopped) return release(composition);
      this.#ready.push(composition);
    }
  }

  /** Opens the drafts that come next while there is time, and keeps them open. @param {number} frame */
  #openNext(frame) {
    const { starts, clips } = this.timing;
    const current = this.timing.clipAt(frame);
    for (let next = current + 1; next < clips.length && next <= current + NEXT; next += 1) {
      if (frame < starts[next] - 8 * this.ahead) return;
      const source = this.drafts.of(next);
      if (next <= this.#opened) continue;
      this.#opened = next;
      const first = this.timing.at(starts[next]).frame;
      const primed = source.then((reader) => reader.picture(first));
      // What goes wrong is said when its own turn comes.
      primed.then((picture) => picture?.close(), () => {});
    }
  }
}

/**
 * The picture to be seen now, if there is another: the next that is not more than `kept` frames late.
 * @template {{frame: number}} C
 * @param {{next: C | null, take: () => C | null}} feed
 * @param {number} due frame
 * @param {number} reserve
 * @returns {{one: C | null, passed: C[]}} what it is, and those before it that came too late
 */
export function takeDue(feed, due, reserve) {
  /** @type {C[]} */
  const passed = [];
  let composition = null;
  for (let next = feed.next; next && next.frame <= due; next = feed.next) {
    if (composition && composition.frame >= due - reserve) break;
    if (composition) passed.push(composition);
    composition = feed.take();
  }
  return { one: composition, passed };
}
