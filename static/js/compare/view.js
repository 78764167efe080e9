/**
 * Two pictures seen together: beside each other, across a line, one through the other, as their
 * difference, or in turn. It draws what the two canvases hold, and knows nothing of clips.
 */

import { asSquares, fromLine, otherSide, shareAt, sideBySide, wipeLine } from "./geometry.js";
import { gainSteps, held } from "./state.js";
import { element } from "../shared/elements.js";
import { Fingers } from "../ink/touch-gestures.js";
import { t } from "../shared/i18n.js";
import { View } from "../player/view.js";

/** @typedef {import("./state.js").Comparison} Comparison */
/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./geometry.js").Spot} Spot */

/** @typedef {{one: string, other: string, lacks: boolean}} Names what each side is, and whether the other has no frame here */

const DEEPEST = 48; // times as large as fitted
const GRIP = 22; // CSS pixels around the line in which it is taken

/** Events: "wipe" {share} while its line is drawn, "view" when the pictures lie elsewhere. */
export class CompareView extends EventTarget {
  root = element("div", { className: "compare", hidden: true });
  #sheet = element("canvas", { className: "compare-sheet" });
  #difference = element("canvas", { hidden: true, className: "compare-difference" });
  #names = [element("p", { className: "compare-name" }), element("p", { className: "compare-name other" })];
  #said = element("p", { className: "compare-said", hidden: true });
  #sides;
  #views = [new View(DEEPEST), new View(DEEPEST)];
  /** @type {Comparison | null} */
  #how = null;
  #lacks = false;
  #turned = false; // in a blink: whether the other side is seen
  #blinking = 0;
  #asked = 0;
  #pointed = 0; // the side that the hand was over last
  /** @type {{id: number, line: boolean, last: Spot} | null} */
  #held = null;
  #fingers = new Fingers({
    pinch: (factor, around, moved) => this.#pinch(factor, around, moved),
    undo() {},
    redo() {},
    ask() {},
  });

  /**
   * @param {HTMLCanvasElement} first what is seen of each side, in pixels of its picture; both of one size
   * @param {HTMLCanvasElement} second
   */
  constructor(first, second) {
    super();
    this.#sides = [first, second];
    for (const [at, side] of this.#sides.entries()) side.dataset.side = "ab"[at];
    this.#said.role = "status";
    this.#sheet.role = "img";
    this.root.append(this.#sheet, second, this.#difference, ...this.#names, this.#said);
    if (!first.parentElement) this.root.append(first);
    new ResizeObserver(() => this.#resize()).observe(this.root);
    this.#listen();
  }

  /** @param {Comparison | null} how null: nothing is compared */
  show(how) {
    this.#how = how;
    this.root.hidden = how === null;
    this.root.dataset.mode = how?.mode ?? "";
    this.#sheet.ariaLabel = how ? t("Comparison") : "";
    clearInterval(this.#blinking);
    this.#turned = false;
    if (!how) return;
    const rate = how.amounts.rate;
    if (how.mode === "blink") this.#blinking = setInterval(() => this.#turn(), 1000 / rate);
    this.#resize();
  }

  /** @param {Names} names */
  name({ one, other, lacks }) {
    this.#lacks = lacks;
    for (const [at, text] of [one, other].entries()) this.#names[at].textContent = text;
    this.#nameTurned();
  }

  /** @param {string} text what is to know of the two; nothing: all is well */
  say(text) {
    this.#said.hidden = !text;
    this.#said.textContent = text;
  }

  /** Where the pictures lie on the stage, in CSS pixels. @returns {Box[]} */
  get pictures() {
    if (!this.#how) return [];
    const sides = this.#boxes;
    return sides.map((box, at) => {
      const { left, top, width, height } = this.#views[this.#viewOf(at)].rect;
      return { left: left + box.left, top: top + box.top, width, height };
    });
  }

  /** How far one has gone into each side. @returns {(import("../player/view.js").Into | null)[]} */
  get into() {
    return this.#views.map(({ into }) => into);
  }

  /** @param {(import("../player/view.js").Into | null)[]} target of each side */
  goInto(target) {
    for (const [at, view] of this.#views.entries()) {
      const into = target[at];
      if (into) view.goInto(into);
      else view.reset();
    }
    this.#moved();
  }

  /** Pixels of the screen for a pixel of the picture. */
  get zoom() {
    return (this.#views[0].rect.width * devicePixelRatio) / (this.#sides[0].width || 1);
  }

  /** @param {number} factor from the keyboard: around the middle of the side pointed at last */
  zoomBy(factor) {
    const { width, height } = this.#boxes[0];
    this.#pinch(factor, { x: width / 2, y: height / 2 }, { x: 0, y: 0 }, this.#pointed);
  }

  /** @param {number} x @param {number} y CSS pixels */
  pan(x, y) {
    this.#pinch(1, { x: 0, y: 0 }, { x, y }, this.#pointed);
  }

  /** The whole picture, or where it is seen whole, each of its pixels as one of the screen. */
  fit() {
    const whole = this.#views.every(({ scale }) => scale === 1);
    if (whole) return this.zoomBy(1 / this.zoom);
    for (const view of this.#views) view.reset();
    this.#moved();
  }

  /** Draws both sides as they are now, in the same breath as they changed. */
  draw() {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    const how = this.#how;
    const pen = how && this.#sheet.getContext("2d");
    if (!pen) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.#sheet.width, this.#sheet.height);
    const [first, second] = this.#sides;
    const [box] = this.#boxes;
    if (how.mode === "side") {
      for (const [at, half] of this.#boxes.entries()) this.#picture(pen, this.#sides[at], half, this.#viewOf(at));
    } else if (how.mode === "difference") this.#picture(pen, this.#subtracted(how.amounts.gain), box, 0);
    else if (how.mode === "blink") this.#picture(pen, this.#turned ? second : first, box, 0);
    else {
      this.#picture(pen, first, box, 0);
      if (how.mode === "wipe") this.#wiped(pen, box);
      else if (!this.#lacks) this.#picture(pen, second, box, 0, how.amounts.opacity);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {HTMLCanvasElement} picture
   * @param {Box} box of the stage, in CSS pixels
   * @param {number} view
   * @param {number} [share]
   */
  #picture(pen, picture, box, view, share = 1) {
    const dense = devicePixelRatio;
    const { left, top, width, height } = this.#views[view].rect;
    pen.save();
    pen.beginPath();
    pen.rect(box.left * dense, box.top * dense, box.width * dense, box.height * dense);
    pen.clip();
    pen.globalAlpha = share;
    pen.imageSmoothingEnabled = !asSquares(width * dense, picture.width);
    pen.imageSmoothingQuality = "high";
    const [x, y] = [(box.left + left) * dense, (box.top + top) * dense];
    pen.drawImage(picture, x, y, width * dense, height * dense);
    pen.restore();
  }

  /** The other side beyond the line, and the line. @param {CanvasRenderingContext2D} pen @param {Box} box */
  #wiped(pen, box) {
    const { wipe, angle } = /** @type {Comparison} */ (this.#how).amounts;
    const dense = devicePixelRatio;
    const [first, ...more] = otherSide(box, wipe, angle);
    pen.save();
    if (first) {
      pen.beginPath();
      pen.moveTo(first.x * dense, first.y * dense);
      for (const { x, y } of more) pen.lineTo(x * dense, y * dense);
      pen.closePath();
      pen.clip();
      this.#picture(pen, this.#sides[1], box, 0);
    }
    pen.restore();
    this.#line(pen, wipeLine(box, wipe, angle));
  }

  /** @param {CanvasRenderingContext2D} pen @param {ReturnType<typeof wipeLine>} line */
  #line(pen, { at, normal, reach }) {
    const dense = devicePixelRatio;
    for (const [colour, wide] of /** @type {const} */ ([["rgb(0 0 0 / 60%)", 3], ["#e4e4e4", 1]])) {
      pen.beginPath();
      pen.moveTo((at.x - normal.y * reach) * dense, (at.y + normal.x * reach) * dense);
      pen.lineTo((at.x + normal.y * reach) * dense, (at.y - normal.x * reach) * dense);
      pen.strokeStyle = colour;
      pen.lineWidth = wide * dense;
      pen.stroke();
      pen.beginPath();
      pen.arc(at.x * dense, at.y * dense, 7 * dense, 0, 2 * Math.PI);
      pen.fillStyle = colour;
      pen.fill();
    }
  }

  /**
   * |one − other| × gain of each channel, 255 at most: exact, for the browser's own "difference" and
   * "lighter" work in whole eight-bit numbers.
   * @param {number} gain
   */
  #subtracted(gain) {
    const [first, second] = this.#sides;
    const canvas = this.#difference;
    if (canvas.width !== first.width) canvas.width = first.width;
    if (canvas.height !== first.height) canvas.height = first.height;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    const plain = (/** @type {GlobalCompositeOperation} */ how) => {
      pen.globalCompositeOperation = how;
      pen.drawImage(first, 0, 0);
      pen.globalCompositeOperation = "difference";
      pen.drawImage(second, 0, 0);
    };
    if (this.#lacks) {
      pen.globalCompositeOperation = "source-over";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      return canvas;
    }
    plain("source-over");
    const steps = gainSteps(gain);
    if (steps.length === 0) return canvas;
    const single = document.createElement("canvas");
    [single.width, single.height] = [canvas.width, canvas.height];
    single.getContext("2d", { alpha: false })?.drawImage(canvas, 0, 0);
    pen.globalCompositeOperation = "lighter";
    for (const step of steps) pen.drawImage(step === 2 ? canvas : single, 0, 0);
    return canvas;
  }

  #turn() {
    this.#turned = !this.#turned;
    this.#nameTurned();
    this.draw();
  }

  /** In a blink only the side that is seen is named. */
  #nameTurned() {
    const blinks = this.#how?.mode === "blink";
    this.#names[0].hidden = blinks && this.#turned;
    this.#names[1].hidden = blinks && !this.#turned;
  }

  /** Where each side has its place: two beside each other, or one for both. @returns {Box[]} */
  get #boxes() {
    const { clientWidth: width, clientHeight: height } = this.root;
    const whole = { left: 0, top: 0, width, height };
    if (this.#how?.mode !== "side") return [whole];
    return sideBySide({ width, height }, this.#sides[0].height / this.#sides[0].width);
  }

  /** The view of a side: laid over each other, both have that of the first. @param {number} side */
  #viewOf(side) {
    return this.#how?.mode === "side" ? side : 0;
  }

  #resize() {
    if (this.root.hidden) return;
    const { clientWidth, clientHeight } = this.root;
    this.#sheet.width = Math.round(clientWidth * devicePixelRatio);
    this.#sheet.height = Math.round(clientHeight * devicePixelRatio);
    const boxes = this.#boxes;
    const [{ width, height }] = this.#sides;
    for (const [at, view] of this.#views.entries()) {
      const box = boxes[at] ?? boxes[0];
      view.resize(box.width || 1, box.height || 1);
      view.show(width || 16, height || 9);
    }
    const second = boxes[1] ?? boxes[0];
    this.#names[1].style.left = second.left ? `${second.left}px` : "";
    this.#names[1].style.top = second.top ? `${second.top}px` : "";
    this.#names[1].classList.toggle("beside", boxes.length > 1);
    this.#moved();
  }

  #moved() {
    this.dispatchEvent(new Event("view"));
    if (!this.#asked) this.#asked = requestAnimationFrame(() => this.draw());
  }

  /**
   * @param {number} factor
   * @param {Spot} around on the stage
   * @param {Spot} moved
   * @param {number} [side] whose box `around` is of; found by where it lies when left out
   */
  #pinch(factor, around, moved, side) {
    const boxes = this.#boxes;
    let at = side ?? 0;
    if (side === undefined) {
      at = Math.max(0, boxes.findIndex((box) => inside(box, around)));
      around = { x: around.x - boxes[at].left, y: around.y - boxes[at].top };
    }
    this.#pointed = at = Math.min(at, boxes.length - 1);
    const together = this.#how?.together || boxes.length === 1;
    for (const [index, view] of this.#views.entries()) {
      if (together || index === at) view.pinch(factor, around, moved);
    }
    this.#moved();
  }

  #listen() {
    const { root } = this;
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    for (const over of ["pointerup", "pointercancel"]) {
      root.addEventListener(over, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
    root.addEventListener("contextmenu", (event) => event.preventDefault());
    root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const box = this.root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {Spot} spot */
  #onLine(spot) {
    const how = this.#how;
    if (how?.mode !== "wipe") return false;
    return Math.abs(fromLine(wipeLine(this.#boxes[0], how.amounts.wipe, how.amounts.angle), spot)) <= GRIP;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.pointerType === "mouse" && event.button > 1) return;
    const spot = this.#spot(event);
    this.root.setPointerCapture(event.pointerId);
    const line = !this.#held && this.#fingers.count === 0 && this.#onLine(spot);
    if (event.pointerType === "touch" && !line) return this.#fingers.down(event.pointerId, spot);
    if (!this.#held) this.#held = { id: event.pointerId, line, last: spot };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const spot = this.#spot(event);
    const hand = this.#held;
    this.root.classList.toggle("on-line", hand ? hand.line : event.pointerType !== "touch" && this.#onLine(spot));
    if (hand?.id !== event.pointerId) return this.#fingers.move(event.pointerId, spot);
    if (hand.line) this.#pull(spot);
    else this.#pinch(1, hand.last, { x: spot.x - hand.last.x, y: spot.y - hand.last.y });
    hand.last = spot;
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#fingers.up(event.pointerId);
    if (this.#held?.id === event.pointerId) this.#held = null;
  }

  /** @param {Spot} spot the line goes through it from now on */
  #pull(spot) {
    const { angle } = /** @type {Comparison} */ (this.#how).amounts;
    const share = held("wipe", shareAt(this.#boxes[0], angle, spot));
    this.dispatchEvent(new CustomEvent("wipe", { detail: { share } }));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const spot = this.#spot(event);
    // A trackpad's pinch comes as ctrl and wheel; a mouse has one wheel, and it goes in and out.
    const slides = !event.ctrlKey && !event.metaKey && event.deltaX !== 0;
    if (slides) return this.#pinch(1, spot, { x: -event.deltaX, y: -event.deltaY });
    this.#pinch(Math.exp(-event.deltaY / (event.ctrlKey ? 200 : 500)), spot, { x: 0, y: 0 });
  }
}

/** @param {Box} box @param {Spot} spot */
function inside({ left, top, width, height }, { x, y }) {
  return x >= left && x < left + width && y >= top && y < top + height;
}
