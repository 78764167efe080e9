/**
 * One sound's level over the shot: a curve over its waveform, with points to drag.
 *
 * Event: "change". Keys on a point: arrows move it, Delete takes it away.
 */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import * as levels from "./levels.js";
import { svg } from "../shared/svg.js";
import { drawWaveforms } from "../timeline/waveforms.js";

/** @typedef {import("./levels.js").Spot} Spot */

/** @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ZERO = 1 - levels.share(0);

export class LevelCurve extends EventTarget {
  element = element("li", { className: "curve" });
  #seconds = 1;
  /** @type {Spot[]} */
  #points;
  #name = element("span", { className: "names" });
  #value = element("span", { className: "muted number" });
  #flat = button("plain", t("Flat"), () => this.#put([]));
  #add = button("plain", t("Add a point"), () => this.#addByKey());
  #box = element("div", { className: "curve-box" });
  #wave = element("canvas", {});
  #line = svg("polyline", {});
  /** @type {HTMLButtonElement[]} */
  #handles = [];
  /** @type {{at: number, pointer: number} | null} */
  #held = null;

  /** @param {Spot[]} points */
  constructor(points) {
    super();
    this.#points = points;
    const head = element("div", { className: "head" }, this.#name, this.#value, this.#add, this.#flat);
    const zero = svg("line", { class: "zero", x1: 0, x2: 100, y1: ZERO * 100, y2: ZERO * 100 });
    const drawn = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" }, zero, this.#line);
    this.#box.append(this.#wave, drawn, element("span", { className: "zero-word", textContent: t("%(level)s dB", { level: 0 }), ariaHidden: "true" }));
    this.element.append(head, this.#box);
    this.#listen();
  }

  get points() {
    return this.#points;
  }

  /**
   * @param {object} about
   * @param {string} about.tag
   * @param {string} about.name
   * @param {number} about.seconds of the shot
   * @param {{address: string, from: number, to: number} | null} about.wave from and to are shares of the sound
   */
  show({ tag, name, seconds, wave }) {
    this.#name.replaceChildren(element("b", { className: "tag number", textContent: tag }), name);
    this.#box.ariaLabel = name;
    this.#seconds = seconds;
    this.#points = levels.cutAt(this.#points, seconds);
    this.#showWave(wave);
    this.#draw();
  }

  /** @param {{address: string, from: number, to: number} | null} wave */
  #showWave(wave) {
    const dataset = wave ? { waveform: wave.address, from: String(wave.from), to: String(wave.to) } : {};
    const before = this.#wave.dataset;
    if (before.waveform === dataset.waveform && before.from === dataset.from && before.to === dataset.to) return;
    Object.assign(this.#wave.dataset, dataset);
    if (wave) drawWaveforms(this.#box);
  }

  #listen() {
    this.#box.addEventListener("pointerdown", (event) => this.#down(event));
    this.#box.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) this.#box.addEventListener(name, () => (this.#held = null));
    this.#box.addEventListener("dblclick", (event) => this.#drop(event));
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("focusin", () => this.#say());
    this.#box.addEventListener("focusout", () => (this.#value.textContent = ""));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button > 0) return;
    event.preventDefault();
    let at = this.#which(event);
    if (at < 0) {
      const addition = levels.added(this.#points, this.#spot(event), this.#seconds);
      if (addition.points === this.#points) return;
      at = addition.at;
      this.#put(addition.points);
    }
    this.#held = { at, pointer: event.pointerId };
    this.#box.setPointerCapture(event.pointerId);
    this.#handles[at].focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#held?.pointer !== event.pointerId) return;
    this.#put(levels.moved(this.#points, this.#held.at, this.#spot(event), this.#seconds));
  }

  /** @param {MouseEvent} event */
  #drop(event) {
    const at = this.#which(event);
    if (at >= 0) this.#put(levels.removed(this.#points, at));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#which(event);
    const arrow = ARROWS[event.key];
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      this.#put(levels.removed(this.#points, at));
      (this.#handles[at] ?? this.#handles[at - 1] ?? this.#add).focus();
    } else if (arrow) {
      const { seconds, level } = event.shiftKey ? levels.COARSE : levels.FINE;
      const [second, value] = this.#points[at];
      this.#put(levels.moved(this.#points, at, [second + arrow[0] * seconds, value + arrow[1] * level], this.#seconds));
    } else return;
    event.preventDefault();
  }

  /** A point in the middle of the longest part without one. */
  #addByKey() {
    const stops = [0, ...this.#points.map(([second]) => second), this.#seconds];
    const gaps = stops.slice(1).map((second, place) => second - stops[place]);
    const widest = gaps.indexOf(Math.max(...gaps));
    const second = (stops[widest] + stops[widest + 1]) / 2;
    const addition = levels.added(this.#points, [second, levels.levelAt(this.#points, second)], this.#seconds);
    this.#put(addition.points);
    this.#handles[addition.at]?.focus();
  }

  /** @param {Spot[]} points */
  #put(points) {
    this.#points = points;
    this.#draw();
    this.#say();
    this.dispatchEvent(new Event("change"));
  }

  #draw() {
    const places = this.#points.map((spot) => this.#place(spot));
    const ends = [[0, this.#high(0)], ...places, [100, this.#high(this.#seconds)]];
    this.#line.setAttribute("points", ends.map((place) => place.join()).join(" "));
    this.element.classList.toggle("changed", this.#points.length > 0);
    this.#flat.disabled = this.#points.length === 0;
    this.#add.disabled = this.#points.length >= levels.MOST;
    while (this.#handles.length > places.length) this.#handles.pop()?.remove();
    for (const [at, [x, y]] of places.entries()) {
      const handle = (this.#handles[at] ??= this.#handle(at));
      Object.assign(handle.style, { left: `${x}%`, top: `${y}%` });
      handle.ariaLabel = this.#words(at);
    }
  }

  /** @param {number} at */
  #handle(at) {
    const handle = element("button", { type: "button", className: "handle point", dataset: { at: String(at) } });
    this.#box.append(handle);
    return handle;
  }

  #say() {
    const at = this.#handles.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    this.#value.textContent = at < 0 ? "" : this.#words(at);
  }

  /** @param {number} at */
  #words(at) {
    const [second, level] = this.#points[at];
    return t("%(second)s s, %(level)s dB", { second: second.toFixed(2), level: level.toFixed(1) });
  }

  /** @param {Event} event */
  #which(event) {
    const handle = /** @type {Element | null} */ (event.target)?.closest?.(".handle");
    return this.#handles.indexOf(/** @type {HTMLButtonElement} */ (handle));
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const { left, top, width, height } = this.#box.getBoundingClientRect();
    return [((event.clientX - left) / width) * this.#seconds, levels.levelOf(1 - (event.clientY - top) / height)];
  }

  /** @param {Spot} spot in hundredths of the box */
  #place([second, level]) {
    return [(second / this.#seconds) * 100, (1 - levels.share(level)) * 100];
  }

  /** @param {number} second */
  #high(second) {
    return (1 - levels.share(levels.levelAt(this.#points, second))) * 100;
  }
}
