/**
 * The people who were traced in a draft: everyone's way, and their mattes by groups of frames, read
 * when they are first asked for. Event "change" when something came.
 */

export const GROUP = 12; // frames that come together
const KEPT = 12; // groups
const AGAIN = 3000; // ms before asking again for what could not be answered

/** @typedef {{mattes: string, people: number} | {job: string, state: string, progress: number} | null} Traced */
/** @typedef {{first: number, last: number, way: [number, number][]}} Person */

export class Figures extends EventTarget {
  /** @type {Traced} */
  state = null;
  /** @type {Person[]} */
  people = [];
  #fetch;
  #address = "";
  #size = 0; // cells of a grid
  /** @type {Map<number, Uint8Array<ArrayBuffer> | null>} null: on its way */
  #groups = new Map();

  /** @param {(input: string) => Promise<Response>} read */
  constructor(read) {
    super();
    this.#fetch = read;
  }

  get traced() {
    return this.state !== null && "mattes" in this.state;
  }

  /** @param {string} address of the light @param {Traced} state */
  open(address, state) {
    const [was, is] = [this.state, state].map((each) => (each && "mattes" in each ? each.mattes : ""));
    this.state = state;
    this.#address = address;
    if (is === was) return;
    this.people = [];
    this.#size = 0;
    this.#groups.clear();
    if (is) void this.#readWays();
  }

  /** @param {number} person @param {number} frame @returns {[number, number] | null} */
  where(person, frame) {
    const way = this.people[person]?.way;
    return way?.[Math.min(Math.max(frame, 0), way.length - 1)] ?? null;
  }

  /** @param {number} frame @returns {Uint8Array<ArrayBuffer> | null} the grid of a frame, once it is here */
  matte(frame) {
    if (!this.traced || !this.#size) return null;
    const number = Math.floor(frame / GROUP);
    this.#want(number + 1);
    const found = this.#want(number);
    const from = (frame % GROUP) * this.#size;
    const all = found ?? null;
    return all && from < all.length ? this.#part(all, from) : null;
  }

  /** @type {{of: Uint8Array, from: number, part: Uint8Array<ArrayBuffer>} | null} */
  #last = null;

  /** The same array while the frame stays: the renderer then sends nothing anew. @param {Uint8Array<ArrayBuffer>} all @param {number} from */
  #part(all, from) {
    if (this.#last?.of !== all || this.#last.from !== from) {
      this.#last = { of: all, from, part: all.subarray(from, from + this.#size) };
    }
    return this.#last.part;
  }

  async #readWays() {
    const address = this.#address;
    const answer = await this.#fetch(`${address}people`).catch(() => null);
    if (address !== this.#address) return;
    if (!answer || answer.status >= 500) setTimeout(() => address === this.#address && this.traced && !this.#size && this.#readWays(), AGAIN);
    if (!answer?.ok) return;
    const { people, columns, rows } = await answer.json();
    this.people = people;
    this.#size = columns * rows;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} number */
  #want(number) {
    const found = this.#groups.get(number);
    if (found !== undefined) return found;
    this.#groups.set(number, null);
    for (const far of this.#groups.keys()) {
      if (this.#groups.size > KEPT && Math.abs(far - number) > KEPT / 2) this.#groups.delete(far);
    }
    void this.#read(number);
    return null;
  }

  /** @param {number} number */
  async #read(number) {
    const address = this.#address;
    const answer = await this.#fetch(`${address}people/${number}`).catch(() => null);
    if (address !== this.#address) return;
    if (!answer || answer.status >= 500) return void setTimeout(() => this.#groups.delete(number), AGAIN);
    if (!answer.ok || !answer.body) return; // beyond the last frame
    const whole = await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
    if (address !== this.#address) return;
    this.#groups.set(number, new Uint8Array(whole));
    this.dispatchEvent(new Event("change"));
  }
}
