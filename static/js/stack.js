/** The rail of a shot's drafts, the first one first; those on their way stand below them. */

import { element } from "./elements.js";
import { t } from "./i18n.js";

/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("./first-paint.js").Shot} Shot */
/** @typedef {import("./first-paint.js").Generation} Generation */

/**
 * @typedef {object} Shown
 * @property {Shot | null} shot
 * @property {Draft[]} drafts of the shot
 * @property {Generation[]} generations of the shot that have not ended
 * @property {string} [current] the draft that is looked at
 * @property {boolean} changeable whether one may add drafts and put one forward
 */

/** Events: "open" {id}, "select" {id}. */
export class Stack extends EventTarget {
  #root;
  #base;
  /** @type {Map<string, {bar: HTMLProgressElement, text: HTMLElement}>} */
  #bars = new Map();

  /**
   * @param {HTMLElement} root
   * @param {string} base the film's own part of every address
   */
  constructor(root, base) {
    super();
    this.#root = root;
    this.#base = base;
  }

  /** @param {Shown} shown */
  show({ shot, drafts, generations, current, changeable }) {
    this.#bars.clear();
    const rows = drafts.map((draft) => this.#draft(draft, shot, draft.id === current, changeable));
    rows.push(...generations.map((each) => this.#onItsWay(each)));
    const list = element("ol", { className: "draft-list" }, ...rows);
    const add = shot && changeable ? [this.#add(shot)] : [];
    this.#root.replaceChildren(list, ...add);
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * How far a generation is.
   * @param {string} generation
   * @param {number} share 0–1
   * @param {number | null} seconds that are left, as far as one can tell
   */
  progress(generation, share, seconds) {
    const found = this.#bars.get(generation);
    if (!found) return;
    found.bar.value = share;
    found.text.textContent = seconds === null ? t("Running") : until(seconds);
  }

  /**
   * @param {Draft} draft
   * @param {Shot | null} shot
   * @param {boolean} current
   * @param {boolean} changeable
   */
  #draft(draft, shot, current, changeable) {
    const selected = shot?.selected === draft.id;
    const open = element("button", { type: "button", className: "draft", title: draft.name });
    const poster = element("img", {
      src: `${this.#base}media/${draft.poster}`,
      alt: "",
      width: 64,
      height: 36,
    });
    const name = element("span", {
      className: "number",
      textContent: `v${String(draft.version).padStart(3, "0")}`,
    });
    open.append(poster, name);
    if (selected)
      open.append(element("span", { className: "draft-selected", textContent: t("Selected") }));
    if (current) open.ariaCurrent = "true";
    open.addEventListener("click", () => this.#say("open", draft.id));
    const row = element("li", {}, open);
    if (current && changeable && !selected) row.append(this.#select(draft));
    return row;
  }

  /** @param {Draft} draft */
  #select(draft) {
    const select = element("button", {
      type: "button",
      className: "draft-select",
      textContent: t("Select"),
    });
    select.title = t("Put %(name)s forward as this shot's picture", { name: draft.name });
    select.addEventListener("click", () => this.#say("select", draft.id));
    return select;
  }

  /** @param {Generation} generation */
  #onItsWay({ id, state, share }) {
    const bar = element("progress", { max: 1, value: share, ariaLabel: t("A draft on its way") });
    const running = state === "running";
    const text = element("span", { textContent: running ? t("Running") : t("Queued") });
    this.#bars.set(id, { bar, text });
    return element("li", { className: "draft-coming" }, bar, text);
  }

  /** @param {Shot} shot */
  #add(shot) {
    const add = element("a", {
      className: "draft-add",
      href: `${this.#base}shots/${shot.id}/brief/`,
    });
    add.ariaLabel = t("Write a brief or upload a draft");
    add.title = add.ariaLabel;
    add.textContent = "+";
    return add;
  }

  /**
   * @param {string} name
   * @param {string} id
   */
  #say(name, id) {
    this.dispatchEvent(new CustomEvent(name, { detail: { id } }));
  }
}

/**
 * Waiting is a time of day, not a spinner.
 * @param {number} seconds from now
 */
function until(seconds) {
  const at = new Date(Date.now() + seconds * 1000);
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return t("by %(time)s", { time: shown.format(at) });
}
