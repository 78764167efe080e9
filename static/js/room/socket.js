/**
 * The line to a film's room, docs/protocol.md: it comes back by itself, hands on every entry exactly
 * once and in order, and keeps sending what is not acknowledged.
 *
 *   const socket = new RoomSocket({ url, since, outbox });
 *   socket.open();  socket.command("draw-stroke", fields);  socket.pass("here", { draft });
 *
 * Events: "entry" {entry}, "welcome" {welcome}, "passing" {one message}, "ack" {id, seq},
 * "refused" {id, code, reason}, "line" {online, waiting}, "dismissed" {code}: it stays closed.
 */

import { newId } from "../shared/ids.js";
import { Sequence } from "./sequence.js";

const PROTOCOL = 1;
const SOONEST = 500; // ms before the first new try
const LATEST = 8000;
const DEAD = 10_000; // ms without a word
const PROBED = 3000; // ms to answer when the browser believes the network gone
const SEEN_WITHIN = 2000; // ms to answer a pulse
const AGAIN = 1500; // ms before sending again what could not be done just now
const NOT_NOW = new Set(["unavailable", "too-fast"]); // refusals that say: send it again later
const AHEAD = 32; // commands that may be under way at once
const FOR_GOOD = new Set([4401, 4403, 4404]);

export class RoomSocket extends EventTarget {
  #url;
  #outbox;
  #sequence;
  /** @type {WebSocket | null} */
  #socket = null;
  #welcomed = false;
  #closed = true;
  #tries = 0;
  #heard = 0;
  #patience = DEAD;
  #timers = { retry: 0, watch: 0, again: 0 };
  /** @type {Set<string>} commands sent and not answered yet */
  #underWay = new Set();
  #said = "";
  #wake = () => this.#hurry();
  #doubt = () => this.#probe();

  /**
   * @param {object} options
   * @param {string} options.url ws(s)://…/ws/films/FILM/
   * @param {number} options.since the last entry one has
   * @param {import("./outbox.js").Outbox} options.outbox
   */
  constructor({ url, since, outbox }) {
    super();
    this.#url = url;
    this.#outbox = outbox;
    this.#sequence = new Sequence(since);
  }

  /** Whether what is said now is heard now. */
  get online() {
    return this.#welcomed;
  }

  /** The last entry that was handed on. */
  get seq() {
    return this.#sequence.seq;
  }

  open() {
    if (!this.#closed) return;
    this.#closed = false;
    addEventListener("online", this.#wake);
    addEventListener("offline", this.#doubt);
    document.addEventListener("visibilitychange", this.#wake);
    this.#timers.watch = setInterval(() => this.#watch(), 1000);
    this.#connect();
    this.#sayLine();
  }

  close() {
    this.#closed = true;
    removeEventListener("online", this.#wake);
    removeEventListener("offline", this.#doubt);
    document.removeEventListener("visibilitychange", this.#wake);
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#drop();
  }

  /**
   * Gives a command: kept until it is answered, sent now if there is a line.
   * @param {string} verb
   * @param {Record<string, any>} fields
   * @param {string} [id] also of what it makes
   * @param {string} [at] when it was given
   * @returns {string} the id
   */
  command(verb, fields, id = newId(), at = new Date().toISOString()) {
    const command = { id, verb, fields, at };
    this.#outbox.add(command);
    this.#sendOn();
    this.#sayLine();
    return id;
  }

  /**
   * Says what is never stored; without a line it is not said at all.
   * @param {string} kind
   * @param {Record<string, any>} fields
   */
  pass(kind, fields) {
    if (this.#welcomed) this.#send({ ...fields, type: kind });
  }

  #connect() {
    clearTimeout(this.#timers.retry);
    this.#heard = Date.now();
    this.#patience = DEAD;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#hello());
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.#hear(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    });
  }

  #hello() {
    this.#send({ type: "hello", since: this.seq });
  }

  /** @param {Record<string, any>[]} messages */
  #hear(messages) {
    this.#heard = Date.now();
    this.#patience = DEAD;
    const socket = this.#socket;
    for (const message of messages) if (socket === this.#socket) this.#take(message);
  }

  /** @param {Record<string, any>} message */
  #take(message) {
    switch (message.type) {
      case "entry":
        return this.#entry(/** @type {any} */ (message));
      case "welcome":
        return this.#welcome(message);
      case "pulse":
        // The pulse says what was sent on this line: what is lacking comes on a new one.
        if (message.seq > this.seq) return this.#lost(0);
        // Each at its own moment: a full room answering at once would hold up its own entries.
        setTimeout(() => this.#send({ type: "seen", seq: this.seq }), Math.random() * SEEN_WITHIN);
        return;
      case "passing":
        for (const passing of message.batch) this.#say("passing", passing);
        return;
      case "ack":
        this.#outbox.remove(message.id);
        this.#answered(message.id);
        this.#say("ack", message);
        return this.#sayLine();
      case "refused":
        return this.#refused(message);
    }
  }

  /** @param {import("./state.js").Entry} entry */
  #entry(entry) {
    const place = this.#sequence.place(entry.seq);
    if (place === "next") this.#say("entry", entry);
    else if (place === "gap") this.#lost(0);
  }

  /** @param {Record<string, any>} welcome */
  #welcome(welcome) {
    if (welcome.protocol !== PROTOCOL) return this.#dismiss(0);
    this.#tries = 0;
    this.#welcomed = true;
    this.#say("welcome", welcome);
    this.#sendAll();
    this.#sayLine();
  }

  /** @param {Record<string, any>} refusal */
  #refused({ id, code, reason }) {
    if (!id || !this.#outbox.get(id)) return this.#answered(id);
    if (NOT_NOW.has(code)) {
      // Held back together, so that what builds on it does not overtake it.
      this.#timers.again ||= setTimeout(() => this.#sendAll(), AGAIN);
      return;
    }
    this.#outbox.refuse(id, { code, reason });
    this.#answered(id);
    this.#say("refused", { id, code, reason });
    this.#sayLine();
  }

  /** From the first that is not acknowledged: what was done already is acknowledged once more. */
  #sendAll() {
    clearTimeout(this.#timers.again);
    this.#timers.again = 0;
    this.#underWay.clear();
    this.#sendOn();
  }

  /** In order, a few at a time: a day's ink would come faster than the studio takes it. */
  #sendOn() {
    if (!this.#welcomed || this.#timers.again) return;
    for (const command of this.#outbox.unsent) {
      if (this.#underWay.size >= AHEAD) return;
      if (this.#underWay.has(command.id)) continue;
      this.#underWay.add(command.id);
      this.#sendCommand(command);
    }
  }

  /** @param {string} id */
  #answered(id) {
    this.#underWay.delete(id);
    this.#sendOn();
  }

  /** @param {import("./state.js").Command} command */
  #sendCommand({ id, verb, fields }) {
    this.#send({ ...fields, type: verb, id });
  }

  /** @param {object} message */
  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #watch() {
    if (this.#socket && Date.now() - this.#heard > this.#patience) this.#lost(0);
  }

  /** The network seems gone. On one machine the line may live on: only silence tells. */
  #probe() {
    this.#heard = Date.now();
    this.#patience = PROBED;
    this.#hello();
  }

  #hurry() {
    if (document.hidden) return;
    this.#tries = 0;
    if (!this.#socket) this.#connect();
    else this.#watch();
  }

  /** @param {number} code */
  #lost(code) {
    this.#drop();
    if (FOR_GOOD.has(code)) return this.#dismiss(code);
    const wait = Math.min(LATEST, SOONEST * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    this.#timers.retry = setTimeout(() => this.#connect(), wait);
    this.#sayLine();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    socket?.close();
  }

  /** @param {number} code */
  #dismiss(code) {
    this.close();
    this.#say("dismissed", { code });
    this.#sayLine();
  }

  #sayLine() {
    const line = { online: this.#welcomed, waiting: this.#outbox.unsent.length };
    const text = JSON.stringify(line);
    if (text !== this.#said) this.#say("line", line);
    this.#said = text;
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
