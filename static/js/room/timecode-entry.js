/**
 * Going to a place by typing it: a figure begins, anywhere in the room; Enter goes there, Escape
 * leaves it. It stands where the place is shown, and is read as the place is shown.
 */

import { dialogOpen, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { frameOf } from "../timeline/timecode.js";

/** @typedef {import("../player/player.js").Playing} Player */

const WRITING = "input:not([type=range]), textarea, select, [contenteditable]";

export class PlaceEntry {
  element = element("input", { className: "transport-entry", hidden: true, maxLength: 12 });
  #shown;
  #player;
  #counting;

  /**
   * @param {HTMLElement} shown where the place is shown otherwise; twice on it begins too
   * @param {Player} player
   * @param {() => import("../timeline/timecode.js").Counting} counting how places are shown now
   */
  constructor(shown, player, counting) {
    this.#shown = shown;
    this.#player = player;
    this.#counting = counting;
    this.element.ariaLabel = t("Go to timecode or frame");
    this.element.inputMode = "numeric";
    this.element.autocomplete = "off";
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("blur", () => this.#close());
    this.element.addEventListener("input", () => (this.element.ariaInvalid = "false"));
    shown.addEventListener("dblclick", () => this.#open(""));
    document.addEventListener("keydown", (event) => this.#figure(event));
  }

  /** @param {KeyboardEvent} event */
  #figure(event) {
    if (!/^[0-9]$/.test(event.key) || event.isComposing || dialogOpen()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || this.#player.frames === 0) return;
    if (/** @type {Element | null} */ (event.target)?.closest?.(WRITING)) return;
    event.preventDefault();
    this.#open(event.key);
  }

  /** @param {string} text to begin with */
  #open(text) {
    this.#player.pause();
    this.element.value = text;
    this.element.ariaInvalid = "false";
    this.element.hidden = false;
    this.#shown.hidden = true;
    this.element.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.#close();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { name, drops, first } = this.#counting();
    const label = frameOf(this.element.value, this.#player.rate, name === "frames", drops);
    const frame = label === null ? null : label - first;
    if (frame === null || frame < 0) this.element.ariaInvalid = "true";
    else {
      this.#close();
      this.#player.seek(frame);
    }
  }

  #close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#shown.hidden = false;
  }
}
