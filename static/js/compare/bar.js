/** The bar of a comparison: with what, how, how much, by how many frames, and how close. */

import { AMOUNTS, AMOUNTS_OF, MODES, wholeOffset } from "./state.js";
import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { keyButton } from "../shared/key-button.js";

/** @typedef {import("./state.js").Comparison} Comparison */
/** @typedef {import("./state.js").Mode} Mode */
/** @typedef {import("./state.js").Amount} Amount */

/** @typedef {{label: string, options: {value: string, text: string}[]}} Choices what can be compared with, in groups */

/** @type {Record<Mode, () => string>} */
export const MODE_NAMES = {
  side: () => t("Side by side"),
  wipe: () => t("Wipe"),
  overlay: () => t("Overlay"),
  difference: () => t("Difference"),
  blink: () => t("Blink"),
};

/** @type {Record<Amount, () => string>} */
const AMOUNT_NAMES = {
  wipe: () => t("Line position"),
  angle: () => t("Angle"),
  opacity: () => t("Opacity"),
  gain: () => t("Gain"),
  rate: () => t("Changes a second"),
};

/** @type {Record<Amount, (value: number) => string>} */
const AMOUNT_TEXTS = {
  wipe: (value) => `${Math.round(value * 100)} %`,
  angle: (value) => `${value}°`,
  opacity: (value) => `${Math.round(value * 100)} %`,
  gain: (value) => t("× %(gain)s", { gain: value }),
  rate: (value) => String(value),
};

/**
 * Events: "other" {value}, "mode" {mode}, "amount" {name, value}, "offset" {frames}, "together", "fit".
 */
export class CompareBar extends EventTarget {
  modes = element("div", { className: "compare-modes", hidden: true, role: "group", ariaLabel: t("How it is compared") });
  settings = element("div", { className: "compare-settings", hidden: true, role: "group", ariaLabel: t("Comparison") });
  #other = element("select", { ariaLabel: t("Compare with") });
  /** @type {Map<Mode, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {Map<Amount, {field: HTMLElement, slider: HTMLInputElement, text: HTMLOutputElement}>} */
  #amounts = new Map();
  #offset = element("input", { type: "number", step: "1", ariaLabel: t("Offset in frames") });
  #together = keyButton(t("Zoom together"), "T", () => this.#say("together"));
  #fit = keyButton(t("Whole picture or its pixels"), "Z", () => this.#say("fit"));
  #shown = "";

  constructor() {
    super();
    const modes = MODES.map((mode, at) => {
      const toggle = keyButton(MODE_NAMES[mode](), `⇧${at + 1}`, () => this.#say("mode", { mode }));
      this.#buttons.set(mode, toggle);
      return toggle;
    });
    this.#other.addEventListener("change", () => this.#say("other", { value: this.#other.value }));
    this.#offset.addEventListener("change", () => this.#say("offset", { frames: wholeOffset(Number(this.#offset.value)) }));
    const less = keyButton(t("Other side one frame earlier"), "[", () => this.#move(-1));
    const more = keyButton(t("Other side one frame later"), "]", () => this.#move(1));
    less.querySelector("span")?.replaceChildren("−");
    more.querySelector("span")?.replaceChildren("+");
    const label = element("span", { className: "compare-label", textContent: t("Offset") });
    this.modes.append(...modes);
    this.settings.append(
      element("div", { className: "compare-group" }, this.#other),
      ...Object.keys(AMOUNTS).map((name) => this.#amount(/** @type {Amount} */ (name))),
      element("div", { className: "compare-group compare-offset", role: "group", ariaLabel: t("Offset") }, label, less, this.#offset, more),
      element("div", { className: "compare-group" }, this.#fit, this.#together),
    );
  }

  /**
   * @param {Comparison | null} how
   * @param {Choices[]} choices
   */
  show(how, choices) {
    this.modes.hidden = this.settings.hidden = how === null;
    if (!how) return;
    this.#offer(choices, how.other);
    for (const [mode, toggle] of this.#buttons) toggle.ariaPressed = String(mode === how.mode);
    for (const [name, { field, slider, text }] of this.#amounts) {
      field.hidden = !AMOUNTS_OF[how.mode].includes(name);
      slider.value = String(how.amounts[name]);
      text.value = AMOUNT_TEXTS[name](how.amounts[name]);
      slider.ariaValueText = text.value;
    }
    this.#offset.value = String(how.offset);
    this.#together.ariaPressed = String(how.together);
    this.#together.hidden = how.mode !== "side";
  }

  /** @param {number} zoom pixels of the screen for one of the picture */
  set zoom(zoom) {
    const percent = `${Math.round(zoom * 100)} %`;
    this.#fit.querySelector("span")?.replaceChildren(percent);
    this.#fit.ariaLabel = `${percent}, ${t("Whole picture or its pixels")}`;
    this.#fit.title = t("Whole picture or its pixels");
  }

  /** @param {Choices[]} choices @param {string} chosen */
  #offer(choices, chosen) {
    const shown = JSON.stringify(choices);
    if (shown !== this.#shown) {
      this.#shown = shown;
      const groups = choices.map(({ label, options }) =>
        element("optgroup", { label }, ...options.map(({ value, text }) => new Option(text, value))),
      );
      this.#other.replaceChildren(...groups);
    }
    this.#other.value = chosen;
  }

  /** @param {Amount} name */
  #amount(name) {
    const { least, most, step } = AMOUNTS[name];
    const slider = element("input", { type: "range", min: String(least), max: String(most), step: name === "wipe" ? "0.001" : String(step), ariaLabel: AMOUNT_NAMES[name]() });
    slider.addEventListener("input", () => this.#say("amount", { name, value: Number(slider.value) }));
    const text = element("output", { className: "number" });
    const label = element("span", { className: "compare-label", textContent: AMOUNT_NAMES[name]() });
    const field = element("div", { className: "compare-group" }, label, slider, text);
    this.#amounts.set(name, { field, slider, text });
    return field;
  }

  /** @param {number} by */
  #move(by) {
    this.#say("offset", { frames: wholeOffset(Number(this.#offset.value) + by) });
  }

  /** @param {string} name @param {object} [detail] */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
