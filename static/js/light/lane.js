/**
 * The light's own lane over the time axis: its keys, how it goes from one to the next, and the
 * exposure over time. What is dragged is told when the hand lets go.
 *
 * Events: "seek" {frame}, "move" {key, frame}, "how" {how}, "exposure" {points, done}, and "set",
 * "copy", "paste", "remove", "only" {on}.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { svg } from "../shared/svg.js";
import { timecode } from "../timeline/timecode.js";
import { choice, onOff, plain } from "./controls.js";
import { clamp, exposureAt } from "./curves.js";
import { signed } from "./curve-editor.js";
import { smooth } from "./field.js";

/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {import("./book.js").Key} Key */

const REACH = 4; // stops up and down
const HIGH = 56; // units of the drawing: its pixels where nothing is scaled
const NEAR = 22;
/** @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };

/**
 * @typedef {object} Shown
 * @property {Key[]} keys
 * @property {Spot[]} exposure
 * @property {number} frame
 * @property {number} frames
 * @property {import("../timeline/timecode.js").Rate} rate
 * @property {boolean} writable
 * @property {boolean} copied whether there is a key to paste
 */

export class LightLane extends EventTarget {
  element = element("section", { className: "light-lane", ariaLabel: t("Light over time"), hidden: true });
  #keys = element("div", { className: "light-keys", role: "group", ariaLabel: t("Keys") });
  #ways = svg("svg", { class: "light-ways", preserveAspectRatio: "none", viewBox: "0 0 1000 10", "aria-hidden": "true" });
  #box = element("div", { className: "light-exposure", role: "group", ariaLabel: t("Exposure over time") });
  #line = svg("path", { class: "line" });
  #word = element("span", { className: "light-zero", ariaHidden: "true" });
  #playhead = element("div", { className: "light-now" });
  #value = element("output", { className: "number light-exposed" });
  #how;
  /** @type {Record<string, HTMLButtonElement>} */
  #acts;
  /** @type {Map<string, HTMLButtonElement>} */
  #diamonds = new Map();
  /** @type {HTMLButtonElement[]} */
  #handles = [];
  /** @type {Shown} */
  #now = { keys: [], exposure: [], frame: 0, frames: 1, rate: { n: 24, d: 1 }, writable: false, copied: false };
  /** @type {{pointer: number, key: string, from: number, frame: number, moved: boolean} | null} */
  #moving = null;
  /** @type {{pointer: number, at: number, from: [number, number], began: Spot} | null} */
  #holding = null;

  constructor() {
    super();
    this.#how = choice(t("On to the next key"), { hold: t("Hold"), linear: t("Linear"), smooth: t("Smooth") }, (how) => this.#say("how", { how }));
    const act = (/** @type {string} */ words, /** @type {string} */ name) => plain(words, () => this.#say(name));
    const only = onOff(t("This key throughout"), (on) => this.#say("only", { on }));
    this.#acts = { set: act(t("Set a key"), "set"), copy: act(t("Copy"), "copy"), paste: act(t("Paste here"), "paste"), remove: act(t("Remove"), "remove"), only };
    const back = plain("◀", () => this.#step(-1));
    const forth = plain("▶", () => this.#step(1));
    Object.assign(back, { ariaLabel: t("Key before"), title: t("Key before") });
    Object.assign(forth, { ariaLabel: t("Next key"), title: t("Next key") });
    const flat = act(t("Straighten"), "flat");
    this.#acts.flat = flat;
    const head = element("div", { className: "light-lane-head" });
    head.append(back, forth, this.#acts.set, this.#how.element, this.#acts.copy, this.#acts.paste, this.#acts.remove, only);
    head.append(element("span", { className: "light-lane-name", textContent: t("Exposure") }), this.#value, flat);
    this.#word.textContent = "0";
    const grid = [-2, 0, 2].map((stop) => svg("line", { class: stop ? "grid" : "grey", x1: 0, x2: 1000, y1: up(stop), y2: up(stop) }));
    this.#box.append(svg("svg", { viewBox: `0 0 1000 ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...grid, this.#line), this.#word);
    this.#keys.append(this.#ways);
    this.element.append(head, element("div", { className: "light-tracks" }, this.#keys, this.#box, this.#playhead));
    this.#listen();
  }

  /** @param {Shown} now */
  show(now) {
    if (this.#holding) now = { ...now, exposure: this.#now.exposure };
    this.#now = now;
    const key = this.#here;
    this.#how.show(key?.how ?? "");
    this.#how.disabled = !now.writable || !key;
    const { set, copy, paste, remove, only, flat } = this.#acts;
    set.hidden = key !== null;
    remove.hidden = key === null;
    copy.disabled = !key;
    paste.disabled = !now.copied || key !== null || !now.writable;
    set.disabled = remove.disabled = !now.writable;
    only.disabled = now.keys.length === 0;
    flat.disabled = !now.writable || now.exposure.length === 0;
    this.#paintKeys();
    this.#paintExposure();
    this.#playhead.style.left = `${this.#x(now.frame + 0.5)}%`;
    if (!this.#holding) this.#value.value = t("%(stops)s stops", { stops: signed(exposureAt(now.exposure, now.frame)) });
  }

  /** @param {boolean} on */
  set only(on) {
    this.#acts.only.ariaPressed = String(on);
  }

  get #here() {
    return this.#now.keys.find((key) => key.frame === this.#now.frame) ?? null;
  }

  #listen() {
    const { element: root } = this;
    this.#keys.addEventListener("pointerdown", (event) => this.#takeKey(event));
    this.#keys.addEventListener("pointermove", (event) => this.#moveKey(event));
    this.#keys.addEventListener("keydown", (event) => this.#keyOnKey(event));
    this.#box.addEventListener("pointerdown", (event) => this.#take(event));
    this.#box.addEventListener("pointermove", (event) => this.#move(event));
    this.#box.addEventListener("dblclick", (event) => this.#drop(this.#which(event)));
    this.#box.addEventListener("keydown", (event) => this.#keyOnPoint(event));
    for (const name of ["pointerup", "pointercancel"]) {
      this.#keys.addEventListener(name, () => this.#letKey());
      this.#box.addEventListener(name, () => this.#let());
    }
    root.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  // ── keys ───────────────────────────────────────────────────────────────────

  #paintKeys() {
    const { keys, frame, writable } = this.#now;
    const ids = new Set(keys.map(({ id }) => id));
    for (const [id, diamond] of this.#diamonds) {
      if (ids.has(id)) continue;
      diamond.remove();
      this.#diamonds.delete(id);
    }
    for (const key of keys) {
      const diamond = this.#diamonds.get(key.id) ?? this.#diamond(key.id);
      const at = this.#moving?.key === key.id ? this.#moving.frame : key.frame;
      diamond.style.left = `${this.#x(at + 0.5)}%`;
      diamond.ariaLabel = t("Key at %(time)s", { time: timecode(at, this.#now.rate) });
      diamond.title = diamond.ariaLabel;
      diamond.ariaPressed = String(key.frame === frame);
      diamond.classList.toggle("pending", key.pending ?? false);
      diamond.classList.toggle("fixed", !writable);
    }
    this.#ways.replaceChildren(...keys.slice(1).map((key, at) => svg("path", { d: wayOf(keys[at], this.#x(keys[at].frame + 0.5) * 10, this.#x(key.frame + 0.5) * 10) })));
  }

  /** @param {string} id */
  #diamond(id) {
    const diamond = element("button", { type: "button", className: "light-key", dataset: { key: id } });
    this.#diamonds.set(id, diamond);
    this.#keys.append(diamond);
    return diamond;
  }

  /** @param {PointerEvent} event */
  #takeKey(event) {
    const id = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".light-key"))?.dataset.key;
    const key = this.#now.keys.find((candidate) => candidate.id === id);
    if (event.button > 0 || !key) return;
    this.#keys.setPointerCapture(event.pointerId);
    this.#moving = { pointer: event.pointerId, key: key.id, from: event.clientX, frame: key.frame, moved: false };
  }

  /** @param {PointerEvent} event */
  #moveKey(event) {
    const moving = this.#moving;
    const key = this.#now.keys.find(({ id }) => id === moving?.key);
    if (moving?.pointer !== event.pointerId || !key || !this.#now.writable) return;
    const by = event.clientX - moving.from;
    if (!moving.moved && Math.abs(by) < 4) return;
    moving.moved = true;
    const frame = Math.round(key.frame + (by / this.#keys.clientWidth) * this.#now.frames);
    moving.frame = clamp(frame, 0, this.#now.frames - 1);
    this.#paintKeys();
  }

  #letKey() {
    const moving = this.#moving;
    const key = this.#now.keys.find(({ id }) => id === moving?.key);
    this.#moving = null;
    if (!moving || !key) return;
    if (!moving.moved) return this.#say("seek", { frame: key.frame });
    this.#put(key, moving.frame);
  }

  /** Where another stands already, there is no place. @param {Key} key @param {number} frame */
  #put(key, frame) {
    const taken = this.#now.keys.some((other) => other.id !== key.id && other.frame === frame);
    if (taken || frame === key.frame || frame < 0 || frame >= this.#now.frames) return this.#paintKeys();
    this.#say("move", { key: key.id, frame });
  }

  /** @param {KeyboardEvent} event */
  #keyOnKey(event) {
    const id = /** @type {HTMLElement} */ (event.target).dataset.key;
    const key = this.#now.keys.find((candidate) => candidate.id === id);
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") this.#say("seek", { frame: key.frame });
    else if (way && this.#now.writable) this.#put(key, key.frame + way * (event.shiftKey ? 10 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {-1 | 1} way */
  #step(way) {
    const { keys, frame } = this.#now;
    const next = way > 0 ? keys.find((key) => key.frame > frame) : keys.findLast((key) => key.frame < frame);
    if (next) this.#say("seek", { frame: next.frame });
  }

  // ── exposure ───────────────────────────────────────────────────────────────

  #paintExposure() {
    const { exposure, frames } = this.#now;
    const steps = Math.min(400, Math.max(2, frames));
    const path = Array.from({ length: steps + 1 }, (_, at) => {
      const frame = (at / steps) * (frames - 1);
      return `${at ? "L" : "M"}${(this.#x(frame + 0.5) * 10).toFixed(1)} ${up(exposureAt(exposure, frame)).toFixed(2)}`;
    });
    this.#line.setAttribute("d", path.join(""));
    while (this.#handles.length > exposure.length) this.#handles.pop()?.remove();
    for (const [at, [frame, stops]] of exposure.entries()) {
      const handle = (this.#handles[at] ??= this.#handle());
      Object.assign(handle.style, { left: `${this.#x(frame + 0.5)}%`, top: `${(up(stops) / HIGH) * 100}%` });
      handle.ariaLabel = t("%(stops)s stops at %(time)s", { stops: signed(stops), time: timecode(frame, this.#now.rate) });
    }
  }

  #handle() {
    const handle = element("button", { type: "button", className: "light-point" });
    this.#box.append(handle);
    return handle;
  }

  /** @param {PointerEvent} event */
  #take(event) {
    if (event.button > 0 || !this.#now.writable) return;
    event.preventDefault();
    this.#box.setPointerCapture(event.pointerId);
    let at = this.#which(event);
    let points = this.#now.exposure;
    if (at < 0) {
      const [frame, stops] = this.#spot(event);
      points = [...points.filter(([spotFrame]) => spotFrame !== frame), /** @type {Spot} */ ([frame, stops])].toSorted((a, b) => a[0] - b[0]);
      at = points.findIndex(([spotFrame]) => spotFrame === frame);
    }
    this.#holding = { pointer: event.pointerId, at, from: [event.clientX, event.clientY], began: points[at] };
    this.#hold(points, false);
    this.#handles[at]?.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const holding = this.#holding;
    if (holding?.pointer !== event.pointerId) return;
    const box = this.#box.getBoundingClientRect();
    const by = event.shiftKey ? 0.2 : 1;
    const frame = holding.began[0] + ((event.clientX - holding.from[0]) / box.width) * this.#now.frames;
    const stops = holding.began[1] - ((event.clientY - holding.from[1]) / box.height) * 2 * REACH * by;
    this.#hold(this.#moved(holding.at, frame, stops), false);
  }

  #let() {
    if (!this.#holding) return;
    this.#holding = null;
    this.#hold(this.#now.exposure, true);
  }

  /** @param {number} at @param {number} frame @param {number} stops @returns {Spot[]} */
  #moved(at, frame, stops) {
    const points = this.#now.exposure;
    const [before, after] = [points[at - 1]?.[0] ?? -1, points[at + 1]?.[0] ?? this.#now.frames];
    const target = clamp(Math.round(frame), before + 1, after - 1);
    const high = Math.abs(stops) < 0.06 ? 0 : clamp(Math.round(stops * 100) / 100, -REACH, REACH);
    return points.map((point, index) => (index === at ? [target, high] : point));
  }

  /** @param {Spot[]} points @param {boolean} done */
  #hold(points, done) {
    this.#now = { ...this.#now, exposure: points };
    this.#paintExposure();
    this.#value.value = t("%(stops)s stops", { stops: signed(points[this.#holding?.at ?? -1]?.[1] ?? exposureAt(points, this.#now.frame)) });
    this.#say("exposure", { points, done });
  }

  /** @param {number} at */
  #drop(at) {
    if (at < 0 || !this.#now.writable) return;
    this.#hold(this.#now.exposure.filter((_, index) => index !== at), true);
  }

  /** @param {KeyboardEvent} event */
  #keyOnPoint(event) {
    const at = this.#handles.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (at < 0 || !this.#now.writable || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const [frame, stops] = this.#now.exposure[at];
    if (event.key === "Delete" || event.key === "Backspace") this.#drop(at);
    else if (arrow) this.#hold(this.#moved(at, frame + arrow[0], Math.round((stops + arrow[1]) * 10) / 10), true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  #which(event) {
    const box = this.#box.getBoundingClientRect();
    const away = this.#now.exposure.map(([frame, stops]) =>
      Math.hypot((this.#x(frame + 0.5) / 100) * box.width - (event.clientX - box.left), (up(stops) / HIGH) * box.height - (event.clientY - box.top)),
    );
    const least = Math.min(...away);
    return least <= NEAR ? away.indexOf(least) : -1;
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const { left, top, width, height } = this.#box.getBoundingClientRect();
    const frame = Math.floor(((event.clientX - left) / width) * this.#now.frames);
    const stops = REACH - ((event.clientY - top) / height) * 2 * REACH;
    return [clamp(frame, 0, this.#now.frames - 1), clamp(Math.round(stops * 10) / 10, -REACH, REACH)];
  }

  /** @param {number} frame @returns {number} percent of the width */
  #x(frame) {
    return (frame / this.#now.frames) * 100;
  }

  /** @param {string} name @param {object} [detail] */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {number} stops */
function up(stops) {
  return HIGH / 2 - (clamp(stops, -REACH, REACH) / REACH) * (HIGH / 2 - 3);
}

/**
 * How the light goes on from a key, as a line between two.
 * @param {Key} key
 * @param {number} from
 * @param {number} to
 */
function wayOf({ how }, from, to) {
  if (how === "hold") return `M${from} 8H${to}V2`;
  if (how === "linear") return `M${from} 8L${to} 2`;
  const steps = Array.from({ length: 17 }, (_, at) => `L${from + ((to - from) * at) / 16} ${8 - 6 * smooth(at / 16)}`);
  return `M${from} 8${steps.join("")}`;
}
