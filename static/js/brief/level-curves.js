/** How loud each sound of a brief is over the shot: a curve for each, one for all lines together. */

import { byId } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { LevelCurve } from "./level-curve.js";

/** @typedef {import("./cited.js").Cited} Cited */

const HEARD = new Set(["voice", "kept-voice", "ambience", "music"]);
const LINES = "lines"; // the tag of what is spoken

export class BriefLevels {
  #root = byId("levels");
  #list = byId("curves");
  #field = /** @type {HTMLInputElement} */ (byId("id_levels"));
  #parts;
  /** @type {Map<string, LevelCurve>} by reference and role */
  #curves = new Map();
  /** @type {Map<string, import("./levels.js").Spot[]>} by tag: what came with an earlier brief */
  #came;

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {import("./cited.js").Cast} parts.cast
   * @param {import("./lines.js").BriefLines} parts.lines
   * @param {() => import("./brief.js").Engine} parts.engine
   */
  constructor(parts) {
    this.#parts = parts;
    /** @type {{tag: string, points: import("./levels.js").Spot[]}[]} */
    const came = this.#field.value ? JSON.parse(this.#field.value) : [];
    this.#came = new Map(came.map(({ tag, points }) => [tag, points]));
    parts.form.addEventListener("change", () => this.refresh());
    parts.lines.addEventListener("change", () => this.refresh());
    this.refresh();
  }

  /** What is heard, or the shot's length, has changed. */
  refresh() {
    const heard = this.#heard();
    this.#root.hidden = this.#field.disabled = !this.#parts.engine().levels || heard.length === 0;
    const shown = heard.map((each) => {
      const curve = this.#curves.get(each.key) ?? this.#made(each.key, each.tag);
      curve.show({ tag: each.tag === LINES ? "" : `@${each.tag}`, name: each.name, seconds: this.#seconds, wave: each.wave });
      return curve.element;
    });
    this.#came.clear();
    const before = [...this.#list.children];
    if (before.length !== shown.length || shown.some((each, place) => each !== before[place])) this.#list.replaceChildren(...shown);
    this.#write();
  }

  get #seconds() {
    const told = Number(/** @type {HTMLInputElement} */ (byId("id_seconds")).value);
    return told > 0 ? told : 1;
  }

  /** @param {string} key @param {string} tag */
  #made(key, tag) {
    const curve = new LevelCurve(this.#came.get(tag) ?? []);
    curve.addEventListener("change", () => this.#write());
    this.#curves.set(key, curve);
    return curve;
  }

  #heard() {
    const cited = this.#parts.cast.tagged.filter(({ choice, role }) => isHeard(choice.kind, role));
    const each = cited.map((one) => ({ key: `${one.choice.id} ${one.role}`, tag: one.tag, name: one.choice.name, wave: this.#wave(one) }));
    if (this.#parts.lines.said.length > 0) each.unshift({ key: LINES, tag: LINES, name: t("Lines"), wave: null });
    return each;
  }

  /** The part of a sound that lies under the shot. @param {Cited} cited */
  #wave({ choice, start }) {
    const whole = choice.seconds;
    if (!choice.waveform || !whole) return null;
    const from = Number(start) || 0;
    return { address: choice.waveform, from: from / whole, to: (from + this.#seconds) / whole };
  }

  #write() {
    const told = this.#heard().map(({ key, tag }) => ({ tag, points: this.#curves.get(key)?.points ?? [] }));
    const drawn = told.filter(({ points }) => points.length > 0);
    this.#field.value = drawn.length > 0 ? JSON.stringify(drawn) : "";
  }
}

/** @param {string} kind @param {string} role */
function isHeard(kind, role) {
  return kind !== "picture" && (HEARD.has(role) || (role === "screen" && kind === "video"));
}
