/**
 * The shots of a cut in order, each with its poster; the chosen one with its fields: in and out, how
 * it follows the one before, its sound, its draft. Dragging or Alt with the arrows moves it.
 *
 * Events: "choose" {at}, "move" {from, to}, "remove" {at}, "trim" {at, first, last}, "join" {at,
 * join, frames}, "level" {at, level}, "draft" {at, draft}, "add" {draft}, "look" {at} at its join.
 */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { parseRate, parseTimecode, timecode } from "../timeline/timecode.js";

/** @typedef {import("./paint.js").CutClip} CutClip */
/** @typedef {import("../room/first-paint.js").Draft} Draft */

/**
 * @typedef {object} Row
 * @property {CutClip} clip
 * @property {Draft | undefined} draft
 * @property {Draft[]} drafts of the same shot
 * @property {string} shot its name
 * @property {number} length frames of the cut
 * @property {string[]} said what is to know of it
 */

/**
 * @typedef {object} Listed
 * @property {Row[]} rows
 * @property {{name: string, drafts: Draft[], draft: Draft}[]} shots that may be added
 * @property {import("../timeline/timecode.js").Rate} rate of the cut
 * @property {number} chosen
 * @property {boolean} changeable
 */

const DEFAULT_JOIN = 12; // frames of a new dissolve or dip

export class CutList extends EventTarget {
  #root;
  #base;
  #posters;
  #list = element("ol", { className: "cut-clips" });
  #add = element("div", { className: "cut-add" });
  /** @type {Listed} */
  #shown = { rows: [], shots: [], rate: { n: 24, d: 1 }, chosen: -1, changeable: false };
  #dragged = -1;

  /** @param {HTMLElement} root @param {string} base @param {import("./posters.js").Posters} posters */
  constructor(root, base, posters) {
    super();
    this.#root = root;
    this.#base = base;
    this.#posters = posters;
    root.append(this.#list, this.#add);
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Listed} shown */
  show(shown) {
    const focused = this.#focused();
    this.#shown = shown;
    this.#list.replaceChildren(...shown.rows.map((row, at) => this.#row(row, at)));
    if (shown.rows.length === 0) {
      this.#list.append(element("li", { className: "cut-nothing muted", textContent: t("No shot in this cut yet.") }));
    }
    this.#showAdd();
    this.#refocus(focused);
  }

  /** The clip that is seen now. @param {number} at */
  set chosen(at) {
    if (at === this.#shown.chosen) return;
    this.show({ ...this.#shown, chosen: at });
    this.#list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Row} row @param {number} at */
  #row(row, at) {
    const { clip, draft } = row;
    const chosen = at === this.#shown.chosen;
    const name = draft?.name ?? t("A draft that is not there");
    const poster = element("img", { className: "cut-poster", alt: "", loading: "lazy" });
    if (draft) this.#posters.show(poster, `${this.#base}media/${draft.poster}`);
    const words = element("span", { className: "cut-words" },
      element("span", { className: "number", textContent: `${at + 1}  ${name}` }),
      element("span", { className: "timecode muted", textContent: timecode(row.length, this.#shown.rate) }),
    );
    const open = element("button", { type: "button", className: "cut-open" }, poster, words);
    open.ariaCurrent = String(chosen);
    open.addEventListener("click", () => this.#say("choose", { at }));
    const notices = row.said.map((text) => element("p", { className: "cut-flag", textContent: text }));
    const item = element("li", { className: chosen ? "chosen" : "" }, this.#joinSign(clip, at), open, ...notices);
    if (chosen && this.#shown.changeable) item.append(this.#fields(row, at));
    if (this.#shown.changeable) this.#draggable(item, at);
    return item;
  }

  /** How it follows the one before, for the eye. @param {CutClip} clip @param {number} at */
  #joinSign(clip, at) {
    if (at === 0 && clip.join === "cut") return "";
    const label = clip.join === "cut" ? t("Cut") : `${joinName(clip.join)} ${clip.join_frames}`;
    const look = button("quiet cut-join", label, () => this.#say("look", { at }));
    look.ariaLabel = t("Look at the join before shot %(n)s: %(join)s", { n: at + 1, join: label });
    return look;
  }

  /** @param {Row} row @param {number} at */
  #fields({ clip, draft, drafts, shot }, at) {
    const rate = parseRate(draft?.rate ?? "24");
    const say = (/** @type {string} */ name, /** @type {object} */ detail) => this.#say(name, { at, ...detail });
    const into = frameField(t("In"), clip.first, rate, (first) => say("trim", { first }));
    const out = frameField(t("Out (last frame)"), clip.last - 1, rate, (last) => say("trim", { last: last + 1 }));
    /** @type {HTMLElement[]} */
    const parts = [fieldRow(into, out), this.#joinFields(clip, at)];
    if (draft?.waveform) parts.push(levelField(clip.level, (level) => say("level", { level })));
    if (drafts.length > 1) {
      const choice = element("select", {});
      choice.append(...drafts.map((option) => new Option(option.name, option.id, false, option.id === clip.draft)));
      choice.addEventListener("change", () => say("draft", { draft: choice.value }));
      parts.push(labelled(t("Draft"), choice));
    }
    const last = this.#shown.rows.length - 1;
    const up = button("quiet", t("Earlier"), () => this.#say("move", { from: at, to: at - 1 }));
    const down = button("quiet", t("Later"), () => this.#say("move", { from: at, to: at + 1 }));
    up.disabled = at === 0;
    down.disabled = at === last;
    parts.push(fieldRow(up, down, button("quiet", t("Take out"), () => this.#say("remove", { at }))));
    const link = element("a", { textContent: t("Open %(shot)s in the room", { shot }) });
    if (draft) link.href = `${this.#base}room/?draft=${draft.id}&frame=${clip.first}`;
    parts.push(element("p", {}, link));
    return element("div", { className: "cut-fields" }, ...parts);
  }

  /** @param {CutClip} clip @param {number} at */
  #joinFields(clip, at) {
    const choice = element("select", {});
    /** @type {import("./timing.js").Kind[]} */
    const kinds = at === 0 ? ["cut", "dip"] : ["cut", "dissolve", "dip"];
    choice.append(...kinds.map((kind) => new Option(joinName(kind), kind, false, kind === clip.join)));
    const frames = element("input", { type: "number", min: "1", max: "1000", value: String(clip.join_frames || DEFAULT_JOIN) });
    frames.hidden = clip.join === "cut";
    frames.ariaLabel = t("Frames of the join");
    const say = () => this.#say("join", { at, join: choice.value, frames: Number(frames.value) || DEFAULT_JOIN });
    choice.addEventListener("change", say);
    frames.addEventListener("change", say);
    const label = at === 0 ? t("How it begins") : t("Join before it");
    return fieldRow(labelled(label, choice), frames);
  }

  #showAdd() {
    const { shots, changeable } = this.#shown;
    this.#add.hidden = !changeable || shots.length === 0;
    const choice = element("select", { ariaLabel: t("Add a shot") });
    choice.append(new Option(t("Add a shot"), ""), ...shots.map(({ name, draft }) => new Option(`${name} · ${draft.name.slice(-4)}`, draft.id)));
    choice.addEventListener("change", () => choice.value && this.#say("add", { draft: choice.value }));
    this.#add.replaceChildren(choice);
  }

  /** @param {HTMLElement} item @param {number} at */
  #draggable(item, at) {
    const handle = /** @type {HTMLElement} */ (item.querySelector(".cut-open"));
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      this.#dragged = at;
      event.dataTransfer?.setData("text/plain", String(at));
    });
    item.addEventListener("dragover", (event) => {
      if (this.#dragged < 0) return;
      event.preventDefault();
      item.classList.add("over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("over"));
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      item.classList.remove("over");
      const from = this.#dragged;
      this.#dragged = -1;
      if (from >= 0 && from !== at) this.#say("move", { from, to: at });
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    if (!event.altKey || !target.closest(".cut-open") || !this.#shown.changeable) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const from = [...this.#list.children].indexOf(/** @type {Element} */ (target.closest("li")));
    if (!by || from + by < 0 || from + by >= this.#shown.rows.length) return;
    event.preventDefault();
    this.#say("move", { from, to: from + by });
    /** @type {HTMLElement | null | undefined} */ (this.#list.children[from + by]?.querySelector(".cut-open"))?.focus();
  }

  /** Which field has the focus: the list is made anew while one types in it. */
  #focused() {
    const active = document.activeElement;
    if (!active || !this.#root.contains(active)) return null;
    const items = [...this.#list.children];
    const at = items.findIndex((item) => item.contains(active));
    const fields = at < 0 ? [] : [...items[at].querySelectorAll("button, input, select, a")];
    return at < 0 ? null : { at, field: fields.indexOf(active) };
  }

  /** @param {{at: number, field: number} | null} was */
  #refocus(was) {
    if (!was || this.#root.contains(document.activeElement)) return;
    const fields = this.#list.children[was.at]?.querySelectorAll("button, input, select, a");
    const field = fields?.[was.field];
    if (field instanceof HTMLElement) field.focus();
  }

  /** @param {string} name @param {object} detail */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {import("./timing.js").Kind} kind */
export function joinName(kind) {
  return { cut: t("Cut"), dissolve: t("Dissolve"), dip: t("Dip to black") }[kind];
}

/**
 * A frame of a draft, typed as a number or as timecode.
 * @param {string} label
 * @param {number} frame
 * @param {import("../timeline/timecode.js").Rate} rate
 * @param {(frame: number) => void} put
 */
function frameField(label, frame, rate, put) {
  const input = element("input", { value: timecode(frame, rate), className: "timecode", autocomplete: "off" });
  input.addEventListener("change", () => {
    const typed = input.value.trim();
    const meant = /^\d{1,7}$/.test(typed) ? Number(typed) : read(typed, rate);
    input.ariaInvalid = String(meant === null);
    if (meant !== null) put(meant);
  });
  return labelled(label, input);
}

/** @param {string} typed @param {import("../timeline/timecode.js").Rate} rate */
function read(typed, rate) {
  try {
    return parseTimecode(typed, rate);
  } catch {
    return null;
  }
}

/** @param {number} level @param {(level: number) => void} put */
function levelField(level, put) {
  const input = element("input", { type: "number", min: "-60", max: "12", step: "1", value: String(level) });
  input.addEventListener("change", () => put(Math.round(Math.min(12, Math.max(-60, Number(input.value) || 0)))));
  return labelled(t("Its sound, dB"), input);
}

/** @param {string} label @param {HTMLElement} input */
export function labelled(label, input) {
  return element("label", { className: "cut-field" }, element("span", { textContent: label }), input);
}

/** @param {...(HTMLElement)} parts */
export function fieldRow(...parts) {
  return element("div", { className: "cut-row" }, ...parts);
}
