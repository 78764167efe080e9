/** Open notes of earlier drafts of the shot: is each still true of this one? Y and D answer. */

import { kindMark } from "./composer.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { nameOf, spanText } from "./thread.js";

/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {import("./notes.js").Shown} Shown */

/** Events: "seek" {note}, "still" {id}, "resolve" {id}. */
export class EarlierNotes extends EventTarget {
  element = element("section", { className: "earlier", hidden: true });
  #list = element("ol", { className: "earlier-list" });
  #shown = "";

  constructor() {
    super();
    const title = element("h3", { textContent: t("From earlier versions: still true?") });
    this.element.append(title, this.#list);
    this.#list.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Shown} shown */
  show(shown) {
    const { earlier, writable, rate, members } = shown;
    // Made anew only when it says something new: who answers by keys stays where they are.
    const now = JSON.stringify([earlier, writable, rate, [...members]]);
    if (now === this.#shown) return;
    this.#shown = now;
    const place = this.#place;
    this.#list.replaceChildren(...earlier.map((note) => this.#row(note, shown)));
    this.element.hidden = earlier.length === 0;
    if (place >= 0) this.#focus(place);
  }

  /** In which row the focus is; -1 where it is elsewhere. */
  get #place() {
    return [...this.#list.children].findIndex((row) => row.contains(document.activeElement));
  }

  /** @param {number} place */
  #focus(place) {
    const rows = /** @type {HTMLElement[]} */ ([...this.#list.children]);
    rows[Math.max(0, Math.min(place, rows.length - 1))]?.focus();
  }

  /**
   * @param {Note} note
   * @param {Shown} shown
   */
  #row(note, { members, rate, nameOfDraft, writable }) {
    const keep = note.kind === "keep";
    const span = button("thread-span timecode", spanText(note, rate), () =>
      this.#say("seek", { note }),
    );
    const from = `${nameOfDraft(note.draft)} · ${nameOf(note.actor, members)}`;
    const head = element(
      "div",
      { className: "thread-head" },
      span,
      kindMark(note.kind),
      element("span", { className: "earlier-from", textContent: from }),
    );
    const text = element("p", { className: "note-text", textContent: note.text });
    const row = element("li", { tabIndex: 0, dataset: { note: note.id } }, head, text);
    if (writable) {
      const still = button("quiet", keep ? t("Still there (Y)") : t("Still true (Y)"), () =>
        this.#say("still", { id: note.id }),
      );
      const done = button("quiet", keep ? t("Gone (D)") : t("Done (D)"), () =>
        this.#say("resolve", { id: note.id }),
      );
      still.setAttribute("aria-keyshortcuts", "Y");
      done.setAttribute("aria-keyshortcuts", "D");
      row.append(element("div", { className: "thread-foot" }, still, done));
    }
    return row;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = /** @type {HTMLElement} */ (event.target).closest("li");
    const id = row?.dataset.note ?? "";
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => this.#focus(this.#place + 1),
      ArrowUp: () => this.#focus(this.#place - 1),
    };
    if (row?.querySelector(".thread-foot")) {
      acts.y = () => this.#say("still", { id });
      acts.d = () => this.#say("resolve", { id });
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
