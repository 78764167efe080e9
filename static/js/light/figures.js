/**
 * The people who were traced in a draft: everyone's way, and their mattes by groups of frames, read
 * when they are first asked for. Event "change" when something came.
 */

import { t } from "../shared/i18n.js";

export const GROUP = 12; // frames that come together
const KEPT = 12; // groups
const AGAIN = 3000; // ms before asking again for what could not be answered

/** @typedef {{mattes: string, people: number} | {job: string, state: string, progress: number} | null} Traced */
/** @typedef {{first: number, last: number, way: [number, number][], name?: string}} Person */

/** @typedef {{all: Uint8Array, from: number, part: Uint8Array<ArrayBuffer>}} Shown */

export class Figures extends EventTarget {
  /** @type {Traced} */
  state = null;
  /** @type {Person[]} */
  people = [];
  /** Whether they are told apart: what was traced long ago knows only everybody together. */
  apart = false;
  #fetch;
  #address = "";
  #size = 0; // cells of a grid
  /** @type {Map<number, Map<number, Uint8Array<ArrayBuffer> | null>>} by person, then by group; null: on its way */
  #groups = new Map();
  /** @type {Map<number, Shown>} of each person the grid that was asked for last */
  #shown = new Map();

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
    const [was, is] = [this.state, state].map((part) => (part && "mattes" in part ? part.mattes : ""));
    this.state = state;
    this.#address = address;
    if (is === was) return;
    this.people = [];
    this.apart = false;
    this.#size = 0;
    this.#groups.clear();
    this.#shown.clear();
    if (is) void this.#readWays();
  }

  /** @param {number} person @param {number} frame @returns {[number, number] | null} */
  where(person, frame) {
    const way = this.people[person]?.way;
    return way?.[Math.min(Math.max(frame, 0), way.length - 1)] ?? null;
  }

  /**
   * The grid of a frame, once it is here.
   * @param {number} frame
   * @param {number} [who] a person by their number from 1; 0: everybody
   * @returns {Uint8Array<ArrayBuffer> | null}
   */
  matte(frame, who = 0) {
    if (!this.traced || !this.#size) return null;
    const number = Math.floor(frame / GROUP);
    const of = this.apart ? who : 0;
    if (of > this.people.length) return this.#part(who, new Uint8Array(this.#size), 0);
    this.#want(of, number + 1);
    const all = this.#want(of, number);
    const from = (frame % GROUP) * this.#size;
    return all && from < all.length ? this.#part(who, all, from) : null;
  }

  /**
   * The same array while the frame stays: the renderer then sends nothing anew.
   * @param {number} who
   * @param {Uint8Array<ArrayBuffer>} all
   * @param {number} from
   */
  #part(who, all, from) {
    const matte = this.#shown.get(who);
    if (matte?.all === all && matte.from === from) return matte.part;
    const part = all.subarray(from, from + this.#size);
    this.#shown.set(who, { all, from, part });
    return part;
  }

  /** What the people are called. */
  get names() {
    return this.people.map((_, person) => this.nameOf(person));
  }

  /** What a person is called: by name where that is known, else by where they first stand. @param {number} person from 0 */
  nameOf(person) {
    if (this.people.length < 2) return this.people[person]?.name || t("The person");
    const numbered = { number: person + 1 };
    const { name } = this.people[person] ?? {};
    if (name) return name;
    const places = this.people.map(({ first, way }) => way[first]?.[0] ?? 0);
    const [x, others] = [places[person], places.filter((_, at) => at !== person)];
    if (others.every((other) => other > x)) return t("Person %(number)s, left", numbered);
    if (others.every((other) => other < x)) return t("Person %(number)s, right", numbered);
    return t("Person %(number)s", numbered);
  }

  async #readWays() {
    const address = this.#address;
    const answer = await this.#fetch(`${address}people`).catch(() => null);
    if (address !== this.#address) return;
    if (!answer || answer.status >= 500) setTimeout(() => address === this.#address && this.traced && !this.#size && this.#readWays(), AGAIN);
    if (!answer?.ok) return;
    const { people, columns, rows, apart } = await answer.json();
    this.people = people;
    this.apart = apart ?? people.length < 2;
    this.#size = columns * rows;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} who @param {number} number */
  #want(who, number) {
    const groups = this.#groups.get(who) ?? new Map();
    this.#groups.set(who, groups);
    const group = groups.get(number);
    if (group !== undefined) return group;
    groups.set(number, null);
    for (const far of groups.keys()) {
      if (groups.size > KEPT && Math.abs(far - number) > KEPT / 2) groups.delete(far);
    }
    void this.#read(who, number, groups);
    return null;
  }

  /** @param {number} who @param {number} number @param {Map<number, Uint8Array<ArrayBuffer> | null>} groups */
  async #read(who, number, groups) {
    const address = this.#address;
    const answer = await this.#fetch(`${address}people/${number}${who ? `?who=${who}` : ""}`).catch(() => null);
    if (address !== this.#address) return;
    if (!answer || answer.status >= 500) return void setTimeout(() => groups.delete(number), AGAIN);
    if (!answer.ok || !answer.body) return; // beyond the last frame
    const whole = await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
    if (address !== this.#address) return;
    groups.set(number, new Uint8Array(whole));
    this.dispatchEvent(new Event("change"));
  }
}
