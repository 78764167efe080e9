/**
 * What a hand sets or paints is told to the others as it moves, and what they do is heard. Never
 * stored: of each member only the latest counts, so whoever is slow sees the newest and no queue.
 */

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./book.js").Stroke} Stroke */
/** @typedef {{draft: string, frame: number}} Where */

const TOLD = 50; // ms between two words
const STILL = 700; // ms after which one who holds still says it again
const GONE = 2000; // ms without a word after which another has let go
const TAIL = 400; // points of a stroke that are told at once

export class Telling {
  #session;
  #changed;
  /** @type {(() => void) | null} what is to be told next */
  #next = null;
  #timer = 0;
  #toldAt = 0;
  /** How much of the stroke under this hand is told. */
  #brush = { id: "", told: 0 };
  /** @type {Map<string, Where & {light: Light, at: number}>} by member */
  #lights = new Map();
  /** @type {Map<string, Where & {wet: Stroke, at: number}>} by member */
  #strokes = new Map();
  #forgetting = 0;

  /** @param {import("../room/session.js").Session} session @param {() => void} changed */
  constructor(session, changed) {
    this.#session = session;
    this.#changed = changed;
    session.addEventListener("entry", (event) => {
      const { verb, actor } = /** @type {CustomEvent} */ (event).detail;
      const member = String(actor).replace("member:", "");
      if (verb === "light-key-set") this.#lights.delete(member);
      if (verb === "light-painted") this.#strokes.delete(member);
    });
  }

  /** @param {string} draft @param {number} frame @param {Light} light */
  tell(draft, frame, light) {
    this.#soon(() => this.#session.pass(/** @type {any} */ ("light"), /** @type {any} */ ({ draft, frame, light })));
  }

  /** @param {string} draft @param {number} frame @param {Stroke} wet all of it, so far */
  paint(draft, frame, wet) {
    if (this.#brush.id !== wet.id) this.#brush = { id: wet.id, told: 0 };
    this.#soon(() => this.#tail(draft, frame, wet));
  }

  /** The hand has let go: the entry says the rest. */
  done() {
    clearTimeout(this.#timer);
    this.#next = null;
  }

  /** @param {any} message */
  hear(message) {
    const at = Date.now();
    if (message.type === "light") this.#lights.set(message.member, { draft: message.draft, frame: message.frame, light: message.light, at });
    else if (message.type === "brush") this.#hearStroke(message, at);
    else return;
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#forget(), GONE);
    this.#changed();
  }

  /** @param {string} draft @param {number} frame @returns {Light | null} what another holds there */
  lightOn(draft, frame) {
    return latest(this.#lights, draft, frame)?.[1].light ?? null;
  }

  /** @param {string} draft @param {number} frame @returns {Stroke | null} what another paints there */
  strokeOn(draft, frame) {
    return latest(this.#strokes, draft, frame)?.[1].wet ?? null;
  }

  /** @param {string} draft @param {number} frame @returns {string} who does, or "" */
  whoOn(draft, frame) {
    const who = latest(this.#strokes, draft, frame) ?? latest(this.#lights, draft, frame);
    return who ? this.#session.nameOf(`member:${who[0]}`) : "";
  }

  /** @param {any} said @param {number} at */
  #hearStroke({ member, draft, frame, stroke, start, points, width, stops, softness, erase, mask, who }, at) {
    const before = this.#strokes.get(member)?.wet;
    const joined = before && before.id === stroke ? [...before.points.slice(0, start), ...points] : points;
    this.#strokes.set(member, { draft, frame, at, wet: { id: stroke, points: joined, width, stops, softness, erase, mask, who } });
  }

  /** @param {string} draft @param {number} frame @param {Stroke} wet */
  #tail(draft, frame, { id, points, width, stops, softness, erase, mask = "", who = 0 }) {
    const start = Math.max(0, Math.min(this.#brush.told, points.length) - 1);
    const tail = points.slice(start, start + TAIL);
    this.#brush.told = start + tail.length;
    this.#session.pass(/** @type {any} */ ("brush"), /** @type {any} */ ({ draft, frame, stroke: id, width, stops, softness, erase, mask, who, start, points: tail }));
  }

  /** @param {() => void} say the newest word takes the place of one that waits */
  #soon(say) {
    this.#next = say;
    const wait = Math.max(0, TOLD - (Date.now() - this.#toldAt));
    clearTimeout(this.#timer);
    if (wait === 0) this.#say();
    else this.#timer = setTimeout(() => this.#say(), wait);
  }

  #say() {
    clearTimeout(this.#timer);
    if (!this.#next) return;
    this.#toldAt = Date.now();
    this.#next();
    this.#timer = setTimeout(() => this.#say(), STILL);
  }

  #forget() {
    const late = Date.now() - GONE + 50;
    for (const words of [this.#lights, this.#strokes]) {
      for (const [member, { at }] of words) if (at <= late) words.delete(member);
    }
    if (this.#lights.size + this.#strokes.size > 0) this.#forgetting = setTimeout(() => this.#forget(), GONE);
    this.#changed();
  }
}

/**
 * The newest of what members say of a frame.
 * @template {Where & {at: number}} S
 * @param {Map<string, S>} words
 * @param {string} draft
 * @param {number} frame
 */
function latest(words, draft, frame) {
  return [...words].filter(([, word]) => word.draft === draft && word.frame === frame).toSorted((a, b) => b[1].at - a[1].at)[0];
}
