/**
 * A light space as a hand changes it. Pure: places are shares of the picture, lengths shares of its
 * height, light is linear (slowfilm/media/lightspace/space.py).
 */

import { MOST } from "./shader.js";

/** @typedef {[number, number, number]} Colour */
/** @typedef {{x: number, y: number, radius: number, power: number, colour: Colour}} Lamp */
/** @typedef {{x: number, y: number, width: number, height: number, turn: number, lean: number, across: number, down: number, soft: number, shine: number, power: number, colour: Colour, throw: number, fall: number}} Aperture */
/** @typedef {{points: [number, number][], width: number, power: number, colour: Colour}} Stroke */
/** @typedef {{top: Colour, middle: Colour, bottom: Colour, horizon: number, haze: number}} Air */
/** @typedef {{curtain: number, folds: number, leaves: number, patches: number, water: number}} Veil */
/** @typedef {{air: Air, veil: Veil, lamps: Lamp[], apertures: Aperture[], strokes: Stroke[], exposure: number}} State */
/** @typedef {{seed: number, grain: number, first: State, last: State | null, seconds: number}} Space */
/** @typedef {{kind: "lamps" | "apertures" | "strokes", index: number}} Part */

const LAMP = /** @type {Colour} */ ([1, 0.56, 0.24]);
const PAPER = /** @type {Colour} */ ([1, 0.78, 0.54]);
const REACH = 0.045; // of the height: how near a pen must come to take hold of something
const WARM = 0.12; // one step towards warm or cool, in thousands of kelvin of the mired scale
const KEPT = 60; // steps that can be undone
const FORTH = 0.012; // of the height: points of a stroke that are nearer say nothing new

/** Event: "change". */
export class LightSpaceState extends EventTarget {
  /** @type {Space} */
  space;
  /** @type {"first" | "last"} */
  key = "first";
  /** @type {Part | null} */
  chosen = null;
  /** @type {string[]} */
  #before = [];

  /** @param {Space} space */
  constructor(space) {
    super();
    this.space = structuredClone(space);
  }

  /** The state at the key that is being edited. */
  get state() {
    return (this.key === "last" && this.space.last) || this.space.first;
  }

  /** Begins anew from a description. @param {Space} space */
  begin(space) {
    this.keep();
    this.space = structuredClone(space);
    this.key = "first";
    this.chosen = null;
    this.changed();
  }

  /** Keeps how it is, to come back to. Called before every change. */
  keep() {
    this.#before.push(JSON.stringify(this.space));
    if (this.#before.length > KEPT) this.#before.shift();
  }

  undo() {
    const was = this.#before.pop();
    if (!was) return;
    this.space = JSON.parse(was);
    if (!this.space.last) this.key = "first";
    this.chosen = null;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} x @param {number} y */
  addLamp(x, y) {
    this.#add("lamps", MOST.lamps, { x, y, radius: 0.04, power: 3, colour: [...LAMP] });
  }

  /** @param {[number, number]} one a corner @param {[number, number]} other @param {number} aspect of the picture */
  addAperture([x0, y0], [x1, y1], aspect) {
    const wide = Math.max(Math.abs(x1 - x0) * aspect, 0.03);
    const high = Math.max(Math.abs(y1 - y0), 0.03);
    this.#add("apertures", MOST.apertures, {
      x: (x0 + x1) / 2,
      y: (y0 + y1) / 2,
      width: wide,
      height: high,
      turn: 0,
      lean: 0,
      across: 2,
      down: 2,
      soft: 0.012,
      shine: 1,
      power: 1.6,
      colour: [...PAPER],
      throw: 0.6,
      fall: 60,
    });
  }

  /** @param {[number, number][]} points @param {number} power above 0 light, below 0 stops of shadow @param {number} width */
  addStroke(points, power, width) {
    this.#add("strokes", MOST.strokes, { points: few(points), width, power, colour: [...PAPER] });
  }

  /** @param {"lamps" | "apertures" | "strokes"} kind @param {number} most @param {any} part */
  #add(kind, most, part) {
    if (this.space.first[kind].length >= most) return;
    this.keep();
    for (const state of this.#both()) /** @type {any[]} */ (state[kind]).push(structuredClone(part));
    this.chosen = { kind, index: this.space.first[kind].length - 1 };
    this.changed();
  }

  removeChosen() {
    if (!this.chosen) return;
    this.keep();
    const { kind, index } = this.chosen;
    for (const state of this.#both()) state[kind].splice(index, 1);
    this.chosen = null;
    this.changed();
  }

  /** The part nearest to a place that is within reach, lamps before windows. @param {number} x @param {number} y @param {number} aspect */
  at(x, y, aspect) {
    const { lamps, apertures, strokes } = this.state;
    /** @param {number} px @param {number} py */
    const away = (px, py) => Math.hypot((px - x) * aspect, py - y);
    for (const [index, lamp] of lamps.entries())
      if (away(lamp.x, lamp.y) < Math.max(REACH, lamp.radius)) return this.#choose("lamps", index);
    for (const [index, aperture] of apertures.entries())
      if (Math.abs(aperture.x - x) * aspect < aperture.width / 2 + 0.01 && Math.abs(aperture.y - y) < aperture.height / 2 + 0.01) return this.#choose("apertures", index);
    for (const [index, stroke] of strokes.entries())
      if (stroke.points.some(([px, py]) => away(px, py) < REACH)) return this.#choose("strokes", index);
    this.chosen = null;
    this.changed();
    return null;
  }

  /** @param {Part["kind"]} kind @param {number} index */
  #choose(kind, index) {
    this.chosen = { kind, index };
    this.changed();
    return this.chosen;
  }

  /** The chosen part at the key that is edited. @returns {any} */
  get part() {
    return this.chosen ? this.state[this.chosen.kind][this.chosen.index] : null;
  }

  /** Moves the chosen part by shares of the picture. @param {number} x @param {number} y */
  move(x, y) {
    const part = this.part;
    if (!part) return;
    if (part.points) part.points = part.points.map((/** @type {[number, number]} */ [px, py]) => [within(px + x), within(py + y)]);
    else [part.x, part.y] = [within(part.x + x), within(part.y + y)];
    this.changed();
  }

  /** @param {number} stops brighter; below 0 dimmer */
  brighter(stops) {
    const part = this.part;
    if (!part) return;
    this.keep();
    part.power = part.power < 0 ? Math.max(-6, part.power + stops) : Math.min(20, part.power * 2 ** stops);
    this.changed();
  }

  /** @param {number} steps warmer; below 0 cooler */
  warmer(steps) {
    const part = this.part;
    if (!part) return;
    this.keep();
    const [red, green, blue] = part.colour;
    const channels = [red * (1 + WARM * steps), green, blue * (1 - WARM * steps)].map((value) => Math.max(0.02, value));
    const most = Math.max(...channels);
    part.colour = /** @type {Colour} */ (channels.map((value) => value / most));
    this.changed();
  }

  /** Lets it change: from how it is now to how it will be at a second key; or stay. @param {boolean} changes */
  setChanging(changes) {
    this.keep();
    this.space.last = changes ? structuredClone(this.space.first) : null;
    this.key = changes ? "last" : "first";
    this.changed();
  }

  #both() {
    return this.space.last ? [this.space.first, this.space.last] : [this.space.first];
  }
}

/** A space at a share of its time. @param {Space} space @param {number} share @returns {State} */
export function stateAt(space, share) {
  if (!space.last || share <= 0) return space.first;
  const eased = Math.min(1, share * share * (3 - 2 * share));
  return /** @type {State} */ (between(space.first, space.last, eased));
}

/** @param {any} a @param {any} b @param {number} share @returns {any} */
function between(a, b, share) {
  if (Array.isArray(a)) return a.map((value, index) => between(value, b[index], share));
  if (typeof a === "object") return Object.fromEntries(Object.entries(a).map(([name, value]) => [name, COUNTED.has(name) ? value : between(value, b[name], share)]));
  return a + (b - a) * share;
}

const COUNTED = new Set(["across", "down"]);

/** @param {number} share */
function within(share) {
  return Math.min(2, Math.max(-1, share));
}

/** As many points of a stroke as a description holds. @param {[number, number][]} points @returns {[number, number][]} */
export function few(points) {
  /** @type {[number, number][]} */
  const line = [];
  for (const point of points) {
    const last = line.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) > FORTH) line.push(point);
  }
  if (line.length <= MOST.points) return line;
  return Array.from({ length: MOST.points }, (_each, n) => line[Math.round((n * (line.length - 1)) / (MOST.points - 1))]);
}
