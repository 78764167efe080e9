/**
 * Hands on a layout: its handles are buttons, dragged by any pointer or moved by the arrow keys.
 *
 * Events: "take" {name}, "move" {name, to}, "drop", "restore" {name}, "wheel" {name, by}; while a
 * hand draws around something "line" {points} as it goes, and "drawn" {points} at its end.
 */

import { element } from "../shared/elements.js";

/** @typedef {import("./layout.js").Handle} Handle */
/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./layout-frame.js").LayoutFrame} LayoutFrame */

const FINE = 1 / 200; // of the plate
const COARSE = 1 / 20; // with shift
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class LayoutDrag extends EventTarget {
  #root;
  #place;
  /** @type {Map<string, {button: HTMLButtonElement, at: Point}>} */
  #handles = new Map();
  /** @type {{name: string, pointer: number, off: Point} | null} */
  #held = null;
  /** @type {{pointer: number, points: Point[]} | null} what a hand draws */
  #line = null;
  #drawing = false;

  /**
   * @param {HTMLElement} root the stage
   * @param {LayoutFrame} place
   */
  constructor(root, place) {
    super();
    this.#root = root;
    this.#place = place;
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      root.addEventListener(name, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("focusin", (event) => this.#say("take", handleOf(event)));
    root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** Whether something is being dragged. */
  get holding() {
    return this.#held !== null;
  }

  /** Whether the next stroke on the plate draws around something. */
  get drawing() {
    return this.#drawing;
  }

  set drawing(on) {
    this.#drawing = on;
    this.#line = null;
    this.#root.classList.toggle("drawing", on);
  }

  /**
   * @param {Handle[]} handles
   * @param {(name: string) => {label: string, changed: boolean, hidden: boolean}} about
   */
  show(handles, about) {
    const names = new Set(handles.map(({ name }) => name));
    for (const [name, { button }] of this.#handles) {
      if (names.has(name)) continue;
      button.remove();
      this.#handles.delete(name);
    }
    for (const { name, at } of handles) this.#put(name, at, about(name));
  }

  /** @param {string} name @param {Point} at @param {{label: string, changed: boolean, hidden: boolean}} about */
  #put(name, at, { label, changed, hidden }) {
    const handle = this.#handles.get(name);
    const [kind, , part = ""] = name.split(" ");
    const button = handle?.button ?? element("button", { type: "button", className: `handle ${kind} ${part}`, dataset: { handle: name } });
    if (!handle) this.#root.append(button);
    this.#handles.set(name, { button, at });
    const [x, y] = this.#place.toPage(at);
    button.style.translate = `${x}px ${y}px`;
    button.ariaLabel = label;
    button.title = label;
    button.classList.toggle("changed", changed);
    button.hidden = hidden;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (this.#drawing && event.button <= 0 && !this.#line) return this.#begin(event);
    const name = handleOf(event);
    const handle = this.#handles.get(name);
    if (!handle || event.button > 0 || this.#held) return;
    event.preventDefault();
    const [x, y] = this.#place.toPage(handle.at);
    const spot = this.#spot(event);
    this.#held = { name, pointer: event.pointerId, off: [x - spot[0], y - spot[1]] };
    this.#root.setPointerCapture(event.pointerId);
    this.#say("take", name);
    if (!handle.button.hidden) handle.button.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    event.preventDefault();
    this.#root.setPointerCapture(event.pointerId);
    this.#line = { pointer: event.pointerId, points: [this.#place.toPlate(this.#spot(event))] };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#line?.pointer === event.pointerId) {
      this.#line.points.push(this.#place.toPlate(this.#spot(event)));
      this.#say("line", "line", { points: this.#line.points });
      return;
    }
    if (this.#held?.pointer !== event.pointerId) return;
    const { name, off } = this.#held;
    const [x, y] = this.#spot(event);
    this.#say("move", name, { to: this.#place.toPlate([x + off[0], y + off[1]]) });
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (this.#line?.pointer === event.pointerId) {
      const { points } = this.#line;
      this.#line = null;
      this.#say("line", "line", { points: [] });
      if (event.type === "pointerup") this.#say("drawn", "drawn", { points });
      return;
    }
    if (this.#held?.pointer !== event.pointerId) return;
    const { name } = this.#held;
    this.#held = null;
    this.#say("drop", name);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const name = handleOf(event);
    const handle = this.#handles.get(name);
    if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (event.key === "Escape") this.#say("restore", name);
    else if (arrow) {
      const step = event.shiftKey ? COARSE : FINE;
      this.#say("move", name, { to: [handle.at[0] + arrow[0] * step, handle.at[1] + arrow[1] * step] });
      this.#say("drop", name);
    } else return;
    event.preventDefault();
  }

  /** Over a lamp the wheel says how strong it is; elsewhere the page scrolls. @param {WheelEvent} event */
  #wheel(event) {
    const name = handleOf(event);
    if (!name.startsWith("lamp") || document.activeElement !== this.#handles.get(name)?.button) return;
    event.preventDefault();
    this.#say("wheel", name, { by: event.deltaY < 0 ? 1 : -1 });
  }

  /** @param {MouseEvent} event @returns {Point} */
  #spot(event) {
    const { left, top } = this.#root.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {string} type @param {string} name @param {object} [more] */
  #say(type, name, more = {}) {
    if (name) this.dispatchEvent(new CustomEvent(type, { detail: { name, ...more } }));
  }
}

/** @param {Event} event */
function handleOf(event) {
  const target = /** @type {Element | null} */ (event.target);
  return target?.closest?.("[data-handle]")?.getAttribute("data-handle") ?? "";
}
