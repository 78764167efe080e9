/**
 * One member in one film's room: state, line and outbox put together, and ink fetched as it is
 * looked at. The page makes one of these and everything else stands on it.
 *
 *   const session = await Session.open(readFirstPaint());
 *   session.command("write-note", { draft, first, last, kind, text });
 *
 * Events: "entry" {one committed act, just before it is folded in}, "changes" {Change[]: what to draw
 * anew}, "passing" {one message of another member, or a
 * worker's progress}, "line" {online, waiting}, "stored", "refused" {id, verb, fields, code, reason},
 * "dismissed" {code}, "stale": what this page knows can't be continued, so load it anew.
 */

import { newId } from "../shared/ids.js";
import { Outbox } from "./outbox.js";
import { RoomSocket } from "./socket.js";
import * as states from "./state.js";
import { WINDOW, windowOf } from "../ink/strokes.js";

/** @typedef {import("./events.js").Commands} Commands */
/** @typedef {import("./events.js").Passing} Passing */
/** @typedef {import("./state.js").Change} Change */

// Said of ink that another tab took off or brought back first: it is as one wished.
const AS_WISHED = new Set(["erased-already", "not-erased"]);

export class Session extends EventTarget {
  /** @type {Map<string, Promise<void>>} windows of ink being fetched */
  #fetching = new Map();
  #outbox;

  /** @param {import("./first-paint.js").FirstPaint} paint */
  static async open(paint) {
    const session = new Session(paint, await Outbox.open(paint.film.id, paint.you));
    session.socket.open();
    return session;
  }

  /**
   * @param {import("./first-paint.js").FirstPaint} paint
   * @param {Outbox} outbox
   */
  constructor(paint, outbox) {
    super();
    this.film = paint.film.id;
    this.you = paint.you;
    this.state = states.createState(paint);
    this.#outbox = outbox;
    for (const command of outbox.all) states.expect(this.state, command);
    const url = `${location.origin.replace(/^http/, "ws")}/ws/films/${this.film}/`;
    this.socket = new RoomSocket({ url, since: paint.seq, outbox });
    this.#listen();
  }

  get online() {
    return this.socket.online;
  }

  /** Whether what waits outlives this page. */
  get lasting() {
    return this.#outbox.lasting;
  }

  /** How many commands wait to be sent. */
  get waiting() {
    return this.#outbox.unsent.length;
  }

  /** How many of them a page that is left now would find again. */
  get stored() {
    return this.#outbox.stored;
  }

  /**
   * Gives a command: shown at once, kept until it is done.
   * @template {keyof Commands} V
   * @param {V} verb
   * @param {Commands[V]} fields
   * @param {string} [id] also of what it makes
   * @returns {string} the id
   */
  command(verb, fields, id = newId()) {
    const at = new Date().toISOString();
    this.#changed(states.expect(this.state, { id, verb, fields, at }));
    return this.socket.command(verb, fields, id, at);
  }

  /**
   * @template {keyof Passing} K
   * @param {K} kind
   * @param {Passing[K]} fields
   */
  pass(kind, fields) {
    this.socket.pass(kind, fields);
  }

  /**
   * Lets a refused command go, once its words are safe elsewhere or not wanted any more.
   * @param {string} id
   */
  forget(id) {
    this.#outbox.remove(id);
    this.#changed(states.forget(this.state, id));
  }

  /**
   * Takes up another draft's row, notes and marks.
   * @param {import("./first-paint.js").DraftPaint} paint
   */
  takeUp(paint) {
    states.takeUp(this.state, paint);
    const { id, shot } = paint.draft;
    this.#changed([{ what: "draft", id, shot }, { what: "ink", draft: id }, { what: "note", draft: id }]);
  }

  /**
   * Sees to it that the ink around a frame is here, or will be.
   * @param {string} draft
   * @param {number} frame
   */
  wantInk(draft, frame) {
    const frames = this.state.drafts.get(draft)?.frames ?? 0;
    for (const near of [frame, frame + WINDOW, frame - WINDOW]) {
      if (near >= 0 && near < Math.ceil(frames / WINDOW) * WINDOW) this.#fetchInk(draft, near);
    }
  }

  /** @param {string} actor @returns {string} a name to show */
  nameOf(actor) {
    return this.state.members.get(actor.replace("member:", ""))?.name ?? actor.split(":")[0];
  }

  #listen() {
    /** @param {string} name @param {(detail: any) => void} heard */
    const on = (name, heard) =>
      this.socket.addEventListener(name, (event) => heard(/** @type {CustomEvent} */ (event).detail));
    on("entry", (entry) => {
      this.#say("entry", entry);
      this.#changed(states.fold(this.state, entry));
    });
    on("ack", ({ id, seq }) => this.#changed(states.settle(this.state, id, seq)));
    on("refused", (refusal) => this.#refused(refusal));
    on("welcome", (welcome) => this.#welcome(welcome));
    on("passing", (message) => {
      if (message.member !== this.you) this.#say("passing", message);
    });
    this.#outbox.addEventListener("stored", () => this.#say("stored"));
    for (const name of ["line", "dismissed"]) on(name, (detail) => this.#say(name, detail));
  }

  /** @param {Record<string, any>} welcome */
  #welcome({ since, members }) {
    if (since < this.state.seq) return this.#say("stale");
    this.state.members = new Map(members.map((/** @type {any} */ member) => [member.id, member]));
    this.#changed([{ what: "member" }, { what: "ink" }]);
  }

  /** @param {{id: string, code: string, reason: string}} refusal */
  #refused({ id, code, reason }) {
    if (AS_WISHED.has(code)) return this.forget(id);
    this.#changed(states.refuse(this.state, id, { code, reason }));
    const command = this.state.pending.get(id);
    if (command) this.#say("refused", { ...command, code, reason });
  }

  /**
   * @param {string} draft
   * @param {number} frame
   */
  #fetchInk(draft, frame) {
    const name = `${draft} ${windowOf(frame)}`;
    if (this.state.strokes.has(draft, frame) || this.#fetching.has(name)) return;
    const fetched = this.#readInk(draft, frame).finally(() => this.#fetching.delete(name));
    // Without a line it is asked for again when someone looks, or with the next welcome.
    this.#fetching.set(name, fetched.catch(() => {}));
  }

  /**
   * @param {string} draft
   * @param {number} frame
   */
  async #readInk(draft, frame) {
    const first = windowOf(frame) * WINDOW;
    const strokes = [];
    let seq = Infinity;
    /** @type {number | null} */
    let after = 0;
    while (after !== null) {
      const query = `first=${first}&last=${first + WINDOW}&after=${after}`;
      const answer = await fetch(`/films/${this.film}/drafts/${draft}/ink?${query}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = await answer.json();
      strokes.push(...page.strokes);
      // Later pages were read later: what the first one may lack is folded in again.
      seq = Math.min(seq, page.seq);
      after = page.next;
    }
    states.putInk(this.state, draft, frame, seq, strokes);
    this.#changed([{ what: "ink", draft }]);
  }

  /** @param {Change[]} changes */
  #changed(changes) {
    if (changes.length > 0) this.#say("changes", changes);
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
