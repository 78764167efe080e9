/**
 * Where a sitting stands: who presents by which hold, and the last that was heard of them. Pure.
 *
 * Messages get lost and overtake each other. A presenter's latest has the highest number; what has a
 * lower one, or comes by another hold, is old.
 */

/** @typedef {import("../room/events.js").Presented & {member: string}} Presented */
/** @typedef {{presenter: string | null, hold: string | null}} Held */

export const GONE = 4000; // ms without a word after which a presenter has gone

export class Stand {
  /** @type {Presented | null} */
  last = null;
  /** @type {Held} */
  #held;
  #sitting;
  #heardAt;

  /**
   * @param {string} sitting
   * @param {Held} standing
   * @param {number} now ms
   */
  constructor(sitting, standing, now) {
    this.#sitting = sitting;
    this.#held = standing;
    this.#heardAt = now;
  }

  get presenter() {
    return this.#held.presenter;
  }

  get hold() {
    return this.#held.hold;
  }

  /**
   * Another presents, as the record says. What they show follows; until then it stays as it is.
   * @param {Held} standing
   * @param {number} now ms
   */
  change(standing, now) {
    this.#held = standing;
    this.#heardAt = now;
  }

  /**
   * Takes in what is presented. False: it is old, or of somebody who does not present.
   * @param {Presented} message
   * @param {number} now ms
   */
  hear(message, now) {
    const { sitting, hold, member, n } = message;
    if (sitting !== this.#sitting || hold !== this.hold || member !== this.presenter) return false;
    this.#heardAt = now;
    if (this.last?.hold === hold && n <= this.last.n) return false;
    this.last = message;
    return true;
  }

  /** Whether somebody presents and has not been heard for a while. @param {number} now ms */
  silent(now) {
    return this.presenter !== null && now - this.#heardAt > GONE;
  }
}
