/**
 * What is in the hand: mode, tool, colour and width; and the palette that shows and changes it.
 *
 *   const pens = new Pens(root, { undo, redo });  pens.mode, pens.tool, pens.colour, pens.width
 *   pens.disabled = true;  pens.canUndo = …;  pens.canRedo = …
 *
 * Event: "change". Keys: V points, P, M and E take up pen, marker and eraser.
 */

import { dialogOpen } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { penIcon } from "./pen-icons.js";

/** @typedef {"point" | "ink"} Mode */
/** @typedef {"pen" | "marker" | "eraser"} Tool */

// Lamp, brick, chalk, sea and dusk: seen on dark and light film, none of them a pure primary.
const COLOURS = [
  { colour: "#e8b04b", name: () => t("Lamp") },
  { colour: "#dd6248", name: () => t("Brick") },
  { colour: "#f0ead9", name: () => t("Chalk") },
  { colour: "#4fb39a", name: () => t("Sea") },
  { colour: "#7d93dc", name: () => t("Dusk") },
];
const WIDTHS = [
  { width: 18, name: () => t("Fine") },
  { width: 40, name: () => t("Medium") },
  { width: 90, name: () => t("Broad") },
];
const MARKER = 3; // how much broader the marker is
/** @type {Record<string, Tool | "point">} */
const KEYS = { v: "point", p: "pen", m: "marker", e: "eraser" };
const WRITING = "input:not([type=range]), textarea, select, [contenteditable]";

export class Pens extends EventTarget {
  /** @type {Mode} */
  #mode = "point";
  /** @type {Tool} */
  #tool = "pen";
  #colour = COLOURS[0].colour;
  #width = WIDTHS[1].width;
  #disabled = false;
  #root;
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();

  /**
   * @param {HTMLElement} root an empty element, which becomes the palette
   * @param {{undo: () => void, redo: () => void}} acts
   */
  constructor(root, { undo, redo }) {
    super();
    this.#root = root;
    root.classList.add("pens");
    root.role = "toolbar";
    root.ariaLabel = t("Pens");
    root.append(
      this.#group(t("Tool"), [
        this.#choice("point", t("Point"), penIcon("point"), () => this.take("point")),
        this.#choice("pen", t("Pen"), penIcon("pen"), () => this.take("pen")),
        this.#choice("marker", t("Marker"), penIcon("marker"), () => this.take("marker")),
        this.#choice("eraser", t("Eraser"), penIcon("eraser"), () => this.take("eraser")),
      ]),
      this.#group(t("Colour"), COLOURS.map((colour) => this.#swatch(colour))),
      this.#group(t("Width"), WIDTHS.map((width) => this.#nib(width))),
      this.#group(t("Undo and redo"), [
        this.#choice("undo", t("Undo"), penIcon("undo"), undo),
        this.#choice("redo", t("Redo"), penIcon("redo"), redo),
      ]),
    );
    // A click leaves the keyboard where it was, so that J, K and L go on working.
    root.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this.#key(event));
    this.canUndo = false;
    this.canRedo = false;
    this.#show();
  }

  get mode() {
    return this.#disabled ? "point" : this.#mode;
  }

  get disabled() {
    return this.#disabled;
  }

  get tool() {
    return this.#tool;
  }

  get colour() {
    return this.#colour;
  }

  /** In 10,000ths of the picture's width. */
  get width() {
    return this.#tool === "marker" ? this.#width * MARKER : this.#width;
  }

  /** @param {boolean} disabled when nothing may be drawn: one may still point */
  set disabled(disabled) {
    this.#disabled = disabled;
    this.#show();
  }

  /** @param {boolean} can */
  set canUndo(can) {
    this.#button("undo").disabled = !can;
  }

  /** @param {boolean} can */
  set canRedo(can) {
    this.#button("redo").disabled = !can;
  }

  /** @param {Tool | "point"} tool */
  take(tool) {
    this.#mode = tool === "point" ? "point" : "ink";
    if (tool !== "point") this.#tool = tool;
    this.#show();
  }

  /** @param {{colour: string, name: () => string}} one */
  #swatch({ colour, name }) {
    const dot = document.createElement("span");
    dot.className = "pens-colour";
    dot.style.backgroundColor = colour;
    return this.#choice(colour, name(), dot, () => {
      this.#colour = colour;
      this.take(this.#tool === "eraser" ? "pen" : this.#tool);
    });
  }

  /** @param {{width: number, name: () => string}} one */
  #nib({ width, name }) {
    const dot = document.createElement("span");
    dot.className = "pens-width";
    dot.style.width = `${Math.round(4 + width / 6)}px`;
    return this.#choice(`width ${width}`, name(), dot, () => {
      this.#width = width;
      this.#show();
    });
  }

  /**
   * @param {string} label
   * @param {HTMLElement[]} buttons
   */
  #group(label, buttons) {
    const group = document.createElement("div");
    group.role = "group";
    group.ariaLabel = label;
    group.append(...buttons);
    return group;
  }

  /**
   * @param {string} key
   * @param {string} label
   * @param {Element} sign
   * @param {() => void} act
   */
  #choice(key, label, sign, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.ariaLabel = label;
    const named = Object.entries(KEYS).find(([, tool]) => tool === key)?.[0].toUpperCase();
    button.title = named ? `${label} (${named})` : label;
    if (named) button.setAttribute("aria-keyshortcuts", named);
    button.append(sign);
    button.addEventListener("click", act);
    this.#buttons.set(key, button);
    return button;
  }

  /** @param {string} key */
  #button(key) {
    return /** @type {HTMLButtonElement} */ (this.#buttons.get(key));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const focus = /** @type {Element | null} */ (event.target);
    if (this.#disabled || dialogOpen() || focus?.closest?.(WRITING)) return;
    const tool = KEYS[event.key.toLowerCase()];
    if (tool) this.take(tool);
  }

  #show() {
    const chosen = new Set([
      this.mode === "point" ? "point" : this.#tool,
      this.#colour,
      `width ${this.#width}`,
    ]);
    for (const [key, button] of this.#buttons) {
      if (key === "undo" || key === "redo") continue;
      button.ariaPressed = String(chosen.has(key));
      button.disabled = this.#disabled && key !== "point";
    }
    this.#root.dataset.mode = this.mode;
    this.dispatchEvent(new Event("change"));
  }
}
