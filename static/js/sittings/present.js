/**
 * Telling what one presents: each change at once, at most twenty a second, and again a little later,
 * since what passes may be lost; and for the record, which is told in pieces.
 *
 *   const presenting = new Presenting({ look, tell, record, clock });
 *   presenting.changed();   // whenever what is shown may be another
 */

/** @typedef {{draft?: string, version?: string, frame: number, speed: number}} Shown */
/** @typedef {Shown & {ms: number}} Step */

const TOLD = 50; // ms between two words
const AGAIN = [100, 200]; // ms after the last change at which it is said again
const BEAT = 1000; // ms between two when nothing changes
const STEP = 100; // ms between two steps of the record
const PIECE = 5000; // ms after which a piece of the record is told
const LONGEST = 300; // steps of one piece
const JUMP = 12; // frames between where one would have played to and a jump

export class Presenting {
  #look;
  #tell;
  #record;
  #clock;
  #fps;
  /** @type {(Shown & {at: number}) | null} what was told last as a change, and when */
  #shown = null;
  /** @type {Step[]} */
  #steps = [];
  #n = 0;
  #toldAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #again = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  #beat;
  #piece;

  /**
   * @param {object} parts
   * @param {() => Shown | null} parts.look what is shown now
   * @param {(shown: Shown, n: number) => void} parts.tell everybody
   * @param {(steps: Step[]) => void} parts.record
   * @param {() => number} parts.clock ms since the sitting was opened
   * @param {number} parts.fps frames a second, about: to know a jump from playing on
   */
  constructor({ look, tell, record, clock, fps = 24 }) {
    this.#look = look;
    this.#tell = tell;
    this.#record = record;
    this.#clock = clock;
    this.#fps = fps;
    this.#beat = setInterval(() => this.#say(), BEAT);
    this.#piece = setInterval(() => this.flush(), PIECE);
    this.changed();
  }

  changed() {
    const shown = this.#look();
    if (!shown || this.#goesOn(shown)) return;
    this.#note(shown);
    this.#shown = { ...shown, at: Date.now() };
    const wait = this.#toldAt + TOLD - Date.now();
    if (wait <= 0) this.#changed();
    else this.#later ??= setTimeout(() => this.#changed(), wait);
  }

  /** Tells the record what is new. */
  flush() {
    if (this.#steps.length === 0) return;
    const steps = this.#steps;
    this.#steps = [];
    this.#record(steps);
  }

  /** Says where it stands once more, now. */
  again() {
    this.#say();
  }

  /** Somebody else presents, or nobody. */
  stop() {
    clearInterval(this.#beat);
    clearInterval(this.#piece);
    clearTimeout(this.#later);
    for (const timer of this.#again) clearTimeout(timer);
  }

  #changed() {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#say();
    for (const timer of this.#again) clearTimeout(timer);
    this.#again = AGAIN.map((ms) => setTimeout(() => this.#say(), ms));
  }

  /** Where it stands now: what was said before may have played on. */
  #say() {
    const shown = this.#look();
    if (!shown) return;
    this.#toldAt = Date.now();
    // A number that grows even after this page was loaded anew.
    this.#n = Math.max(this.#n + 1, Date.now());
    this.#tell(shown, this.#n);
  }

  /** Whether it is the same as was told, or only plays on from there. @param {Shown} shown */
  #goesOn(shown) {
    const was = this.#shown;
    if (!was || was.draft !== shown.draft || was.version !== shown.version || was.speed !== shown.speed) return false;
    const went = ((Date.now() - was.at) / 1000) * this.#fps * shown.speed;
    return shown.speed === 0 ? was.frame === shown.frame : Math.abs(was.frame + went - shown.frame) < JUMP;
  }

  /** @param {Shown} shown */
  #note(shown) {
    const ms = Math.max(0, Math.round(this.#clock()));
    const last = this.#steps.at(-1);
    const step = { ...shown, ms };
    // Within a tenth of a second only the last one counts.
    if (last && ms - last.ms < STEP && last.speed === shown.speed) this.#steps[this.#steps.length - 1] = { ...step, ms: last.ms };
    else this.#steps.push(step);
    if (this.#steps.length >= LONGEST) this.flush();
  }
}
