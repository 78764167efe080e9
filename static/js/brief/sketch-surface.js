/** A sheet to sketch on: this hand's strokes alone, as large as the brief's frame, with undo. */

import { DryInk, drawAll, penOf, wipe } from "../ink/committed-ink.js";
import { bindHand } from "../ink/pointer-input.js";
import { History } from "../ink/history.js";
import { newId } from "../shared/ids.js";
import { LONGEST, pathOf, toPoint, touches, UNITS } from "../ink/ink.js";
import { Nib } from "../ink/nib.js";
import { View } from "../player/view.js";

/** @typedef {import("../ink/strokes.js").Point} Point */
/** @typedef {import("../ink/strokes.js").Stroke} Stroke */

const GROUND = "#2b2b2b"; // of what is saved: dark enough that every ink stands out
const REACH = 8; // CSS pixels around the eraser
const ERASER_END = 32; // in PointerEvent.buttons

/** Event: "change": there is more, or less, on the sheet. */
export class SketchSurface extends EventTarget {
  layer = document.createElement("div");
  #canvases = [document.createElement("canvas"), document.createElement("canvas")];
  #view = new View();
  #history = new History();
  #dry;
  #wet;
  #nib;
  #pens;
  /** @type {Stroke[]} */
  #strokes = [];
  /** @type {Stroke | null} */
  #stroke = null;
  /** @type {string[] | null} */
  #swept = null;

  /**
   * @param {HTMLElement} root
   * @param {import("../ink/pens.js").Pens} pens
   */
  constructor(root, pens) {
    super();
    this.#pens = pens;
    this.layer.className = "ink";
    this.layer.append(...this.#canvases);
    root.append(this.layer);
    this.#dry = new DryInk(this.#canvases[0]);
    this.#wet = penOf(this.#canvases[1]);
    this.#nib = new Nib(this.layer, pens);
    bindHand(this.layer, this.#acts());
    pens.addEventListener("change", () => (this.layer.dataset.mode = pens.mode));
    this.layer.dataset.mode = pens.mode;
    new ResizeObserver(() => this.#resize()).observe(this.layer);
  }

  get empty() {
    return this.#lying.length === 0;
  }

  /** A new sheet. @param {number} width @param {number} height of the frame, in its pixels */
  begin(width, height) {
    this.#strokes = [];
    this.#history = new History();
    this.#view.show(width, height);
    this.#view.reset();
    this.#dry.clear();
    this.#paint();
  }

  undo() {
    this.#repeat(this.#history.undo());
  }

  redo() {
    this.#repeat(this.#history.redo());
  }

  /**
   * The sketch as a picture, without what lay under it.
   * @param {number} width
   * @param {number} height
   * @returns {Promise<Blob | null>}
   */
  picture(width, height) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = penOf(canvas);
    pen.fillStyle = GROUND;
    pen.fillRect(0, 0, width, height);
    pen.setTransform(width / UNITS, 0, 0, width / UNITS, 0, 0);
    for (const stroke of this.#lying) {
      pen.fillStyle = stroke.colour;
      pen.globalAlpha = stroke.tool === "marker" ? 0.45 : 1;
      pen.fill(pathOf(stroke, height / width));
    }
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  get #lying() {
    return this.#strokes.filter(({ erased }) => !erased);
  }

  /** @returns {import("../ink/pointer-input.js").Acts} */
  #acts() {
    return {
      intent: (event) => this.#intent(event),
      begin: (event) => this.#begin(event),
      go: (events, foreseen) => this.#go(events, foreseen),
      finish: () => this.#finish(),
      abandon: () => this.#abandon(),
      hover: (event) => this.#hover(event),
      leave: () => this.#nib.hide(),
      pinch: (factor, around, moved) => this.#pinch(factor, around, moved),
      undo: () => this.undo(),
      redo: () => this.redo(),
      ask: () => {},
    };
  }

  /** @param {PointerEvent} event */
  #intent({ pointerType, buttons, button }) {
    const { mode, tool } = this.#pens;
    const turned = pointerType === "pen" && Boolean(buttons & ERASER_END);
    if (mode === "point" || (button > 0 && !turned)) return "look";
    return tool === "eraser" || turned ? "erase" : "draw";
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#intent(event) === "erase") this.#swept = [];
    else {
      const { tool, colour, width } = this.#pens;
      const kind = tool === "marker" ? "marker" : "pen";
      this.#stroke = { id: newId(), frame: 0, actor: "", seq: 0, tool: kind, colour, width, points: [] };
    }
    this.#go([event], []);
  }

  /** @param {PointerEvent[]} events @param {PointerEvent[]} foreseen */
  #go(events, foreseen) {
    const stroke = this.#stroke;
    if (this.#swept) for (const event of events) this.#sweep(event);
    if (!stroke) return;
    const more = events.map((event) => this.#point(event));
    // Points are never changed once they were drawn: what is drawn is found by them.
    stroke.points = [...stroke.points, ...more].slice(0, LONGEST);
    wipe(this.#wet);
    const ahead = [...stroke.points, ...foreseen.map((event) => this.#point(event))];
    drawAll(this.#wet, [{ ...stroke, points: ahead }], this.#view);
  }

  #finish() {
    if (this.#stroke) {
      this.#strokes.push(this.#stroke);
      this.#history.did(false, [this.#stroke.id]);
    }
    if (this.#swept) this.#history.did(true, this.#swept);
    this.#abandon();
    this.#paint();
  }

  #abandon() {
    this.#stroke = null;
    this.#swept = null;
    wipe(this.#wet);
  }

  /** @param {PointerEvent} event */
  #sweep(event) {
    const [u, v] = this.#fraction(event);
    const reach = (REACH / this.#view.rect.width) * UNITS;
    for (const stroke of this.#lying) {
      if (!touches(stroke, this.#view.aspect, { u, v }, reach)) continue;
      stroke.erased = true;
      this.#swept?.push(stroke.id);
    }
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const { x, y } = this.#spot(event);
    this.#nib.move(x, y, this.#view.rect.width, Boolean(event.buttons & ERASER_END));
  }

  /** @param {import("../ink/history.js").Step[]} steps */
  #repeat(steps) {
    for (const { verb, stroke } of steps) {
      const target = this.#strokes.find(({ id }) => id === stroke);
      if (target) target.erased = verb === "erase-stroke";
    }
    this.#paint();
  }

  /** @param {number} factor @param {{x: number, y: number}} around @param {{x: number, y: number}} moved */
  #pinch(factor, around, moved) {
    this.#view.pinch(factor, around, moved);
    this.#dry.clear();
    this.#paint();
  }

  #paint() {
    this.#dry.paint("sketch", this.#lying, this.#view);
    this.#pens.canUndo = this.#history.canUndo;
    this.#pens.canRedo = this.#history.canRedo;
    this.dispatchEvent(new Event("change"));
  }

  #resize() {
    const { clientWidth, clientHeight } = this.layer;
    for (const canvas of this.#canvases) {
      canvas.width = Math.round(clientWidth * devicePixelRatio);
      canvas.height = Math.round(clientHeight * devicePixelRatio);
    }
    this.#view.resize(clientWidth || 1, clientHeight || 1);
    this.#dry.clear();
    this.#paint();
  }

  /** @param {PointerEvent} event @returns {Point} */
  #point(event) {
    return toPoint(...this.#fraction(event), event);
  }

  /** @param {MouseEvent} event @returns {[number, number]} of the frame */
  #fraction(event) {
    const { x, y } = this.#spot(event);
    return this.#view.toPicture(x, y);
  }

  /** @param {MouseEvent} event */
  #spot(event) {
    const box = this.layer.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}
