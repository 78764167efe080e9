/** The list of references that opens under a brief's text when @ is typed, or a button is pressed. */

import { fold } from "./cast.js";
import { thumbnail } from "./citations.js";
import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { asked, unwritten } from "./tags.js";

/** @typedef {import("./brief.js").Choice} Choice */
/** @typedef {import("./tags.js").Written} Written */

/** Events: "pick" {choice, start, end}: the part of the text that the tag takes the place of. */
export class TagList extends EventTarget {
  #field;
  #choices;
  /** @type {(choice: Choice) => string} */
  #whyNot;
  #list = element("ul", { id: "tag-list", className: "tag-list", role: "listbox", hidden: true });
  #told = element("p", { className: "visually-hidden", role: "status" });
  /** @type {Choice[]} */
  #offered = [];
  #at = -1;
  /** @type {Written | null} what the button wrote, until something is chosen or the list is left */
  #written = null;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {Choice[]} choices
   * @param {(choice: Choice) => string} whyNot a sentence, empty if it may be cited
   */
  constructor(field, choices, whyNot) {
    super();
    this.#field = field;
    this.#choices = choices;
    this.#whyNot = whyNot;
    this.#list.ariaLabel = t("References");
    field.setAttribute("aria-controls", this.#list.id);
    field.ariaAutoComplete = "list";
    field.after(this.#list, this.#told);
    field.addEventListener("input", () => this.#offer());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.#cancel());
  }

  /** Opens it as if @ had been typed: for hands without a keyboard. */
  open() {
    const { selectionStart, selectionEnd, value } = this.#field;
    const before = value.slice(0, selectionStart);
    this.#field.focus();
    const sign = /[A-Za-z0-9]$/.test(before) ? " @" : "@";
    this.#field.setRangeText(sign, selectionStart, selectionEnd, "end");
    this.#field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.#written = { start: selectionStart, sign };
  }

  close() {
    this.#offered = [];
    this.#show(false);
  }

  /** Closed without a choice: what the button wrote goes with the list, a typed @ stays. */
  #cancel() {
    const written = this.#written;
    this.#written = null;
    this.close();
    if (!written) return;
    const { value } = this.#field;
    const left = unwritten(value, written);
    if (left === value) return;
    const end = written.start + written.sign.length;
    this.#field.setRangeText("", written.start, end, "preserve");
    this.#field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  #offer() {
    const at = asked(this.#field.value, this.#field.selectionStart);
    const query = fold(at?.part ?? "");
    this.#offered = at ? this.#choices.filter((choice) => fits(choice, query)) : [];
    this.#at = this.#offered.findIndex((choice) => !this.#whyNot(choice));
    this.#show(at !== null && (this.#offered.length > 0 || this.#choices.length === 0));
  }

  /** @param {boolean} open */
  #show(open) {
    this.#list.replaceChildren(...this.#offered.map((choice, place) => this.#option(choice, place)));
    if (open && this.#offered.length === 0) {
      const words = t("This film has no references yet.");
      this.#list.append(element("li", { className: "muted", textContent: words }));
    }
    this.#list.hidden = !open;
    this.#told.textContent = open ? t("%(n)s references", { n: this.#offered.length }) : "";
    this.#mark();
  }

  #mark() {
    const options = [...this.#list.querySelectorAll("[role=option]")];
    for (const [place, option] of options.entries()) option.ariaSelected = String(place === this.#at);
    const marked = options[this.#at];
    if (marked) this.#field.setAttribute("aria-activedescendant", marked.id);
    else this.#field.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Choice} choice
   * @param {number} place
   */
  #option(choice, place) {
    const why = this.#whyNot(choice);
    const words = element("span", { className: "words" }, element("b", { textContent: choice.name }));
    if (why || choice.about) words.append(element("span", { className: "muted", textContent: why || choice.about }));
    const option = element("li", { id: `tag-${place}`, role: "option" }, thumbnail(choice), words);
    option.ariaDisabled = String(why !== "");
    // Not click: the field would lose the focus first, and the list would be gone.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.#pick(choice));
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While a word is being composed these keys belong to the input method.
    if (this.#list.hidden || event.isComposing || event.keyCode === 229) return;
    const chosen = this.#offered[this.#at];
    if (event.key === "Escape") this.#cancel();
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) this.#pick(chosen);
    else if (event.key === "Enter" && this.#offered.length > 0) this.#sayWhyNot();
    else return;
    event.preventDefault();
  }

  /** Enter on a list of which nothing may be cited writes no line: it is said why not. */
  #sayWhyNot() {
    this.#told.textContent = this.#whyNot(this.#offered[0]);
  }

  /** @param {number} by to the next one that may be cited */
  #move(by) {
    const count = this.#offered.length;
    for (let step = 1; step <= count; step += 1) {
      const place = (this.#at + by * step + count * step) % count;
      if (this.#whyNot(this.#offered[place])) continue;
      this.#at = place;
      break;
    }
    this.#mark();
  }

  /** @param {Choice} choice */
  #pick(choice) {
    const at = asked(this.#field.value, this.#field.selectionStart);
    if (!at || this.#whyNot(choice)) return;
    const detail = { choice, start: at.start, end: this.#field.selectionStart };
    this.#written = null;
    this.close();
    this.dispatchEvent(new CustomEvent("pick", { detail }));
  }
}

/**
 * @param {Choice} choice
 * @param {string} query folded; a name, or the beginning of a tag
 */
function fits({ name, kind }, query) {
  const tag = { picture: "image", video: "video", sound: "audio" }[kind] ?? "";
  const beginning = query.replace(/\d+$/, "");
  return fold(name).includes(query) || (beginning !== "" && tag.startsWith(beginning));
}
