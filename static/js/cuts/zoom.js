/** Going into a cut's picture: by wheel, by fingers, and by the keys of a comparison. */

import { asSquares } from "../compare/geometry.js";
import { Fingers } from "../ink/touch-gestures.js";
import { View } from "../player/view.js";

const OFTEN = 20; // CSS pixels that a key moves the picture
const CLOSER = 1.25;
const DEEPEST = 48; // times as large as fitted

/** @typedef {import("../player/view.js").Into} Into */
/** @typedef {{x: number, y: number}} Spot */

/** Events: "view" when the picture lies elsewhere, "change" when it was a hand that moved it. */
export class PictureZoom extends EventTarget {
  #view = new View(DEEPEST);
  #stage;
  #canvas;
  /** @type {{id: number, last: Spot} | null} */
  #held = null;
  #fingers = new Fingers({
    pinch: (factor, around, moved) => this.#pinch(factor, around, moved),
    undo() {},
    redo() {},
    ask() {},
  });

  /**
   * @param {HTMLElement} stage
   * @param {HTMLCanvasElement} canvas fills the stage, its picture fitted into it
   */
  constructor(stage, canvas) {
    super();
    this.#stage = stage;
    this.#canvas = canvas;
    canvas.style.transformOrigin = "0 0";
    new ResizeObserver(() => this.#resize()).observe(stage);
    this.#listen();
  }

  /** @param {number} width @param {number} height of the cut, in pixels */
  show(width, height) {
    this.#view.show(width, height);
    this.#resize();
  }

  /** Where the picture lies on the stage, in CSS pixels. */
  get rect() {
    return this.#view.rect;
  }

  /** How far one has gone into the picture; null where all of it is seen. */
  get into() {
    return this.#view.into;
  }

  /** @param {Into} into */
  goInto(into) {
    this.#view.goInto(into);
    this.#moved();
  }

  /**
   * What a key does here.
   * @param {string} key
   * @returns {(() => void) | undefined}
   */
  keyed(key) {
    /** @type {Record<string, () => void>} */
    const acts = {
      "-": () => this.#by(1 / CLOSER),
      "=": () => this.#by(CLOSER),
      "+": () => this.#by(CLOSER),
      z: () => this.#fit(),
      w: () => this.#pan(0, OFTEN),
      a: () => this.#pan(OFTEN, 0),
      s: () => this.#pan(0, -OFTEN),
      d: () => this.#pan(-OFTEN, 0),
    };
    return acts[SAME_KEY[key] ?? key];
  }

  /** The whole picture, or where it is seen whole, each of its pixels as one of the screen. */
  #fit() {
    if (this.#view.scale === 1) return this.#by(this.#canvas.width / (this.#view.rect.width * devicePixelRatio));
    this.#view.reset();
    this.#moved();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} factor around the middle */
  #by(factor) {
    const { clientWidth, clientHeight } = this.#stage;
    this.#pinch(factor, { x: clientWidth / 2, y: clientHeight / 2 }, { x: 0, y: 0 });
  }

  /** @param {number} x @param {number} y CSS pixels */
  #pan(x, y) {
    this.#pinch(1, { x: 0, y: 0 }, { x, y });
  }

  /** @param {number} factor @param {Spot} around @param {Spot} moved */
  #pinch(factor, around, moved) {
    this.#view.pinch(factor, around, moved);
    this.#moved();
    this.dispatchEvent(new Event("change"));
  }

  #resize() {
    const { clientWidth, clientHeight } = this.#stage;
    this.#view.resize(clientWidth || 1, clientHeight || 1);
    this.#moved();
  }

  #moved() {
    const { scale, x, y, rect } = this.#view;
    const { style, width } = this.#canvas;
    style.transform = scale > 1 ? `translate(${x}px, ${y}px) scale(${scale})` : "";
    style.imageRendering = asSquares(rect.width * devicePixelRatio, width) ? "pixelated" : "";
    this.#stage.classList.toggle("gone-into", scale > 1);
    this.dispatchEvent(new Event("view"));
  }

  #listen() {
    const stage = this.#stage;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const over of ["pointerup", "pointercancel"]) {
      stage.addEventListener(over, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
  }

  /** @param {Event} event whether it is the cut's own picture that it is about */
  #own(event) {
    return event.target === this.#stage || event.target === this.#canvas;
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const box = this.#stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!this.#own(event)) return;
    event.preventDefault();
    this.#pinch(Math.exp(-event.deltaY / (event.ctrlKey ? 200 : 500)), this.#spot(event), { x: 0, y: 0 });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.#own(event) || (event.pointerType === "mouse" && event.button > 1)) return;
    this.#stage.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch") this.#fingers.down(event.pointerId, this.#spot(event));
    else this.#held ??= { id: event.pointerId, last: this.#spot(event) };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const spot = this.#spot(event);
    const hand = this.#held;
    if (hand?.id !== event.pointerId) return this.#fingers.move(event.pointerId, spot);
    this.#pan(spot.x - hand.last.x, spot.y - hand.last.y);
    this.#held = { ...hand, last: spot };
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (this.#held?.id === event.pointerId) this.#held = null;
    else this.#fingers.up(event.pointerId);
  }
}

/** The same keys under Chinese punctuation. @type {Record<string, string>} */
const SAME_KEY = { "－": "-", "＝": "=", "＋": "+" };
