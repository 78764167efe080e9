/**
 * What fingers do: one moves the picture when one is close to it, two go in and out, a tap of two
 * undoes and a tap of three does it again, a long press asks what lies there.
 */

const TAP = 300; // ms from the first finger down to the last one up
const LONG = 500;
const STILL = 12; // CSS pixels that a finger may move and be still

/** @typedef {{x: number, y: number}} Spot */

/**
 * @typedef {object} Acts
 * @property {(factor: number, around: Spot, moved: Spot) => void} pinch
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {(where: Spot) => void} ask
 */

export class Fingers {
  #acts;
  /** @type {Map<number, Spot>} where each finger is */
  #down = new Map();
  #most = 0;
  #began = 0;
  #moved = 0;
  #press = 0;

  /** @param {Acts} acts */
  constructor(acts) {
    this.#acts = acts;
  }

  get count() {
    return this.#down.size;
  }

  /** @param {number} id @param {Spot} spot */
  down(id, spot) {
    if (this.#down.size === 0) {
      this.#began = Date.now();
      this.#most = 0;
      this.#moved = 0;
      this.#press = setTimeout(() => this.#ask(), LONG);
    }
    this.#down.set(id, spot);
    this.#most = Math.max(this.#most, this.#down.size);
  }

  /** @param {number} id @param {Spot} spot */
  move(id, spot) {
    const from = this.#down.get(id);
    if (!from) return;
    const before = this.#grip();
    this.#down.set(id, spot);
    const now = this.#grip();
    this.#moved += Math.hypot(spot.x - from.x, spot.y - from.y);
    if (this.#moved < STILL) return;
    const factor = before.reach > 0 && now.reach > 0 ? now.reach / before.reach : 1;
    const moved = { x: now.x - before.x, y: now.y - before.y };
    this.#acts.pinch(factor, before, moved);
  }

  /** @param {number} id @param {boolean} [cancelled] */
  up(id, cancelled = false) {
    if (!this.#down.delete(id) || this.#down.size > 0) return;
    clearTimeout(this.#press);
    const tapped = Date.now() - this.#began < TAP && this.#moved < STILL && !cancelled;
    if (tapped && this.#most === 2) this.#acts.undo();
    if (tapped && this.#most === 3) this.#acts.redo();
  }

  #ask() {
    const [only] = this.#down.values();
    if (this.#down.size === 1 && this.#most === 1 && this.#moved < STILL) this.#acts.ask(only);
  }

  /** The middle of all fingers, and how far they are from it. */
  #grip() {
    const spots = [...this.#down.values()];
    const x = spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length;
    const y = spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length;
    const far = spots.reduce((sum, spot) => sum + Math.hypot(spot.x - x, spot.y - y), 0);
    return { x, y, reach: far / spots.length };
  }
}
