/** What a hand sets is told to the others as it moves, and what they set is heard. Never stored. */

/** @typedef {import("./between.js").Light} Light */
/** @typedef {{type: string, member: string, draft: string, frame: number, light: Light}} Said */

const TOLD = 40; // ms between two words
const STILL = 700; // ms after which one who holds still says it again
const GONE = 2000; // ms without a word after which another has let go

export class Telling {
  #session;
  #changed;
  /** @type {{draft: string, frame: number, light: Light} | null} */
  #next = null;
  #timer = 0;
  #toldAt = 0;
  /** @type {(Said & {at: number}) | null} */
  #theirs = null;
  #forgetting = 0;

  /** @param {import("../room/session.js").Session} session @param {() => void} changed */
  constructor(session, changed) {
    this.#session = session;
    this.#changed = changed;
    session.addEventListener("entry", (event) => {
      const { verb, actor } = /** @type {CustomEvent} */ (event).detail;
      if (verb === "light-key-set" && actor === `member:${this.#theirs?.member}`) this.#theirs = null;
    });
  }

  /** @param {string} draft @param {number} frame @param {Light} light */
  tell(draft, frame, light) {
    this.#next = { draft, frame, light };
    const wait = Math.max(0, TOLD - (Date.now() - this.#toldAt));
    if (wait === 0) return this.#say();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), wait);
  }

  /** The hand has let go: the entry says the rest. */
  done() {
    clearTimeout(this.#timer);
    this.#next = null;
  }

  /** @param {any} said */
  hear(said) {
    if (said.type !== "light") return;
    this.#theirs = { ...said, at: Date.now() };
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => {
      this.#theirs = null;
      this.#changed();
    }, GONE);
    this.#changed();
  }

  /** @param {string} draft @param {number} frame @returns {Light | null} what another holds there */
  lightOn(draft, frame) {
    const theirs = this.#theirs;
    return theirs?.draft === draft && theirs.frame === frame ? theirs.light : null;
  }

  /** @param {string} draft @param {number} frame @returns {string} who does, or "" */
  whoOn(draft, frame) {
    const theirs = this.#theirs;
    return theirs && this.lightOn(draft, frame) ? this.#session.nameOf(`member:${theirs.member}`) : "";
  }

  #say() {
    clearTimeout(this.#timer);
    if (!this.#next) return;
    this.#toldAt = Date.now();
    this.#session.pass(/** @type {any} */ ("light"), /** @type {any} */ (this.#next));
    this.#timer = setTimeout(() => this.#say(), STILL);
  }
}
