/** The rows of cited references under a brief's text: order, role, span, and what the engine does. */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { tagsOf } from "./tags.js";

/** @typedef {import("./brief.js").Choice} Choice */
/** @typedef {import("./brief.js").BriefData} BriefData */

const ENLARGED = 1.2; // by how much until it is seen

/**
 * @typedef {object} Typed a row as it was filled in
 * @property {string} reference
 * @property {string} role
 * @property {string} start seconds
 * @property {string} end
 * @property {string} frame where a keyframe stands
 * @property {string} light_crosses "True" where light may cross what is kept as it is
 * @property {Record<string, string>} errors by field
 */

/** Events: "change"; "retag" {renamed, names} when tags have moved; "light" {choice} to light one by hand. */
export class Citations extends EventTarget {
  /** @type {Row[]} */
  rows = [];
  #list;
  #data;
  /** @type {() => string} */
  #engine;
  /** @type {() => string} */
  #size;

  /**
   * @param {HTMLElement} list
   * @param {BriefData} data
   * @param {() => string} engine the one that is chosen
   * @param {() => string} size the one that is chosen, as "1280x720"
   */
  constructor(list, data, engine, size) {
    super();
    this.#list = list;
    this.#data = data;
    this.#engine = engine;
    this.#size = size;
    for (const typed of data.rows) {
      const choice = data.references.find(({ id }) => id === typed.reference);
      if (choice) this.#append(choice, typed);
    }
    this.#order();
  }

  /**
   * Cites a reference; one that is cited already keeps its row.
   * @param {Choice} choice
   * @param {string} [role] what for, where that is known
   * @returns {string} its tag
   */
  cite(choice, role) {
    const citation = this.rows.find((row) => row.choice.id === choice.id);
    if (citation) return citation.tag;
    const row = this.#append(choice);
    if (role) row.role = role;
    this.#order();
    return row.tag;
  }

  /**
   * Puts a reference in the place of another, for the same; cites it as the plate where there is none.
   * @param {Choice} choice
   * @param {string} other a reference's id
   */
  instead(choice, other) {
    const at = this.rows.findIndex((row) => row.choice.id === other);
    if (at < 0) return void this.cite(choice, "plate");
    const was = this.rows[at];
    const row = this.#append(choice, { ...was.typed, reference: choice.id, errors: {} });
    this.rows.splice(this.rows.indexOf(row), 1);
    this.rows.splice(at, 1, row);
    was.element.replaceWith(row.element);
    this.#order();
    row.focus(0);
  }

  /** Says anew what the chosen engine does with each at the chosen size. */
  judge() {
    const { treats } = this.#data.engines[this.#engine()];
    const size = this.#size().split("x").map(Number);
    for (const row of this.rows) row.judge(this.#data.treatments, treats, size);
  }

  /**
   * @param {Choice} choice
   * @param {Typed} [typed]
   */
  #append(choice, typed) {
    const row = new Row(choice, this.#data.roles[choice.kind], typed);
    row.addEventListener("move", (event) => this.#move(row, /** @type {CustomEvent} */ (event).detail));
    row.addEventListener("remove", () => this.#remove(row));
    row.addEventListener("light", () => this.#say("light", { choice }));
    row.addEventListener("role", () => {
      this.judge();
      this.#say("change", {});
    });
    this.rows.push(row);
    this.#list.append(row.element);
    return row;
  }

  /**
   * @param {Row} row
   * @param {number} by
   */
  #move(row, by) {
    const from = this.rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= this.rows.length) return;
    this.rows.splice(from, 1);
    this.rows.splice(to, 0, row);
    this.#list.insertBefore(row.element, this.rows[to + 1]?.element ?? null);
    this.#order();
    row.focus(by);
  }

  /** @param {Row} row */
  #remove(row) {
    const place = this.rows.indexOf(row);
    this.rows.splice(place, 1);
    row.element.remove();
    this.#order(row);
    (this.rows[place] ?? this.rows[place - 1])?.focus(0);
  }

  /**
   * Gives every row its tag and its names in the form.
   * @param {Row} [gone]
   */
  #order(gone) {
    /** @type {Map<string, string | null>} */
    const renamed = new Map();
    if (gone) renamed.set(gone.tag, null);
    const tags = tagsOf(
      this.rows.map(({ choice }) => choice.kind),
      this.#data.names,
    );
    for (const [place, row] of this.rows.entries()) {
      if (row.tag && row.tag !== tags[place]) renamed.set(row.tag, tags[place]);
      row.place(place, tags[place], this.rows.length);
    }
    const total = /** @type {HTMLInputElement} */ (document.getElementById("id_cite-TOTAL_FORMS"));
    total.value = String(this.rows.length);
    this.judge();
    if (renamed.size) this.#say("retag", { renamed, name: gone?.choice.name ?? "" });
    this.#say("change", {});
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
 * What its people have forbidden, where the words of a brief are written.
 * @param {Choice} choice
 */
export const forbidden = ({ forbids }) => forbids.map((text) => element("p", { className: "forbids", textContent: t("Not: %(said)s", { said: text }) }));

const LIT = new Set(["plate", "place", "first-frame", "last-frame", "keyframe"]); // roles whose light reaches what is made

/** One citation. Events: "move" by ±1, "remove", "role", "light". */
class Row extends EventTarget {
  tag = "";
  choice;
  element = element("li", { className: "citation" });
  #reference = element("input", { type: "hidden" });
  #tag = element("b", { className: "tag number" });
  #role;
  #start = spanField();
  #end = spanField();
  #frame = element("input", { type: "number", min: "0", step: "1", inputMode: "numeric", className: "number span" });
  #atFrame = labelled(t("at frame"), this.#frame);
  #crosses = element("input", { type: "checkbox" });
  #mayCross = element("label", { className: "tick" }, this.#crosses, element("span", { textContent: t("Light may cross it") }));
  #light = button("plain", t("Light it"), () => this.#say("light"));
  #treatment = element("p", { className: "treatment muted" });
  #earlier = button("plain", "↑", () => this.#say("move", -1));
  #later = button("plain", "↓", () => this.#say("move", 1));
  #remove = button("plain", "×", () => this.#say("remove"));

  /**
   * @param {Choice} choice
   * @param {[string, string][]} roles
   * @param {Typed} [typed]
   */
  constructor(choice, roles, typed) {
    super();
    this.choice = choice;
    this.#reference.value = choice.id;
    this.#role = element("select", {}, ...roles.map(([value, label]) => element("option", { value, textContent: label })));
    this.#role.addEventListener("change", () => {
      this.#showFrame();
      this.#say("role");
    });
    if (typed) this.#fill(typed);
    this.#showFrame();
    const what = element("div", { className: "what" }, this.#names(), this.#fields(), this.#treatment);
    what.append(...forbidden(choice), ...refusals(typed?.errors ?? {}));
    const doing = element("div", { className: "doing" }, this.#earlier, this.#later, this.#remove);
    this.element.append(this.#reference, thumbnail(choice), what, doing);
  }

  /** @param {Typed} typed */
  #fill({ role, start, end, frame, light_crosses }) {
    this.#crosses.checked = light_crosses === "True";
    if (role) this.#role.value = role;
    this.#frame.value = frame ?? "";
    this.#start.value = start;
    this.#end.value = end;
  }

  /** Only a keyframe stands at a frame, and only what is kept as it is asks whether light may cross it; a field that is disabled is not sent. */
  #showFrame() {
    const keyframe = this.role === "keyframe";
    this.#frame.disabled = this.#atFrame.hidden = !keyframe;
    if (keyframe && this.#frame.value === "") this.#frame.value = "0";
    this.#light.hidden = !LIT.has(this.role);
    this.#crosses.disabled = this.#mayCross.hidden = this.role !== "verbatim";
  }

  get role() {
    return this.#role.value;
  }

  set role(role) {
    this.#role.value = role;
    this.#showFrame();
  }

  /** As it is filled in. */
  get typed() {
    const crosses = this.#crosses.checked && this.role === "verbatim";
    return { role: this.role, start: this.start, end: this.end, frame: this.#frame.value, light_crosses: crosses ? "True" : "" };
  }

  get start() {
    return this.#start.value;
  }

  get end() {
    return this.#end.value;
  }

  #names() {
    const name = element("span", { className: "name", textContent: this.choice.name });
    return element("p", { className: "names" }, this.#tag, " ", name);
  }

  #fields() {
    const fields = element("div", { className: "fields" }, labelled(t("For"), this.#role), this.#atFrame);
    const { seconds } = this.choice;
    if (seconds !== null) {
      this.#start.placeholder = "0";
      this.#end.placeholder = seconds.toFixed(1);
      this.#end.max = this.#start.max = String(seconds);
      fields.append(labelled(t("from second"), this.#start), labelled(t("to second"), this.#end));
    }
    fields.append(this.#mayCross, this.#light);
    return fields;
  }

  /**
   * @param {number} place
   * @param {string} tag
   * @param {number} count
   */
  place(place, tag, count) {
    this.tag = tag;
    this.#tag.textContent = `@${tag}`;
    const fields = { reference: this.#reference, role: this.#role, start: this.#start, end: this.#end, frame: this.#frame, light_crosses: this.#crosses };
    for (const [name, field] of Object.entries(fields)) field.name = `cite-${place}-${name}`;
    this.#earlier.disabled = place === 0;
    this.#later.disabled = place === count - 1;
    this.#earlier.ariaLabel = t("Move %(tag)s up", { tag });
    this.#later.ariaLabel = t("Move %(tag)s down", { tag });
    this.#remove.ariaLabel = t("Take %(tag)s away", { tag });
  }

  /**
   * @param {Record<string, string>} words
   * @param {Record<string, Record<string, string>>} treats
   * @param {number[]} size width and height that are asked for
   */
  judge(words, treats, size) {
    const treatment = treats[this.choice.kind]?.[this.role] ?? "ignores";
    const soft = treatment === "uses" ? softness(this.choice.copy, size) : "";
    this.#treatment.textContent = soft ? `${words[treatment]} ${soft}` : words[treatment];
    this.element.classList.toggle("ignored", treatment === "ignores");
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

function spanField() {
  return element("input", { type: "number", min: "0", step: "any", inputMode: "decimal", className: "number span" });
}

/**
 * @param {string} words
 * @param {HTMLElement} field
 */
function labelled(words, field) {
  return element("label", {}, element("span", { textContent: words }), field);
}

/**
 * Engines are given copies, and one that is smaller than what is asked for is enlarged.
 * @param {[number, number] | null} copy
 * @param {number[]} size
 */
function softness(copy, size) {
  if (!copy || Math.max(size[0] / copy[0], size[1] / copy[1]) < ENLARGED) return "";
  return t("Its copy is %(copy)s: at this size it will look soft.", { copy: copy.join(" × ") });
}

/** @param {Record<string, string>} errors */
function refusals(errors) {
  const messages = [...new Set(Object.values(errors))];
  return messages.map((words) => element("p", { className: "refusal", textContent: words }));
}

/**
 * Its poster, or a mark for its kind.
 * @param {Choice} choice
 */
export function thumbnail({ poster, kind }) {
  if (poster) return element("img", { className: "thumbnail", src: poster, alt: "", loading: "lazy" });
  return element("span", { className: `thumbnail ${kind}`, ariaHidden: "true", textContent: kind === "sound" ? "♪" : "" });
}
