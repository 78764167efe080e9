/**
 * The tone curve under a hand: drawn freehand with a pen, or point by point. Axes are stops around
 * middle grey; behind it lie the histogram, the curve of the key before and the place one touched.
 *
 * Events: "input" {points} at every move, "change" {points, mended} when the hand lets go.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { svg } from "../shared/svg.js";
import { clamp, curveOf, fit, HIGHEST, LOWEST, movePoint, withPoint } from "./curves.js";

/** @typedef {import("./curves.js").Spot} Spot */

const WIDE = HIGHEST - LOWEST;
const WHITE = Math.log2(1 / 0.18); // where a screen has no more to give
const NEAR = 22; // CSS pixels around a point that are the point: a finger's
const FINE = 0.2; // how much slower a point moves with Shift
/** @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };

export class CurveEditor extends EventTarget {
  element = element("div", { className: "light-curve", role: "group", ariaLabel: t("Tone curve") });
  #box = svg("svg", { viewBox: "0 0 160 160", preserveAspectRatio: "none", "aria-hidden": "true" });
  #bars = svg("path", { class: "bars" });
  #ghost = svg("path", { class: "ghost" });
  #line = svg("path", { class: "line" });
  #pen = svg("path", { class: "drawn" });
  #beside = svg("g", {});
  #touch = svg("path", { class: "touch", visibility: "hidden" });
  #spotLit = element("span", { className: "light-touch", hidden: true });
  #value = element("output", { className: "light-value number" });
  /** @type {HTMLButtonElement[]} */
  #handles = [];
  /** @type {Spot[]} */
  #points = [];
  /** @type {{pointer: number, at: number, from: Spot, began: Spot} | null} */
  #held = null;
  /** @type {{pointer: number, drawn: Spot[]} | null} */
  #drawing = null;
  #disabled = false;

  constructor() {
    super();
    const grid = [-8, -6, -4, -2, 2, 4].flatMap((stop) => [
      svg("line", { class: "grid", x1: across(stop), x2: across(stop), y1: 0, y2: 160 }),
      svg("line", { class: "grid", x1: 0, x2: 160, y1: up(stop), y2: up(stop) }),
    ]);
    const white = svg("path", { class: "white", d: `M${across(WHITE)} 0V160M0 ${up(WHITE)}H160` });
    const grey = [svg("line", { class: "grey", x1: across(0), x2: across(0), y1: 0, y2: 160 }), svg("line", { class: "grey", x1: 0, x2: 160, y1: up(0), y2: up(0) })];
    this.#box.append(this.#bars, ...grid, white, ...grey, this.#ghost, this.#beside, this.#touch, this.#line, this.#pen);
    const label = (/** @type {number} */ stop, /** @type {string} */ side) => {
      const words = stop === 0 ? "0" : signed(stop).replace(/\.0$/, "");
      const mark = element("span", { className: `light-axis ${side} number`, textContent: words, ariaHidden: "true" });
      if (side === "below") mark.style.left = `${across(stop) / 1.6}%`;
      else mark.style.top = `${up(stop) / 1.6}%`;
      return mark;
    };
    const stops = [-8, -4, 0, 4];
    this.element.append(this.#box, ...stops.map((stop) => label(stop, "below")), ...stops.map((stop) => label(stop, "beside")));
    this.element.append(element("span", { className: "light-grey", textContent: t("Middle grey") }), this.#spotLit, this.#value);
    this.element.addEventListener("pointerdown", (event) => this.#down(event));
    this.element.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) this.element.addEventListener(name, () => this.#up());
    this.element.addEventListener("dblclick", (event) => this.#remove(this.#which(event)));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("contextmenu", (event) => event.preventDefault());
    for (const name of ["touchstart", "touchmove"]) {
      this.element.addEventListener(name, (event) => event.preventDefault(), { passive: false });
    }
    this.#paint();
  }

  get disabled() {
    return this.#disabled;
  }

  /** @param {boolean} disabled it can be read, not changed */
  set disabled(disabled) {
    this.#disabled = disabled;
    this.element.classList.toggle("reading", disabled);
  }

  get points() {
    return this.#points;
  }

  set points(points) {
    if (this.#held || this.#drawing) return; // what a hand holds is not taken out of it
    this.#points = points;
    this.#paint();
  }

  /** @param {string} name which curve it is: luma, r, g or b */
  set channel(name) {
    this.element.dataset.channel = name;
  }

  /** @param {(readonly [string, Spot[]])[]} curves of the other colours */
  set beside(curves) {
    this.#beside.replaceChildren(...curves.map(([name, points]) => svg("path", { class: `beside ${name}`, d: pathOf(points) })));
  }

  /** @param {Spot[] | null} points of the key before */
  set ghost(points) {
    this.#ghost.setAttribute("d", points ? pathOf(points) : "");
  }

  /** @param {Uint32Array} bins */
  set histogram(bins) {
    const most = Math.max(1, ...bins);
    const wide = 160 / bins.length;
    const steps = Array.from(bins, (count, at) => `L${at * wide} ${160 - 120 * Math.sqrt(count / most)}H${(at + 1) * wide}`);
    this.#bars.setAttribute("d", `M0 160${steps.join("")}V160Z`);
  }

  /** @param {number | null} stops of the picture where it is touched */
  set touched(stops) {
    this.#touch.setAttribute("visibility", stops === null ? "hidden" : "visible");
    this.#spotLit.hidden = stops === null;
    if (stops === null) {
      if (!this.#held) this.#value.textContent = "";
      return;
    }
    const becomes = clamp(curveOf(this.#points)(stops), LOWEST, HIGHEST);
    this.#touch.setAttribute("d", `M${across(stops)} 160V${up(becomes)}H0`);
    Object.assign(this.#spotLit.style, { left: `${across(stops) / 1.6}%`, top: `${up(becomes) / 1.6}%` });
    this.#say(stops, becomes);
  }

  /** Shows points that something else holds: a tone taken in the picture. @param {Spot[]} points */
  preview(points) {
    this.#points = points;
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button > 0 || this.#disabled) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    const spot = this.#spot(event);
    const at = this.#which(event);
    // A pen draws; a mouse and a finger set points, as on a sheet of paper with pins.
    if (at < 0 && event.pointerType === "pen") {
      this.#drawing = { pointer: event.pointerId, drawn: [spot] };
      return;
    }
    const set = at >= 0 ? { points: this.#points, at } : withPoint(this.#points, spot[0], spot[1]);
    this.#points = set.points;
    this.#held = { pointer: event.pointerId, at: set.at, from: spot, began: set.points[set.at] };
    this.#paint();
    this.#handles[set.at]?.focus({ preventScroll: true });
    this.#tell("input");
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const spot = this.#spot(event);
    if (this.#drawing?.pointer === event.pointerId) {
      const all = event.getCoalescedEvents?.() ?? [];
      this.#drawing.drawn.push(...(all.length > 0 ? all : [event]).map((move) => this.#spot(move)));
      this.#pen.setAttribute("d", this.#drawing.drawn.map(([x, y], at) => `${at ? "L" : "M"}${across(x)} ${up(y)}`).join(""));
      return;
    }
    if (this.#held?.pointer !== event.pointerId) return;
    const { at, from, began } = this.#held;
    const by = event.shiftKey ? FINE : 1;
    this.#points = movePoint(this.#points, at, [began[0] + (spot[0] - from[0]) * by, began[1] + (spot[1] - from[1]) * by]);
    this.#paint();
    this.#say(...this.#points[at]);
    this.#tell("input");
  }

  #up() {
    const drawn = this.#drawing?.drawn;
    const was = this.#held !== null || drawn !== undefined;
    this.#drawing = this.#held = null;
    this.#pen.setAttribute("d", "");
    if (!was) return;
    const fitted = drawn && drawn.length > 2 ? fit(this.#joined(drawn)) : null;
    if (fitted) this.#points = fitted.points;
    this.#paint();
    this.#tell("change", fitted?.mended ?? false);
  }

  /** What is drawn takes the place of the points it passes over; those beside it stay. @param {Spot[]} drawn */
  #joined(drawn) {
    const xs = drawn.map(([x]) => x);
    const [first, last] = [Math.min(...xs), Math.max(...xs)];
    const beside = this.#points.filter(([x]) => x < first - 0.5 || x > last + 0.5);
    return drawn[0][0] <= drawn[drawn.length - 1][0]
      ? [...beside.filter(([x]) => x < first), ...drawn, ...beside.filter(([x]) => x > last)]
      : [...beside.filter(([x]) => x > last).toReversed(), ...drawn, ...beside.filter(([x]) => x < first).toReversed()];
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#handles.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (at < 0 || this.#disabled || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.#remove(at);
    else if (arrow) {
      const by = event.shiftKey ? FINE : 1;
      const [x, y] = this.#points[at];
      this.#points = movePoint(this.#points, at, [x + arrow[0] * by, y + arrow[1] * by]);
      this.#paint();
      this.#say(...this.#points[at]);
      this.#tell("change");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} at */
  #remove(at) {
    if (at < 0 || this.#disabled) return;
    this.#points = this.#points.filter((_, index) => index !== at);
    this.#paint();
    (this.#handles[at] ?? this.#handles[at - 1])?.focus();
    this.#tell("change");
  }

  #paint() {
    this.#line.setAttribute("d", pathOf(this.#points));
    while (this.#handles.length > this.#points.length) this.#handles.pop()?.remove();
    for (const [at, [x, y]] of this.#points.entries()) {
      const handle = (this.#handles[at] ??= this.#handle());
      Object.assign(handle.style, { left: `${across(x) / 1.6}%`, top: `${up(clamp(y, LOWEST, HIGHEST)) / 1.6}%` });
      handle.ariaLabel = wordsOf(x, y);
    }
  }

  #handle() {
    const handle = element("button", { type: "button", className: "light-point" });
    this.element.append(handle);
    return handle;
  }

  /** @param {number} x @param {number} y */
  #say(x, y) {
    this.#value.textContent = wordsOf(x, y);
  }

  /** @param {MouseEvent} event */
  #which(event) {
    const box = this.element.getBoundingClientRect();
    const away = this.#points.map(([x, y]) =>
      Math.hypot((across(x) / 160) * box.width - (event.clientX - box.left), (up(y) / 160) * box.height - (event.clientY - box.top)),
    );
    const least = Math.min(...away);
    return least <= NEAR ? away.indexOf(least) : -1;
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    return [LOWEST + WIDE * share(event.clientX - left, width), HIGHEST - WIDE * share(event.clientY - top, height)];
  }

  /** @param {"input" | "change"} name @param {boolean} [mended] */
  #tell(name, mended = false) {
    this.dispatchEvent(new CustomEvent(name, { detail: { points: this.#points, mended } }));
  }
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return clamp(part / whole, 0, 1);
}

/** @param {number} stops */
function across(stops) {
  return ((stops - LOWEST) / WIDE) * 160;
}

/** @param {number} stops */
function up(stops) {
  return 160 - across(stops);
}

/** @param {Spot[]} points */
function pathOf(points) {
  const curve = curveOf(points);
  return Array.from({ length: 129 }, (_, at) => {
    const x = LOWEST + (WIDE * at) / 128;
    return `${at ? "L" : "M"}${across(x).toFixed(2)} ${up(curve(x)).toFixed(2)}`;
  }).join("");
}

/** @param {number} x @param {number} y */
function wordsOf(x, y) {
  return t("%(from)s → %(to)s stops", { from: signed(x), to: signed(y) });
}

/** @param {number} stops with a true minus */
export function signed(stops) {
  const text = Math.abs(stops).toFixed(1);
  if (Number(text) === 0) return text;
  return stops < 0 ? `\u2212${text}` : `+${text}`;
}
