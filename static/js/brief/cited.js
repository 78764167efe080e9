/** What a brief cites in all, and the characters' part of it under the rows. */

import { added, named } from "./cast.js";
import { forbidden, thumbnail } from "./citations.js";
import { byId, element } from "../shared/elements.js";
import { tagsOf } from "./tags.js";

/** @typedef {import("./brief.js").Choice} Choice */
/** @typedef {import("./brief.js").BriefData} BriefData */
/** @typedef {import("./citations.js").Citations} Citations */

/** @typedef {{tag: string, choice: Choice, role: string, start: string, end: string, character: string}} Cited */

/** What is cited in all: row by row, and by the characters that the text names. */
export class Cast {
  #text;
  #citations;
  #data;
  #engine;

  /**
   * @param {HTMLTextAreaElement} text
   * @param {Citations} citations
   * @param {BriefData} data
   * @param {() => string} engine the one that is chosen
   */
  constructor(text, citations, data, engine) {
    this.#text = text;
    this.#citations = citations;
    this.#data = data;
    this.#engine = engine;
  }

  /** Everything that is cited, with its choice and role. */
  get all() {
    const own = this.#citations.rows.map(({ choice, role }) => ({ choice, role }));
    return [...own, ...this.#added()];
  }

  /**
   * Everything that is cited, with its tag and the part of it that counts.
   * @returns {Cited[]}
   */
  get tagged() {
    const own = this.#citations.rows.map(({ choice, role, start, end }) => ({ choice, role, start, end, character: "" }));
    const more = this.#added().map(({ choice, role, character }) => ({ choice, role, start: "", end: "", character: character.title }));
    const all = [...own, ...more];
    const tags = tagsOf(all.map(({ choice }) => choice.kind), this.#data.names);
    return all.map((citation, place) => Object.assign(citation, { tag: tags[place] }));
  }

  #added() {
    const cited = this.#citations.rows.map(({ choice, role }) => ({ reference: choice.id, role }));
    const more = added(named(this.#text.value, this.#data.characters), cited);
    return more.flatMap(({ character, reference, role }) => {
      const choice = this.#data.references.find(({ id }) => id === reference);
      return choice ? [{ character, choice, role }] : [];
    });
  }

  /** @param {string} id */
  has(id) {
    return this.all.some(({ choice }) => choice.id === id);
  }

  /** @param {string} kind */
  count(kind) {
    return this.all.filter(({ choice }) => choice.kind === kind).length;
  }

  /** The roles that the engine does not ignore. */
  rolesTaken() {
    return new Set(this.all.filter((citation) => this.#treatment(citation) !== "ignores").map(({ role }) => role));
  }

  /** @param {{choice: Choice, role: string}} cited */
  #treatment({ choice, role }) {
    return this.#data.engines[this.#engine()].treats[choice.kind]?.[role] ?? "ignores";
  }

  /** Shows what the characters add, under what is cited row by row. */
  show() {
    const more = this.#added();
    const { names, roles, treatments } = this.#data;
    const kinds = this.all.map(({ choice }) => choice.kind);
    const tags = tagsOf(kinds, names).slice(-more.length);
    const rows = more.map((citation, place) => {
      const { character, choice, role } = citation;
      const treatment = this.#treatment(citation);
      const label = roles[choice.kind]?.find(([value]) => value === role)?.[1] ?? role;
      const name = element(
        "p",
        { className: "names" },
        element("b", { className: "tag number", textContent: `@${tags[place]}` }),
        ` ${character.title} · ${label} · ${choice.name}`,
      );
      const what = element("div", { className: "what" }, name, element("p", { className: "treatment muted", textContent: treatments[treatment] }));
      if (choice.why_not) what.append(element("p", { className: "refusal", textContent: choice.why_not }));
      what.append(...forbidden(choice));
      const row = element("li", { className: "citation" }, thumbnail(choice), what);
      row.classList.toggle("ignored", treatment === "ignores");
      return row;
    });
    byId("cast").replaceChildren(...rows);
  }
}
