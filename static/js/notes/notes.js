/** The notes panel: threads in order of their frames, filters, and where a new one is written. */

import { Composer, KINDS } from "./composer.js";
import { EarlierNotes } from "./earlier.js";
import { button, element } from "../shared/elements.js";
import { NOTE_KINDS } from "../room/events.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { spanText, Thread } from "./thread.js";

/** @typedef {import("../room/first-paint.js").Member} Member */
/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {import("./composer.js").Words} Words */

/**
 * @typedef {object} Shown
 * @property {Note[]} notes of the draft, those waiting to be sent among them
 * @property {Note[]} earlier open ones of earlier drafts, of which it is asked: still true?
 * @property {(draft: string) => string} nameOfDraft
 * @property {Map<string, Member>} members
 * @property {import("../timeline/timecode.js").Rate} rate
 * @property {boolean} writable
 * @property {string | null} draft
 */

const NO_WORDS = /** @type {const} */ ({ text: "", reason: "", kind: KINDS[0] });
const FORWARDED = ["seek", "join", "resolve", "reopen", "answer", "takeback", "let-go"];
const MOST = 200; // threads shown at once; thousands would hold every change up
const ASKED = ["seek", "still", "resolve"];

/** Events: those of a thread, "still" {id} of a note of an earlier draft, "write" {words}, and "begin" when the first letter is written. */
export class NotesPanel extends EventTarget {
  #list = element("ol", { className: "threads", tabIndex: -1 });
  #nothing = element("p", { className: "notes-nothing" });
  #place = element("span", { className: "composer-place timecode" });
  #state = element("select", { ariaLabel: t("Which notes") });
  #kind = element("select", { ariaLabel: t("Kind of note") });
  #who = element("select", { ariaLabel: t("Whose notes") });
  #sort = element("select", { ariaLabel: t("Order of notes") });
  #earlier = new EarlierNotes();
  #composer = new Composer({
    members: () => this.#shown.members.values(),
    label: t("Write a note"),
    asksKind: true,
    place: this.#place,
  });
  /** @type {Map<string, Thread>} */
  #threads = new Map();
  /** @type {Shown} */
  #shown = {
    notes: [],
    earlier: [],
    nameOfDraft: () => "",
    members: new Map(),
    rate: { n: 24, d: 1 },
    writable: false,
    draft: null,
  };
  #unsent;
  #frame = 0;
  #told = 0; // the frame that is written above the words
  #stood = ""; // the note that was stepped to
  #most = MOST;
  #more = button("quiet notes-more", "", () => {
    this.#most += MOST;
    this.#render();
  });

  /**
   * @param {HTMLElement} root
   * @param {import("../room/unsent.js").Unsent} unsent
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
    this.#sort.append(new Option(t("By frame"), "frame"), new Option(t("Newest first"), "newest"));
    for (const filter of [this.#state, this.#kind, this.#who, this.#sort])
      filter.addEventListener("change", () => {
        this.#most = MOST;
        this.#render();
      });
    const title = element("h2", { textContent: t("Notes") });
    const head = element("div", { className: "notes-head" }, title, this.#state, this.#kind);
    const steps = element("span", { className: "notes-steps" },
      this.#stepping("previous", t("Previous note"), -1),
      this.#stepping("next", t("Next note"), 1),
    );
    const order = element("div", { className: "notes-order" }, this.#who, this.#sort, steps);
    this.#more.hidden = true; // nameless until the notes are there
    root.append(head, order, this.#earlier.element, this.#list);
    root.append(this.#more, this.#nothing, this.#composer.element);
    for (const name of ASKED) {
      this.#earlier.addEventListener(name, (event) =>
        this.#say(name, /** @type {CustomEvent} */ (event).detail),
      );
    }
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
    if (another) this.#most = MOST;
    if (another) this.#composer.put(this.#unsent.at(shown.draft ?? "") ?? NO_WORDS);
    this.#earlier.show(shown);
    this.#offerWriters();
    this.#render();
  }

  /** Those who wrote something here; who is chosen stays chosen. */
  #offerWriters() {
    const { notes, members } = this.#shown;
    const writers = new Set(notes.map(({ actor }) => actor));
    const chosen = this.#who.value;
    const options = [...writers].map(
      (actor) => new Option(members.get(actor.replace(/^member:/, ""))?.name ?? t("Slowfilm"), actor),
    );
    this.#who.replaceChildren(new Option(t("Everyone"), ""), ...options);
    this.#who.value = writers.has(chosen) ? chosen : "";
  }

  /**
   * Where the picture stands, and on which frames a new note would lie.
   * @param {number} frame
   * @param {{first: number, last: number}} span
   * @param {boolean} [runs] whether it plays: then the frames are told once in a while
   */
  stand(frame, span, runs = false) {
    const passed = Math.abs(frame - this.#told);
    this.#frame = frame;
    const { n, d } = this.#shown.rate;
    if (!runs || passed * d >= n / 2) {
      this.#told = frame;
      this.#place.textContent = spanText(span, this.#shown.rate);
    }
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
      this.#who.value = "";
      this.#most = Math.max(this.#most, 1 + this.#wantedThreads().findIndex((note) => note.id === id));
      this.#render();
    }
    this.#threads.get(id)?.element.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {import("../shared/icons.js").Sign} sign
   * @param {string} label
   * @param {1 | -1} by
   */
  #stepping(sign, label, by) {
    const control = button("quiet", "", () => this.#step(by));
    control.ariaLabel = label;
    control.title = label;
    control.append(icon(sign));
    return control;
  }

  /**
   * To the note after or before the one that was stepped to; else the one nearest to the frame seen.
   * Only the notes that are wished for are stepped through, in the order they are listed.
   * @param {1 | -1} by
   */
  #step(by) {
    const notes = this.#wantedThreads();
    const at = notes.findIndex(({ id }) => id === this.#stood);
    const still = at >= 0 && notes[at].first === this.#frame;
    const ahead = by > 0 ? notes.findIndex(({ first }) => first > this.#frame) : notes.findLastIndex(({ first }) => first < this.#frame);
    const note = still || this.#sort.value === "newest" ? notes[at + by] : notes[ahead];
    if (!note) return;
    this.#stood = note.id;
    this.#say("seek", { note });
    this.reveal(note.id);
  }

  /** To where a note is written. */
  write() {
    this.#composer.focus();
  }

  #keepWords() {
    this.#unsent.keep(this.#shown.draft ?? "", this.#composer.words);
  }

  /** The first notes of the threads that are wanted, in their order. */
  #wantedThreads() {
    const threads = this.#shown.notes.filter((note) => note.parent === null && this.#wanted(note));
    const newest = this.#sort.value === "newest";
    return threads.toSorted((a, b) =>
      newest
        ? Number(b.at > a.at) - Number(b.at < a.at)
        : a.first - b.first || Number(a.at > b.at) - Number(a.at < b.at),
    );
  }

  #render() {
    const { writable, draft } = this.#shown;
    const all = this.#wantedThreads();
    const threads = all.slice(0, this.#most);
    const hiddenCount = all.length - threads.length;
    this.#more.hidden = hiddenCount === 0;
    this.#more.textContent = t("Show more (%(count)s left)", { count: hiddenCount });
    const answers = this.#answers();
    const threadsById = new Map(threads.map((note) => [note.id, this.#thread(note, answers)]));
    const focusIndex = [...this.#threads.values()].findIndex(({ element: node }) => node.contains(document.activeElement));
    for (const [id, thread] of this.#threads) if (!threadsById.has(id)) thread.element.remove();
    const gone = focusIndex >= 0 && !this.#list.contains(document.activeElement);
    this.#threads = threadsById;
    this.#order(threads.map(({ id }) => /** @type {Thread} */ (threadsById.get(id)).element));
    if (gone) this.#goOn(Math.min(focusIndex, threads.length - 1));
    this.#nothing.textContent = this.#emptyText();
    this.#nothing.hidden = threads.length > 0 || draft === null;
    this.#composer.closed = !writable;
    this.#composer.element.hidden = !writable && this.#composer.empty;
    for (const note of threads) {
      /** @type {Thread} */ (threadsById.get(note.id)).now =
        note.first <= this.#frame && this.#frame < note.last;
    }
  }

  /** The thread that had the focus is gone from the list: the next one has it now. @param {number} at */
  #goOn(at) {
    const next = [...this.#threads.values()][at];
    if (next) next.focus();
    else this.#list.focus();
  }

  /**
   * Puts the elements in order without touching those that stand right: a field keeps its focus.
   * @param {HTMLElement[]} elements
   */
  #order(elements) {
    for (const [place, node] of elements.entries()) {
      if (this.#list.children[place] !== node)
        this.#list.insertBefore(node, this.#list.children[place] ?? null);
    }
  }

  /** The answers by their threads. */
  #answers() {
    /** @type {Map<string, Note[]>} */
    const byThread = new Map();
    for (const note of this.#shown.notes) {
      if (note.parent) byThread.set(note.parent, [...(byThread.get(note.parent) ?? []), note]);
    }
    return byThread;
  }

  /**
   * @param {Note} note
   * @param {Map<string, Note[]>} answers
   */
  #thread(note, answers) {
    const thread = this.#threads.get(note.id) ?? this.#begin();
    thread.show(note, answers.get(note.id) ?? [], this.#shown);
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
    const whose = this.#who.value === "" || this.#who.value === note.actor;
    return right && whose && (this.#kind.value === "" || this.#kind.value === note.kind);
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
