/** The lines of a brief: who says what, in order, each after a pause. */

import { button, byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/**
 * @typedef {object} Line
 * @property {string} id
 * @property {string} title the character's
 * @property {string} words
 * @property {string} dialect
 * @property {string} translation
 * @property {boolean} take whether recorded sound says it
 */

/** @typedef {{line: string, pause: string, errors: Record<string, string>}} TypedLine */

/** Event: "change". */
export class BriefLines extends EventTarget {
  #list;
  #lines;
  /** @type {LineRow[]} */
  #rows = [];

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} adding where the button goes
   * @param {Line[]} lines the film's
   * @param {TypedLine[]} typed
   */
  constructor(list, adding, lines, typed) {
    super();
    this.#list = list;
    this.#lines = lines;
    for (const row of typed) {
      const line = lines.find(({ id }) => id === row.line);
      if (line) this.#append(line, row);
    }
    this.#number();
    if (lines.length > 0) adding.append(this.#chooser());
  }

  /** Who says what, in order. */
  get said() {
    return this.#rows.map(({ line }) => line);
  }

  /** Has a line and the next one change places. @param {number} place */
  swap(place) {
    if (this.#rows[place]) this.#move(this.#rows[place], 1, false);
  }

  #chooser() {
    const choices = this.#lines.map(({ id, title, words }) =>
      element("option", { value: id, textContent: `${title}: ${shortened(words)}` }),
    );
    const select = element("select", { ariaLabel: t("Line") }, ...choices);
    const add = button("", t("Add this line"), () => {
      const line = this.#lines.find(({ id }) => id === select.value);
      if (line) this.#append(line);
      this.#number();
    });
    return element("div", { className: "add-line" }, select, add);
  }

  /**
   * @param {Line} line
   * @param {TypedLine} [typed]
   */
  #append(line, typed) {
    const row = new LineRow(line, typed);
    row.addEventListener("move", (event) => this.#move(row, /** @type {CustomEvent} */ (event).detail));
    row.addEventListener("remove", () => this.#remove(row));
    this.#rows.push(row);
    this.#list.append(row.element);
  }

  /**
   * @param {LineRow} row
   * @param {number} by
   * @param {boolean} [follow] with the focus
   */
  #move(row, by, follow = true) {
    const from = this.#rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= this.#rows.length) return;
    this.#rows.splice(from, 1);
    this.#rows.splice(to, 0, row);
    this.#list.insertBefore(row.element, this.#rows[to + 1]?.element ?? null);
    this.#number();
    if (follow) row.focus(by);
  }

  /** @param {LineRow} row */
  #remove(row) {
    const place = this.#rows.indexOf(row);
    this.#rows.splice(place, 1);
    row.element.remove();
    this.#number();
    (this.#rows[place] ?? this.#rows[place - 1])?.focus(0);
  }

  #number() {
    const count = this.#rows.length;
    for (const [place, row] of this.#rows.entries()) row.place(place, count);
    const total = /** @type {HTMLInputElement} */ (byId("id_line-TOTAL_FORMS"));
    total.value = String(count);
    this.dispatchEvent(new Event("change"));
  }
}

/** One line that is said. Events: "move" by ±1, "remove". */
class LineRow extends EventTarget {
  line;
  element = element("li", { className: "citation brief-line" });
  #line = element("input", { type: "hidden" });
  #pause = element("input", { type: "number", min: "0", max: "600", step: "any", inputMode: "decimal", className: "number span", placeholder: "0" });
  #earlier = button("plain", "↑", () => this.#say("move", -1));
  #later = button("plain", "↓", () => this.#say("move", 1));
  #remove = button("plain", "×", () => this.#say("remove"));

  /**
   * @param {Line} line
   * @param {TypedLine} [typed]
   */
  constructor(line, typed) {
    super();
    this.line = line;
    this.#line.value = line.id;
    this.#pause.value = typed?.pause ?? "";
    const pause = element("label", {}, element("span", { textContent: t("after seconds of silence") }), " ", this.#pause);
    const who = element("p", { className: "names" }, element("b", { textContent: line.title }));
    if (line.dialect) who.append(" ", element("span", { className: "muted", textContent: line.dialect }));
    const what = element("div", { className: "what" }, who, spoken(line), pause);
    if (!line.take) what.append(element("p", { className: "muted", textContent: t("No take: nobody says it yet.") }));
    for (const words of new Set(Object.values(typed?.errors ?? {}))) {
      what.append(element("p", { className: "refusal", textContent: words }));
    }
    const doing = element("div", { className: "doing" }, this.#earlier, this.#later, this.#remove);
    this.element.append(this.#line, what, doing);
  }

  /**
   * @param {number} place
   * @param {number} count
   */
  place(place, count) {
    const number = place + 1;
    this.#line.name = `line-${place}-line`;
    this.#pause.name = `line-${place}-pause`;
    this.#earlier.disabled = place === 0;
    this.#later.disabled = place === count - 1;
    this.#earlier.ariaLabel = t("Move line %(number)s up", { number });
    this.#later.ariaLabel = t("Move line %(number)s down", { number });
    this.#remove.ariaLabel = t("Take line %(number)s away", { number });
  }

  /** @param {number} by which button was pressed to come here */
  focus(by) {
    const pressed = by < 0 ? this.#earlier : by > 0 ? this.#later : this.#remove;
    (pressed.disabled ? this.#remove : pressed).focus();
  }

  /**
   * @param {string} name
   * @param {any} [detail]
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/**
 * Words and what they mean, side by side.
 * @param {{words: string, translation: string}} line
 */
export function spoken({ words, translation }) {
  const pair = element("div", { className: "spoken" }, element("p", { textContent: words }));
  if (translation) pair.append(element("p", { className: "muted", textContent: translation }));
  return pair;
}

/** @param {string} words */
function shortened(words) {
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}
