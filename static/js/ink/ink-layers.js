/**
 * The sheet that ink lies on: the layers over a picture, and where on the picture a hand is. The
 * picture beneath goes in and out with it.
 */

import { asSquares } from "../compare/geometry.js";
import { DryInk } from "./committed-ink.js";
import { toPoint } from "./ink.js";
import { paintSkins } from "./onion.js";
import { Pointers } from "../room/pointers.js";
import { View } from "../player/view.js";
import { WetInk } from "./live-ink.js";

/** @typedef {import("./touch-gestures.js").Spot} Spot */
/** @typedef {import("./strokes.js").Stroke} Stroke */

const STILL = 120; // ms without a pinch after which much ink is painted anew, sharp

export class Sheet {
  layer = document.createElement("div");
  view = new View();
  #root;
  // Dry ink, wet ink, and the ink of the frames around.
  #canvases = Array.from({ length: 3 }, () => document.createElement("canvas"));
  #dry;
  #blank;
  #stood = { scale: 1, x: 0, y: 0 }; // the view the ink was painted for
  #sharpen = 0;
  #skinned = false;
  #width = 0; // of the picture, in its own pixels

  /**
   * @param {HTMLElement} root the `.player` with the picture
   * @param {import("../room/session.js").Session} session
   * @param {() => void} blank called when everything was wiped and must be turned to again
   */
  constructor(root, session, blank) {
    this.#root = root;
    this.#blank = blank;
    this.layer.className = "ink";
    this.#canvases[2].className = "onion";
    this.layer.append(...this.#canvases);
    root.append(this.layer);
    this.#dry = new DryInk(this.#canvases[0]);
    this.wet = new WetInk(this.#canvases[1], this.view);
    this.pointers = new Pointers(this.layer, session, (u, v) => this.view.toStage(u, v));
    new ResizeObserver(() => this.#resize()).observe(this.layer);
  }

  /** @param {{width: number, height: number} | null} picture in its own pixels */
  show(picture) {
    if (picture) this.view.show(picture.width, picture.height);
    this.#width = picture?.width ?? 0;
    this.view.reset();
    this.#look();
  }

  /**
   * @param {number} factor
   * @param {Spot} around
   * @param {Spot} moved
   */
  pinch(factor, around, moved) {
    this.view.pinch(factor, around, moved);
    clearTimeout(this.#sharpen);
    if (!this.#dry.much) return this.#look();
    this.#move();
    this.#sharpen = setTimeout(() => this.#look(), STILL);
  }

  /** @param {import("../player/view.js").Into} into */
  goInto(into) {
    this.view.resize(this.layer.clientWidth || 1, this.layer.clientHeight || 1);
    this.view.goInto(into);
    this.#look();
  }

  /**
   * Shows a frame's ink.
   * @param {string} draft
   * @param {number} frame
   * @param {Stroke[]} strokes from the bottom up
   */
  turn(draft, frame, strokes) {
    this.#dry.paint(`${draft} ${frame}`, strokes, this.view);
    this.wet.turnTo(draft, frame);
    this.pointers.show(draft, frame);
  }

  /**
   * Shows the ink of the frames around.
   * @param {ReturnType<typeof import("./onion.js").skins>} around
   * @param {(frame: number) => Stroke[]} strokesOn
   */
  skin(around, strokesOn) {
    if (around.length === 0 && !this.#skinned) return; // nothing is painted anew while it plays
    this.#skinned = around.length > 0;
    paintSkins(this.#canvases[2], around, strokesOn, this.view);
  }

  /** @param {PointerEvent} event @returns {import("./strokes.js").Point} */
  point(event) {
    return toPoint(...this.fraction(event), event);
  }

  /** @param {PointerEvent} event @returns {[number, number]} of the picture's width and height */
  fraction(event) {
    const { x, y } = this.spot(event);
    return this.view.toPicture(x, y);
  }

  /** @param {PointerEvent} event @returns {Spot} in CSS pixels on the stage */
  spot(event) {
    const box = this.layer.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Another size, view or draft: everything anew. */
  #look() {
    clearTimeout(this.#sharpen);
    const { scale, x, y } = this.view;
    this.#stood = { scale, x, y };
    this.#move();
    this.#dry.clear();
    this.wet.paint();
    this.#blank();
  }

  /** The picture goes where the view is, and the ink as it was painted goes with it. */
  #move() {
    const { scale, x, y } = this.view;
    const squares = asSquares(this.view.rect.width * devicePixelRatio, this.#width);
    for (const part of this.#root.querySelectorAll(":scope > video, :scope > canvas")) {
      place(/** @type {HTMLElement} */ (part), scale, x, y);
      /** @type {HTMLElement} */ (part).style.imageRendering = squares ? "pixelated" : "";
    }
    const grown = scale / this.#stood.scale;
    for (const canvas of [this.#canvases[0], this.#canvases[2]]) {
      place(canvas, grown, x - this.#stood.x * grown, y - this.#stood.y * grown);
    }
    this.layer.dispatchEvent(new Event("view"));
  }

  #resize() {
    const { clientWidth, clientHeight } = this.layer;
    for (const canvas of this.#canvases) {
      canvas.width = Math.round(clientWidth * devicePixelRatio);
      canvas.height = Math.round(clientHeight * devicePixelRatio);
    }
    this.view.resize(clientWidth || 1, clientHeight || 1);
    this.#look();
  }
}

/**
 * @param {HTMLElement} element
 * @param {number} scale
 * @param {number} x in CSS pixels
 * @param {number} y
 */
function place({ style }, scale, x, y) {
  const home = scale === 1 && x === 0 && y === 0;
  style.transformOrigin = "0 0";
  style.transform = home ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
}
