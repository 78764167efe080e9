/**
 * What is shown at the nib: a ring as broad as the ink, and in words, for a moment, which mode one
 * is in or who drew the stroke beneath. Others' pointers are shown in the same way, with names.
 */

import { t } from "../shared/i18n.js";
import { UNITS } from "./ink.js";

/** @typedef {import("./pens.js").Pens} Pens */

const SAID = 1400; // ms that words stay

export class Nib {
  #root = document.createElement("div");
  #ring = document.createElement("span");
  #words = document.createElement("span");
  #pens;
  #hush = 0;

  /**
   * @param {HTMLElement} layer
   * @param {Pens} pens
   */
  constructor(layer, pens) {
    this.#pens = pens;
    this.#root.className = "nib";
    this.#root.hidden = true;
    this.#root.ariaHidden = "true";
    this.#ring.className = "nib-ring";
    this.#words.className = "nib-words";
    this.#root.append(this.#ring, this.#words);
    layer.append(this.#root);
    pens.addEventListener("change", () => this.say(this.#mode()));
  }

  /**
   * @param {number} x CSS pixels on the stage
   * @param {number} y
   * @param {number} wide the picture's width on the stage
   * @param {boolean} erasing
   */
  move(x, y, wide, erasing) {
    const { mode, tool, colour, width } = this.#pens;
    if (this.#root.hidden) this.say(this.#mode());
    this.#root.hidden = false;
    this.#root.dataset.mode = erasing || (mode === "ink" && tool === "eraser") ? "erase" : mode;
    this.#root.style.translate = `${x}px ${y}px`;
    const across = Math.max(6, (width / UNITS) * wide);
    this.#root.style.setProperty("--nib-width", `${across}px`);
    this.#root.style.setProperty("--nib-colour", colour);
  }

  hide() {
    this.#root.hidden = true;
  }

  /** @param {string} words */
  say(words) {
    clearTimeout(this.#hush);
    this.#words.textContent = words;
    this.#hush = setTimeout(() => (this.#words.textContent = ""), SAID);
  }

  #mode() {
    const { mode, tool } = this.#pens;
    if (mode === "point") return t("Point");
    return tool === "eraser" ? t("Erase") : t("Ink");
  }
}
