/** The notes panel: threads in order of their frames, filters, and where a new one is written. */

import { Composer, KINDS } from "./composer.js";
import { element } from "./elements.js";
import { NOTE_KINDS } from "./events.js";
import { t } from "./i18n.js";
import { spanText, Thread } from "./thread.js";

/** @typedef {import("./first-paint.js").Member} Member */
/** @typedef {import("./state.js").Note} Note */
/** @typedef {import("./composer.js").Words} Words */

/**
 * @typedef {object} Shown
 * @property {Note[]} notes of the draft, those waiting to be sent among them
 * @property {Map<string, Member>} members
 * @property {import("./timecode.js").Rate} rate
 * @property {boolean} writable
 * @property {string | null} draft
 */

const NO_WORDS = /** @type {const} */ ({ text: "", reason: "", kind: KINDS[0] });
const FORWARDED = ["seek", "join", "resolve", "reopen", "answer", "takeback", "let-go"];

/** Events: those of a thread, "write" {words}, and "begin" when the first letter is written. */
export class NotesPanel extends EventTarget {
  #list = element("ol", { className: "threads", tabIndex: -1 });
  #nothing = element("p", { className: "notes-nothing" });
  #place = element("span", { className: "composer-place timecode" });
  #state = element("select", { ariaLabel: t("Which notes") });
  #kind = element("select", { ariaLabel: t("Kind of note") });
  #composer = new Composer({
    members: () => this.#shown.members.values(),
    label: t("Write a note"),
    asksKind: true,
    place: this.#place,
  });
  /** @type {Map<string, Thread>} */
  #threads = new Map();
  /** @type {Shown} */
  #shown = { notes: [], members: new Map(), rate: { n: 24, d: 1 }, writable: false, draft: null };
  #unsent;
  #frame = 0;

  /**
   * @param {HTMLElement} root
   * @param {import("./unsent.js").Unsent} unsent
   */
  constructor(root, unsent) {
    super();
    this.#unsent = unsent;
    for (const [value, text] of [
      ["open", t("Open")],
      ["resolved", t("Resolved")],
      ["all", t("All")],
    ]) {
      this.#state.append(new Option(text, value));
    }
    this.#kind.append(new Option(t("Every kind"), ""));
    for (const kind of KINDS) this.#kind.append(new Option(NOTE_KINDS[kind].label, kind));
    for (const filter of [this.#state, this.#kind])
      filter.addEventListener("change", () => this.#render());
    const title = element("h2", { textContent: t("Notes") });
    const head = element("div", { className: "notes-head" }, title, this.#state, this.#kind);
    root.append(head, this.#list, this.#nothing, this.#composer.element);
    this.#composer.addEventListener("begin", () => this.dispatchEvent(new Event("begin")));
    this.#composer.addEventListener("typed", () => this.#keepWords());
    this.#composer.addEventListener("send", (event) => {
      this.#keepWords();
      this.#say("write", { words: /** @type {CustomEvent<Words>} */ (event).detail });
    });
  }

  /** @param {Shown} shown */
  show(shown) {
    const another = shown.draft !== this.#shown.draft;
    this.#shown = shown;
    if (another) this.#composer.put(this.#unsent.at(shown.draft ?? "") ?? NO_WORDS);
    this.#render();
  }

  /**
   * Where the picture stands, and on which frames a new note would lie.
   * @param {number} frame
   * @param {{first: number, last: number}} span
   */
  stand(frame, span) {
    this.#frame = frame;
    this.#place.textContent = spanText(span, this.#shown.rate);
    for (const note of this.#shown.notes) {
      const thread = this.#threads.get(note.id);
      if (thread) thread.now = note.first <= frame && frame < note.last;
    }
  }

  /**
   * Puts the words of a refused note back, to be written differently: under those begun since.
   * @param {Note} note
   */
  takeBack(note) {
    const begun = this.#composer.words;
    const text = [begun.text, note.text].filter(Boolean).join("\n");
    const reason = [begun.reason, note.reason].filter(Boolean).join("\n");
    this.#composer.put({ text, reason, kind: note.kind });
    this.#keepWords();
    this.#composer.focus();
  }

  /**
   * Brings a thread into sight, whatever is filtered.
   * @param {string} id
   */
  reveal(id) {
    if (!this.#threads.has(id)) {
      this.#state.value = "all";
      this.#kind.value = "";
      this.#render();
    }
    this.#threads.get(id)?.element.scrollIntoView({ block: "nearest" });
  }

  #keepWords() {
    this.#unsent.keep(this.#shown.draft ?? "", this.#composer.words);
  }

  #render() {
    const { notes, writable, draft } = this.#shown;
    const threads = notes.filter((note) => note.parent === null && this.#wanted(note));
    threads.sort((one, other) => one.first - other.first || one.at.localeCompare(other.at));
    const seen = new Map(threads.map((note) => [note.id, this.#thread(note)]));
    for (const [id, thread] of this.#threads) if (!seen.has(id)) thread.element.remove();
    this.#threads = seen;
    this.#order(threads.map(({ id }) => /** @type {Thread} */ (seen.get(id)).element));
    this.#nothing.textContent = this.#emptyText();
    this.#nothing.hidden = threads.length > 0 || draft === null;
    this.#composer.closed = !writable;
    this.#composer.element.hidden = !writable && this.#composer.empty;
    for (const note of threads) {
      /** @type {Thread} */ (seen.get(note.id)).now =
        note.first <= this.#frame && this.#frame < note.last;
    }
  }

  /**
   * Puts the elements in order without touching those that stand right: a field keeps its focus.
   * @param {HTMLElement[]} elements
   */
  #order(elements) {
    for (const [place, each] of elements.entries()) {
      if (this.#list.children[place] !== each)
        this.#list.insertBefore(each, this.#list.children[place] ?? null);
    }
  }

  /** @param {Note} note */
  #thread(note) {
    const thread = this.#threads.get(note.id) ?? this.#begin();
    const answers = this.#shown.notes.filter(({ parent }) => parent === note.id);
    thread.show(note, answers, this.#shown);
    return thread;
  }

  #begin() {
    const thread = new Thread(this.#unsent);
    for (const name of FORWARDED) {
      thread.addEventListener(name, (event) =>
        this.#say(name, /** @type {CustomEvent} */ (event).detail),
      );
    }
    return thread;
  }

  /** @param {Note} note */
  #wanted(note) {
    if (note.pending || note.refused) return true;
    const state = this.#state.value;
    const right = state === "all" || (state === "resolved") === (note.resolved_at !== null);
    return right && (this.#kind.value === "" || this.#kind.value === note.kind);
  }

  #emptyText() {
    if (this.#shown.notes.length > 0) return t("No notes of this kind.");
    return this.#shown.writable
      ? t("No notes yet. Stop on a frame and say what you see.")
      : t("No notes.");
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
