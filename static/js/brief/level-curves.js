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
    const shown = heard.map((sound) => {
      const curve = this.#curves.get(sound.key) ?? this.#made(sound.key, sound.tag);
      curve.show({ tag: sound.tag === LINES ? "" : `@${sound.tag}`, name: sound.name, seconds: this.#seconds, wave: sound.wave });
      return curve.element;
    });
    this.#came.clear();
    const before = [...this.#list.children];
    if (before.length !== shown.length || shown.some((curve, place) => curve !== before[place])) this.#list.replaceChildren(...shown);
    this.#write();
  }

  get #seconds() {
    const seconds = Number(/** @type {HTMLInputElement} */ (byId("id_seconds")).value);
    return seconds > 0 ? seconds : 1;
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
    const tracks = cited.map((citation) => ({ key: `${citation.choice.id} ${citation.role}`, tag: citation.tag, name: citation.choice.name, wave: this.#wave(citation) }));
    if (this.#parts.lines.said.length > 0) tracks.unshift({ key: LINES, tag: LINES, name: t("Lines"), wave: null });
    return tracks;
  }

  /** The part of a sound that lies under the shot. @param {Cited} cited */
  #wave({ choice, start }) {
    const whole = choice.seconds;
    if (!choice.waveform || !whole) return null;
    const from = Number(start) || 0;
    return { address: choice.waveform, from: from / whole, to: (from + this.#seconds) / whole };
  }

  #write() {
    const rows = this.#heard().map(({ key, tag }) => ({ tag, points: this.#curves.get(key)?.points ?? [] }));
    const drawn = rows.filter(({ points }) => points.length > 0);
    this.#field.value = drawn.length > 0 ? JSON.stringify(drawn) : "";
  }
}

/** @param {string} kind @param {string} role */
function isHeard(kind, role) {
  return kind !== "picture" && (HEARD.has(role) || (role === "screen" && kind === "video"));
}
