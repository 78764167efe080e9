/** One thread in the notes panel: a note on frames, and its answers. */

import { moment, time } from "../shared/dates.js";
import { answerComposer, kindMark } from "./composer.js";
import { button, element } from "../shared/elements.js";
import { NOTE_KINDS } from "../room/events.js";
import { partsOfShown } from "./parts.js";
import { t } from "../shared/i18n.js";
import { withNames } from "./mentions.js";
import { timecode } from "../timeline/timecode.js";

/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {import("../room/first-paint.js").Member} Member */

/**
 * @typedef {object} Surroundings what a thread has to know to be shown
 * @property {Map<string, Member>} members
 * @property {import("../timeline/timecode.js").Rate} rate
 * @property {boolean} writable
 * @property {(draft: string) => string} nameOfDraft
 */

const NEAR = 3; // of the shots that a note lies on, so many each way are named

/** Events: "seek" {note}, "join" {note, part} of one over joins, "resolve" {id}, "reopen" {id}, "answer" {parent, words}, and of what was refused "takeback" {note}, "let-go" {note}. */
export class Thread extends EventTarget {
  element = element("li", { className: "thread" });
  #said = element("div", { className: "thread-said" });
  #foot = element("div", { className: "thread-foot" });
  /** @type {import("./composer.js").Composer | null} */
  #composer = null;
  /** @type {Note | null} */
  #note = null;
  #shown = "";
  #now = false;
  #unsent;
  /** @type {Surroundings} */
  #around = { members: new Map(), rate: { n: 24, d: 1 }, writable: false, nameOfDraft: () => "" };

  /** @param {import("../room/unsent.js").Unsent} unsent */
  constructor(unsent) {
    super();
    this.#unsent = unsent;
    this.element.append(this.#said, this.#foot);
  }

  /**
   * @param {Note} note the first of the thread
   * @param {Note[]} answers
   * @param {Surroundings} around
   */
  show(note, answers, around) {
    this.#note = note;
    this.#around = around;
    // Made anew only when it says something new: who reads with the keyboard stays where they are.
    const shown = JSON.stringify([note, answers, around.writable, around.rate, [...around.members]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.dataset.kind = note.kind;
    this.element.classList.toggle("resolved", note.resolved_at !== null);
    const rows = answers.map((answer) => element("li", {}, ...this.#words(answer)));
    const list = rows.length ? [element("ol", { className: "answers" }, ...rows)] : [];
    this.#said.replaceChildren(this.#head(note), ...this.#words(note), ...list);
    const begun = this.#composer ? null : this.#unsent.at(note.id);
    if (begun) this.#compose(begun.text);
    this.#showFoot(note);
  }

  /** @param {boolean} now whether the frame that is seen lies in its span */
  set now(now) {
    if (now === this.#now) return;
    this.#now = now;
    this.element.classList.toggle("now", now);
  }

  /** Its first button: who was in it goes on from here. */
  focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector(".thread-span"))?.focus();
  }

  /** @param {Note} note */
  #head(note) {
    const span = button("thread-span timecode", spanText(note, this.#around.rate), () =>
      this.#say("seek", { note }),
    );
    const kind = element(
      "span",
      { className: "thread-kind" },
      kindMark(note.kind),
      NOTE_KINDS[note.kind].label,
    );
    const join = note.next_draft ? this.#joins(note) : [];
    return element("div", { className: "thread-head" }, span, kind, ...join);
  }

  /**
   * The ways to the other shots that a note lies on: of two the join, of many the nearest.
   * @param {Note} note
   */
  #joins(note) {
    const parts = partsOfShown(note);
    const ownPart = note.joined?.part ?? 0;
    const name = (/** @type {number} */ part) => this.#around.nameOfDraft(parts[part].draft);
    const go = (/** @type {number} */ part) => () => this.#say("join", { note, part });
    const others = [...parts.keys()].filter((part) => part !== ownPart);
    if (parts.length === 2) return [button("quiet", t("Join with %(name)s", { name: name(others[0]) }), go(others[0]))];
    const near = others.filter((part) => Math.abs(part - ownPart) <= NEAR);
    const words = element("span", { textContent: t("Over %(count)s shots:", { count: parts.length }) });
    const ways = near.map((part) => button("quiet", name(part), go(part)));
    const more = near.length < others.length ? [element("span", { textContent: "…" })] : [];
    return [element("p", { className: "thread-shots" }, words, " ", ...ways, ...more)];
  }

  /** @param {Note} note */
  #words(note) {
    const { members } = this.#around;
    const author = nameOf(note.actor, members);
    const by = element(
      "p",
      { className: "note-by" },
      element("b", { textContent: author }),
      " ",
      when(note.at),
    );
    const named = note.mentions.flatMap((id) => members.get(id) ?? []);
    const text = element("p", { className: "note-text" }, ...withNames(note.text, named));
    const parts = [by, text];
    if (note.carried_from) {
      const words = t("Carried on from an earlier version");
      parts.push(element("p", { className: "note-carried", textContent: words }));
    }
    if (note.reason) {
      const label = element("span", { textContent: t("Kept because") });
      parts.push(element("p", { className: "note-reason" }, label, " ", note.reason));
    }
    if (note.refused) parts.push(this.#refusal(note));
    else if (note.pending)
      parts.push(element("p", { className: "note-waiting", textContent: t("Waiting to be sent") }));
    return parts;
  }

  /** @param {Note} note */
  #refusal(note) {
    const take = button("quiet", t("Take back"), () => {
      if (note.parent) this.#answer(note.text);
      this.#say("takeback", { note });
    });
    const letGo = button("quiet", t("Let it go"), () => this.#say("let-go", { note }));
    const reason = t("Not done: %(reason)s", { reason: note.refused?.reason ?? "" });
    return element("p", { className: "note-refused" }, reason, " ", this.#around.writable ? take : letGo);
  }

  /** @param {Note} note */
  #showFoot(note) {
    const { members, writable } = this.#around;
    const parts = [];
    if (note.resolved_at) {
      const by = t("Resolved by %(name)s", { name: nameOf(note.resolved_by, members) });
      parts.push(
        element("span", { className: "thread-resolved" }, by, " ", when(note.resolved_at)),
      );
    }
    if (writable && !note.pending && !note.refused && !this.#composer) {
      parts.push(
        button("quiet", t("Answer"), () => this.#answer()),
        note.resolved_at
          ? button("quiet", t("Reopen"), () => this.#say("reopen", { id: note.id }))
          : button("quiet", NOTE_KINDS[note.kind].close, () =>
              this.#say("resolve", { id: note.id }),
            ),
      );
    }
    if (this.#composer) {
      this.#composer.closed = !writable;
      parts.push(this.#composer.element);
    }
    const hadFocus = this.#foot.contains(document.activeElement);
    this.#foot.replaceChildren(...parts);
    if (hadFocus && !this.#foot.contains(document.activeElement)) this.focus();
  }

  /** @param {string} [text] to begin with */
  #answer(text = "") {
    const composer = this.#compose(text);
    this.#showFoot(/** @type {Note} */ (this.#note));
    composer.focus();
  }

  /** @param {string} text to begin with */
  #compose(text) {
    const note = /** @type {Note} */ (this.#note);
    const close = () => {
      this.#composer = null;
      this.#unsent.drop(note.id);
      this.#showFoot(/** @type {Note} */ (this.#note));
    };
    const composer = answerComposer(() => this.#around.members.values(), close);
    composer.addEventListener("typed", () => this.#unsent.keep(note.id, composer.words));
    composer.addEventListener("send", (event) => {
      const words = /** @type {CustomEvent} */ (event).detail;
      close();
      this.#say("answer", { parent: note, words });
    });
    composer.put({ text });
    this.#composer = composer;
    return composer;
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/**
 * One timecode for one frame, two for a span; the last is the last frame in it.
 * @param {{first: number, last: number}} span first ≤ f < last
 * @param {import("../timeline/timecode.js").Rate} rate
 */
export function spanText({ first, last }, rate) {
  const start = timecode(first, rate);
  return last - first > 1 ? `${start} – ${timecode(last - 1, rate)}` : start;
}

/**
 * @param {string} actor
 * @param {Map<string, Member>} members
 */
export function nameOf(actor, members) {
  return members.get(actor.replace(/^member:/, ""))?.name ?? t("Slowfilm");
}

/**
 * The time of day, and the day when it was another one.
 * @param {string} at
 */
function when(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return element("time", { dateTime: at, textContent: today ? time(date) : moment(date) });
}
