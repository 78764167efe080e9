/** Where a note or an answer is written. Enter is a new line; Ctrl or Cmd with Enter sends. */

import { button, element } from "../shared/elements.js";
import { NOTE_KINDS } from "../room/events.js";
import { t } from "../shared/i18n.js";
import { namedIn, offerNames } from "./mentions.js";

/** @typedef {import("../room/first-paint.js").Member} Member */
/** @typedef {keyof typeof NOTE_KINDS} Kind */

/** @typedef {{kind: Kind, text: string, reason: string, mentions: string[]}} Words */

export const KINDS = /** @type {Kind[]} */ (Object.keys(NOTE_KINDS));

const CLOSES = 300; // ms after it was left
const LONGEST = 5000; // characters, as ledger/messages.py has it
let composers = 0;

/** Events: "send" {words}, "begin" when the first letter is written, "typed" at every one. */
export class Composer extends EventTarget {
  element = element("form", { className: "composer" });
  #members;
  #number = (composers += 1);
  // No maxLength: it would cut what is pasted, and say nothing.
  #text = element("textarea", { rows: 1 });
  #reason = element("textarea", { rows: 1 });
  #send = element("button", { className: "primary", textContent: t("Send") });
  #problem = element("p", { className: "composer-problem", role: "alert", hidden: true });
  #reasonField = field(t("Why it stays"), this.#reason);
  /** @type {Kind} */
  #kind = KINDS[0];

  /**
   * @param {object} options
   * @param {() => Iterable<Member>} options.members
   * @param {string} options.label
   * @param {boolean} [options.asksKind] an answer is of its thread's kind
   * @param {HTMLElement} [options.place] says on which frames it will lie
   */
  constructor({ members, label, asksKind = false, place }) {
    super();
    this.#members = members;
    this.#text.ariaLabel = label;
    this.#text.placeholder = label;
    this.#reasonField.hidden = true;
    const foot = element("div", { className: "composer-foot" });
    foot.append(...(place ? [place] : []), this.#send);
    const kinds = asksKind ? [this.#kinds()] : [];
    this.element.append(...kinds, this.#words(), this.#reasonField, this.#problem, foot);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#trySend();
    });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusin", () => (this.element.dataset.open = ""));
    this.element.addEventListener("focusout", () => setTimeout(() => this.#close(), CLOSES));
    this.element.addEventListener("input", () => {
      this.#problem.hidden = true;
      this.dispatchEvent(new Event("typed"));
    });
  }

  /** @param {boolean} closed when nothing can be sent: what was typed can still be read and copied */
  set closed(closed) {
    this.#text.readOnly = closed;
    this.#reason.readOnly = closed;
    this.#send.disabled = closed;
    for (const radio of this.element.querySelectorAll("input")) radio.disabled = closed;
  }

  get empty() {
    return this.#text.value === "" && this.#reason.value === "";
  }

  /** As they stand now. @returns {import("../room/unsent.js").Words} */
  get words() {
    return { text: this.#text.value, reason: this.#reason.value, kind: this.#kind };
  }

  /**
   * Puts words (back) into the composer.
   * @param {{text: string, reason?: string, kind?: Kind}} words
   */
  put({ text, reason = "", kind = this.#kind }) {
    this.#text.value = text;
    this.#reason.value = reason;
    this.#choose(kind);
  }

  focus() {
    this.#text.focus();
  }

  /** Not at once: on a phone it gets smaller, and would move what the finger is about to touch. */
  #close() {
    if (!this.element.contains(document.activeElement)) delete this.element.dataset.open;
  }

  #words() {
    const box = element("div", { className: "composer-words" }, this.#text);
    offerNames(this.#text, this.#members);
    this.#text.addEventListener("input", () => {
      if (this.#text.value.length === 1) this.dispatchEvent(new Event("begin"));
    });
    return box;
  }

  #kinds() {
    const legend = element("legend", {
      className: "visually-hidden",
      textContent: t("Kind of note"),
    });
    const set = element("fieldset", { className: "segments" }, legend);
    for (const kind of KINDS) {
      const radio = element("input", { type: "radio", name: `kind-${this.#number}`, value: kind });
      radio.checked = kind === this.#kind;
      radio.addEventListener("change", () => this.#choose(kind));
      set.append(element("label", {}, radio, kindMark(kind), NOTE_KINDS[kind].label));
    }
    return set;
  }

  /** @param {Kind} kind */
  #choose(kind) {
    this.#kind = kind;
    this.#reasonField.hidden = !NOTE_KINDS[kind].asksReason;
    for (const radio of this.element.querySelectorAll("input"))
      radio.checked = radio.value === kind;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // The Enter that ends a composition in Chinese input never sends.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#trySend();
    }
  }

  /**
   * @param {string} why
   * @param {HTMLElement} where
   */
  #refuse(why, where) {
    this.#problem.textContent = why;
    this.#problem.hidden = false;
    where.focus();
  }

  #trySend() {
    if (this.#send.disabled) return;
    const text = this.#text.value.trim();
    const reason = this.#reasonField.hidden ? "" : this.#reason.value.trim();
    if (!text) return this.#text.focus();
    if (!this.#reasonField.hidden && !reason) {
      return this.#refuse(t("Say why it is kept."), this.#reason);
    }
    for (const [where, typed] of /** @type {const} */ ([[this.#text, text], [this.#reason, reason]])) {
      const over = Array.from(typed).length - LONGEST;
      if (over > 0) return this.#refuse(t("That is %(n)s characters too long.", { n: over }), where);
    }
    // The field of the reason goes: who wrote in it goes on in the note's.
    const inReason = document.activeElement === this.#reason;
    const mentions = namedIn(text, this.#members()).map(({ id }) => id);
    const words = { kind: this.#kind, text, reason, mentions };
    this.put({ text: "", kind: KINDS[0] });
    if (inReason) this.#text.focus();
    this.#problem.hidden = true;
    this.dispatchEvent(new CustomEvent("send", { detail: words }));
  }
}

/**
 * The small sign of a kind: the same shapes as on the time axis.
 * @param {Kind} kind
 */
export function kindMark(kind) {
  const mark = element("span", { className: "kind-mark", dataset: { shape: NOTE_KINDS[kind].shape } });
  mark.ariaHidden = "true";
  return mark;
}

/**
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(label, input) {
  return element(
    "label",
    { className: "composer-reason" },
    element("span", { textContent: label }),
    input,
  );
}

/**
 * A composer for an answer, which can be left again.
 * @param {() => Iterable<Member>} members
 * @param {() => void} leave
 */
export function answerComposer(members, leave) {
  const composer = new Composer({
    members,
    label: t("Answer"),
    place: button("quiet", t("Cancel"), leave),
  });
  return composer;
}
