/**
 * Light on a still, with the room's own tools: curves, lamps and gradients, before anything is made
 * of it. It keeps one light; what becomes of it is said elsewhere.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { NO_LIGHT } from "./between.js";
import { gripAt, holdLamp, holdTone, newGradient, newLamp } from "./hands.js";
import { LightOverlay } from "./overlay.js";
import { LightPanel } from "./panel.js";
import { Renderer } from "./renderer.js";
import { histogram, toneAt } from "./scopes.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./hands.js").Place} Place */

const TAKEN = 22; // CSS pixels around what a hand can take on the picture
const MOST_LAMPS = 12;
const MOST_STEPS = 200; // that can be undone
const SAMPLE_AFTER = 120; // ms

const nothing = () => {};

export class PlateDesk {
  element = element("div", { className: "plate-desk" });
  #canvas = element("canvas", { className: "plate-picture" });
  #sheet = element("div", { className: "plate-sheet" });
  #overlay = new LightOverlay(() => ({ left: 0, top: 0, width: this.#sheet.clientWidth, height: this.#sheet.clientHeight }));
  #renderer = new Renderer(this.#canvas);
  #panel;
  /** @type {Light} */
  #light = NO_LIGHT;
  /** @type {Light[]} */
  #before = [];
  /** @type {Light[]} */
  #after = [];
  /** @type {Light} as it was when the hand took it */
  #kept = NO_LIGHT;
  /** @type {import("./panel.js").Channel} */
  #channel = "luma";
  /** @type {import("./panel.js").Tool} */
  #tool = "tone";
  #lamp = "";
  #aspect = 9 / 16;
  /** @type {import("./hands.js").Held | null} */
  #hand = null;
  /** @type {import("./scopes.js").Sample | null} */
  #sample = null;
  #next = 0;
  #sampling = 0;

  /** @param {() => void} close */
  constructor(close) {
    this.#panel = new LightPanel(this.#asked(close), element("span", {}));
    this.#panel.element.hidden = false;
    this.#panel.tool = "tone";
    this.#panel.drawable = this.#renderer.available;
    this.#sheet.append(this.#canvas, this.#overlay.element);
    this.element.append(element("div", { className: "plate-side" }, this.#sheet, this.#panel.looks), this.#panel.element);
    const { editor } = this.#panel;
    editor.addEventListener("input", (event) => this.#curve(/** @type {CustomEvent} */ (event).detail.points));
    editor.addEventListener("change", (event) => {
      const { points, mended } = /** @type {CustomEvent} */ (event).detail;
      this.#panel.say(mended ? t("A curve never falls: what you drew was made to rise.") : "");
      this.#curve(points);
      this.#keep();
    });
    this.#renderer.addEventListener("restored", () => this.#ask());
    this.#listen();
    new ResizeObserver(() => this.#show()).observe(this.#sheet);
    if (!this.#renderer.available) this.#panel.say(t("This browser has no WebGL2: curves can be read here, but the light on the picture can't be shown."));
  }

  get light() {
    return this.#light;
  }

  /** Whether the picture can be drawn here at all. */
  get available() {
    return this.#renderer.available;
  }

  /** Another light than was drawn; that can be had back. @param {Light} light */
  take(light) {
    this.#channel = light.mode === "luma" ? "luma" : "r";
    this.#set(light);
  }

  /**
   * Takes a picture up, without light.
   * @param {HTMLImageElement | HTMLCanvasElement} picture
   */
  open(picture) {
    const [width, height] = picture instanceof HTMLImageElement ? [picture.naturalWidth, picture.naturalHeight] : [picture.width, picture.height];
    this.#aspect = height / width;
    this.#sheet.style.aspectRatio = `${width} / ${height}`;
    this.#sheet.style.setProperty("--shape", String(width / height));
    this.#renderer.shown(picture, width, height);
    this.#light = this.#kept = NO_LIGHT;
    this.#before = [];
    this.#after = [];
    this.#lamp = "";
    this.#panel.say("");
    this.#show();
  }

  /** @param {() => void} close @returns {import("./panel.js").Asked} */
  #asked(close) {
    return {
      channel: (channel) => this.#chooseChannel(channel),
      straight: () => this.#set({ ...this.#light, [this.#channel]: [] }),
      tool: (tool) => {
        this.#tool = this.#panel.tool = tool;
        this.#show();
      },
      brush: nothing,
      people: { trace: nothing, follow: nothing, draw: nothing, drop: nothing },
      lamp: (change, done) => this.#changeLamp(change, done),
      dropLamp: () => this.#set({ ...this.#light, lamps: this.#light.lamps.filter(({ id }) => id !== this.#lamp) }),
      look: (look) => {
        this.#renderer.look = look;
        this.#ask();
      },
      wipe: (on) => {
        this.#renderer.wipe = on ? 0.5 : 0;
        this.#show();
      },
      qualifier: (qualifier, done) => {
        this.#hold({ ...this.#light, qualifier });
        if (done) this.#keep();
      },
      undo: () => this.#step(this.#before, this.#after),
      redo: () => this.#step(this.#after, this.#before),
      close,
    };
  }

  // ── what is seen ───────────────────────────────────────────────────────────

  #show() {
    const light = this.#light;
    const lamp = light.lamps.find(({ id }) => id === this.#lamp) ?? null;
    this.#panel.editor.points = light[this.#channel];
    const steps = { canUndo: this.#before.length > 0, canRedo: this.#after.length > 0 };
    this.#panel.show({ light, channel: this.#channel, lamp, figures: null, spared: [], frame: 0, drawing: false, writable: true, ...steps });
    const visible = this.#sheet.clientHeight > 0; // else it lies nowhere yet
    this.#overlay.show(light.lamps, this.#lamp, visible && (this.#tool === "lamp" || this.#tool === "gradient"));
    this.#overlay.wipe = this.#renderer.wipe;
    this.#ask();
  }

  #ask() {
    if (this.#next) return;
    this.#next = requestAnimationFrame(() => {
      this.#next = 0;
      if (this.#renderer.busy) return this.#ask();
      const light = this.#light;
      this.#renderer.light = { a: light, b: light, t: 0, lamps: light.lamps, exposure: 0, fieldsA: [null], fieldsB: [null], rows: 1 };
      this.#sample = null;
      if (this.#renderer.draw()) this.#sampleSoon();
    });
  }

  #sampleSoon() {
    clearTimeout(this.#sampling);
    this.#sampling = setTimeout(() => {
      const sample = this.#look();
      if (!sample) return;
      this.#panel.editor.histogram = histogram(sample);
      this.#panel.scopes = sample;
    }, SAMPLE_AFTER);
  }

  #look() {
    return (this.#sample ??= this.#renderer.sample());
  }

  // ── what a hand does ───────────────────────────────────────────────────────

  #listen() {
    const sheet = this.#sheet;
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.#hand) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      this.#hand = this.#takes(this.#place(event));
    });
    sheet.addEventListener("pointermove", (event) => {
      const place = this.#place(event);
      if (this.#hand) this.#hand.go([[event, place]]);
      else if (this.#tool === "tone") this.#panel.editor.touched = this.#toneAt(place);
    });
    for (const over of ["pointerup", "pointercancel"]) {
      sheet.addEventListener(over, () => {
        this.#hand?.finish();
        this.#hand = null;
      });
    }
    sheet.addEventListener("pointerleave", () => {
      if (!this.#hand) this.#panel.editor.touched = null;
    });
  }

  /** @param {PointerEvent} event @returns {Place} */
  #place(event) {
    const { left, top, width, height } = this.#sheet.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  /** @param {Place} place */
  #toneAt(place) {
    const sample = this.#look();
    return sample && toneAt(sample, place);
  }

  /** @param {Place} place */
  #takes(place) {
    return this.#tool === "tone" ? this.#takeTone(place) : this.#takeLamp(place);
  }

  /** @param {Place} place */
  #takeTone(place) {
    const tone = this.#toneAt(place);
    if (tone === null) return null;
    const { editor } = this.#panel;
    const points = this.#light[this.#channel];
    return holdTone({ tone, points }, place, {
      held: (now) => {
        editor.preview(now);
        editor.touched = tone;
        if (now !== points) this.#curve(now);
      },
      done: () => {
        editor.touched = null;
        this.#keep();
      },
    });
  }

  /** @param {Place} place */
  #takeLamp(place) {
    const light = this.#light;
    const gradient = this.#tool === "gradient";
    const target = gripAt(light.lamps, place, TAKEN / this.#sheet.clientWidth, this.#aspect, this.#lamp);
    if (!target && light.lamps.length >= MOST_LAMPS) {
      this.#panel.say(t("A key has at most %(count)s lamps and gradients.", { count: MOST_LAMPS }));
      return null;
    }
    const lamp = target?.lamp ?? (gradient ? newGradient(place) : newLamp(place));
    this.#lamp = lamp.id;
    const others = light.lamps.filter(({ id }) => id !== lamp.id);
    const put = (/** @type {import("./between.js").Lamp | import("./between.js").Gradient} */ now) => this.#hold({ ...light, lamps: [...others, now] });
    if (target || !gradient) put(lamp);
    return holdLamp(lamp, target?.grip ?? (gradient ? "other" : "middle"), this.#aspect, { held: put, done: () => this.#keep() });
  }

  /** @param {import("./panel.js").Channel} channel another curve; of another kind, where the light has the other one */
  #chooseChannel(channel) {
    const light = this.#light;
    const mode = channel === "luma" ? "luma" : "rgb";
    this.#channel = channel;
    if (light.mode === mode) return this.#show();
    const blank = light.r.length + light.g.length + light.b.length === 0;
    const begun = mode === "rgb" && blank ? { r: light.luma, g: light.luma, b: light.luma } : {};
    return this.#set({ ...light, ...begun, mode });
  }

  /** @param {Record<string, number | string | boolean>} change @param {boolean} done */
  #changeLamp(change, done) {
    const lamps = this.#light.lamps.map((lamp) => (lamp.id === this.#lamp ? { ...lamp, ...change } : lamp));
    this.#hold({ ...this.#light, lamps });
    if (done) this.#keep();
  }

  /** @param {import("./curves.js").Spot[]} points */
  #curve(points) {
    this.#hold({ ...this.#light, [this.#channel]: points });
  }

  /** Shows light under the hand. @param {Light} light */
  #hold(light) {
    this.#light = light;
    this.#show();
  }

  /** What the hand held is the light now, and can be undone. */
  #keep() {
    if (this.#light === this.#kept) return;
    this.#before.push(this.#kept);
    if (this.#before.length > MOST_STEPS) this.#before.shift();
    this.#after = [];
    this.#kept = this.#light;
    this.#show();
  }

  /** @param {Light} light */
  #set(light) {
    this.#light = light;
    this.#keep();
  }

  /** @param {Light[]} from @param {Light[]} to */
  #step(from, to) {
    const light = from.pop();
    if (!light) return;
    to.push(this.#kept);
    this.#light = this.#kept = light;
    if (light.mode === "luma") this.#channel = "luma";
    else if (this.#channel === "luma") this.#channel = "r";
    this.#show();
  }
}
