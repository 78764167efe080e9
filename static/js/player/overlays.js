/**
 * What lies over the picture by choice: guides, and in the room the ink of the frames around.
 * Event: "change".
 */

import { element } from "../shared/elements.js";
import { GUIDES } from "./guides.js";
import { t } from "../shared/i18n.js";
import { keyButton } from "../shared/key-button.js";
import { FARTHEST } from "../ink/onion.js";

/** @typedef {import("./guides.js").Guide} Guide */

/** @type {Record<Guide, () => string>} */
const NAMES = {
  thirds: () => t("Thirds"),
  safe: () => t("Safe areas"),
  scope: () => "2.39 : 1",
  flat: () => "1.85 : 1",
};

export class Overlays extends EventTarget {
  #guides;
  #onion;
  #reach = 0;
  /** @type {Map<Guide, HTMLButtonElement>} */
  #buttons = new Map();
  #select = element("select", { ariaLabel: t("Onion skin") });
  #summary = element("summary", { textContent: t("Overlays") });

  /**
   * @param {HTMLElement} root where the menu goes
   * @param {import("./guides.js").Guides} guides
   * @param {((reach: number) => void) | null} onion told how many frames each way; null where there is no ink
   */
  constructor(root, guides, onion = null) {
    super();
    this.#guides = guides;
    this.#onion = onion;
    const buttons = GUIDES.map((guide, at) => {
      const toggle = keyButton(NAMES[guide](), `⇧${at + 6}`, () => this.#toggle(guide));
      toggle.ariaPressed = "false";
      this.#buttons.set(guide, toggle);
      return toggle;
    });
    const menu = element("div", { className: "overlays-menu" }, ...buttons);
    if (onion) menu.append(this.#onionField());
    const details = element("details", { className: "overlays" }, this.#summary, menu);
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      details.open = false;
      this.#summary.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!details.contains(/** @type {Node} */ (event.target))) details.open = false;
    });
    root.append(details);
  }

  /** What is on. @returns {{guides: Guide[], onion: number}} */
  get on() {
    return { guides: GUIDES.filter((guide) => this.#guides.has(guide)), onion: this.#reach };
  }

  /** @param {{guides: Guide[], onion: number}} wanted */
  set on({ guides, onion }) {
    for (const guide of GUIDES) if (guides.includes(guide) !== this.#guides.has(guide)) this.#toggle(guide);
    if (this.#onion && onion !== this.#reach) this.#reachTo(onion);
  }

  /** @param {string} key @returns {(() => void) | undefined} */
  keyed(key) {
    const guide = GUIDES[Number(key.replace("⇧", "")) - 6];
    if (guide) return () => this.#toggle(guide);
    if (key === "b" && this.#onion) return () => this.#reachTo((this.#reach + 1) % (FARTHEST + 1));
    return undefined;
  }

  #onionField() {
    const texts = Array.from({ length: FARTHEST + 1 }, (_one, reach) => (reach ? `±${reach}` : t("Off")));
    this.#select.append(...texts.map((text, reach) => new Option(text, String(reach))));
    this.#select.addEventListener("change", () => this.#reachTo(Number(this.#select.value)));
    const words = element("span", { textContent: t("Onion skin") });
    return element("label", { className: "overlays-onion" }, words, this.#select, element("kbd", { textContent: "B", ariaHidden: "true" }));
  }

  /** @param {Guide} guide */
  #toggle(guide) {
    this.#guides.toggle(guide);
    const button = /** @type {HTMLButtonElement} */ (this.#buttons.get(guide));
    button.ariaPressed = String(this.#guides.has(guide));
    this.#show();
  }

  /** @param {number} reach */
  #reachTo(reach) {
    this.#reach = reach;
    this.#select.value = String(reach);
    this.#onion?.(reach);
    this.#show();
  }

  #show() {
    const some = this.#reach > 0 || GUIDES.some((guide) => this.#guides.has(guide));
    this.#summary.classList.toggle("some", some);
    this.dispatchEvent(new Event("change"));
  }
}
