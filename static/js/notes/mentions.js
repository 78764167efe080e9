/** Naming members in a text: @ opens a list of them; what is sent are their ids. */

import { t } from "../shared/i18n.js";
import { element } from "../shared/elements.js";
import { narrow } from "../brief/tags.js";

/** @typedef {import("../room/first-paint.js").Member} Member */

const LONGEST_LIST = 6;

/**
 * Who is named in a text. Longer names are looked for first, so that "@Lin" does not name Li; of
 * two members with one name a text can't tell which is meant, so both are called. Width makes no
 * difference.
 * @param {string} text
 * @param {Iterable<Member>} members
 * @returns {Member[]}
 */
export function namedIn(text, members) {
  const names = [];
  let tail = narrow(text);
  // Who has left can be written about, and not called.
  const present = [...members].filter((member) => member.present);
  for (const { name } of byLength(present)) {
    const sign = `@${narrow(name)}`;
    if (!tail.includes(sign)) continue;
    names.push(...present.filter((member) => member.name === name));
    tail = tail.replaceAll(sign, " ");
  }
  return names;
}

/**
 * A text in parts, those that name somebody marked.
 * @param {string} text
 * @param {Member[]} named
 * @returns {(string | HTMLElement)[]}
 */
export function withNames(text, named) {
  return partsOf(text, named).map(({ part, names }) =>
    names ? element("b", { className: "mention", textContent: part }) : part,
  );
}

/**
 * A text as it was typed, cut where it names somebody.
 * @param {string} text
 * @param {Member[]} named
 * @returns {{part: string, names: boolean}[]}
 */
export function partsOf(text, named) {
  const signs = byLength(named).map(({ name }) => `@${narrow(name)}`);
  if (signs.length === 0) return [{ part: text, names: false }];
  const pattern = new RegExp(`(${signs.map(escaped).join("|")})`);
  let at = 0;
  return narrow(text).split(pattern).map((plain) => {
    const part = text.slice(at, (at += plain.length));
    return { part, names: signs.includes(plain) };
  });
}

/**
 * What is being typed after an @ that stands before the caret, or null.
 * @param {string} text
 * @param {number} caret
 * @returns {{start: number, part: string} | null}
 */
export function partBefore(text, caret) {
  // An @ inside a word is an address. Chinese has no spaces, so any other sign may stand before it.
  const match = /(?:^|[^A-Za-z0-9])@([^@\n]{0,30})$/.exec(narrow(text.slice(0, caret)));
  return match ? { start: caret - match[1].length - 1, part: match[1] } : null;
}

/** @param {Iterable<Member>} members */
function byLength(members) {
  return [...members].toSorted((a, b) => b.name.length - a.name.length);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * Whether one may mean somebody with what is typed so far: any word of the name, and in Chinese,
 * which has no spaces, any character may begin it.
 * @param {string} name
 * @param {string} part in lower case
 */
export function answersTo(name, part) {
  const lower = narrow(name).toLowerCase();
  for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + 1)) {
    if (at === 0 || /[\s\p{Script=Han}·-]/u.test(lower[at - 1])) return true;
  }
  return false;
}

let lists = 0;

/**
 * Opens a list of members at a text field whenever an @ is typed.
 * @param {HTMLTextAreaElement} field
 * @param {() => Iterable<Member>} members
 */
export function offerNames(field, members) {
  return new MentionList(field, members);
}

class MentionList {
  #field;
  #members;
  #list = element("ul", { className: "mention-list", role: "listbox", hidden: true });
  /** @type {Member[]} */
  #offered = [];
  #chosen = 0;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {() => Iterable<Member>} members
   */
  constructor(field, members) {
    this.#field = field;
    this.#members = members;
    lists += 1;
    this.#list.id = `members-${lists}`;
    this.#list.ariaLabel = t("Members");
    field.setAttribute("aria-controls", this.#list.id);
    field.ariaAutoComplete = "list";
    field.after(this.#list);
    field.addEventListener("input", () => this.#offer());
    field.addEventListener("blur", () => this.#close());
    field.addEventListener("keydown", (event) => this.#key(event));
  }

  #offer() {
    const { value, selectionStart } = this.#field;
    const at = partBefore(value, selectionStart);
    const query = at?.part.toLowerCase() ?? "";
    this.#offered = at
      ? [...this.#members()]
          .filter(({ name, present }) => present && answersTo(name, query))
          .filter(({ name }, place, all) => all.findIndex((member) => member.name === name) === place)
          .slice(0, LONGEST_LIST)
      : [];
    this.#chosen = 0;
    this.#show();
  }

  #show() {
    const rows = this.#offered.map((member, place) => {
      const row = element("li", { role: "option", textContent: member.name });
      row.id = `${this.#list.id}-${place}`;
      row.ariaSelected = String(place === this.#chosen);
      // Not click: the field would have lost the focus, and the list would be gone.
      row.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.#pick(member);
      });
      return row;
    });
    this.#list.replaceChildren(...rows);
    this.#list.hidden = rows.length === 0;
    if (rows.length) this.#field.setAttribute("aria-activedescendant", rows[this.#chosen].id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#offered = [];
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While a word is being composed these keys belong to the input method.
    if (this.#offered.length === 0 || event.isComposing || event.keyCode === 229) return;
    const count = this.#offered.length;
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => this.#move((this.#chosen + 1) % count),
      ArrowUp: () => this.#move((this.#chosen + count - 1) % count),
      Enter: () => this.#pick(this.#offered[this.#chosen]),
      Tab: () => this.#pick(this.#offered[this.#chosen]),
      Escape: () => this.#close(),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  /** @param {number} place */
  #move(place) {
    this.#chosen = place;
    this.#show();
  }

  /** @param {Member} member */
  #pick(member) {
    const field = this.#field;
    const at = partBefore(field.value, field.selectionStart);
    if (at) field.setRangeText(`@${member.name} `, at.start, field.selectionStart, "end");
    this.#close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
