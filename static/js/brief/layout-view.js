/**
 * A layout over the picture of its plate: drawn, and with handles to set it right.
 *
 *   const view = new LayoutView(root);  view.showPlate(choice, start);  view.show(scene);
 *
 * Events: "take" {name}, "move" {name, to}, "drop", "restore" {name}, "wheel" {name, by}, "drawn"
 * {points} of what a hand drew around; "size" when the plate's own measures are known.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { changed, handles, itemOf } from "./layout.js";
import { LayoutDrag } from "./layout-drag.js";
import { drawing, drawnLine } from "./layout-drawing.js";
import { LayoutFrame } from "./layout-frame.js";
import { svg } from "../shared/svg.js";

/** @typedef {import("./brief.js").Choice} Choice */
/** @typedef {import("./layout-drawing.js").Scene} Scene */

const TALLEST = 0.62; // of the window's height, the plate alone

export class LayoutView extends EventTarget {
  aspect = 16 / 9;
  #root;
  #plate = element("div", { className: "layout-plate" });
  #lines = svg("svg", { class: "layout-lines", "aria-hidden": "true" });
  #place = new LayoutFrame();
  #drag;
  #shown = "";
  /** @type {SVGElement | null} */
  #line = null;
  /** @type {Scene | null} */
  #scene = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    super();
    this.#root = root;
    root.append(this.#plate, this.#lines);
    this.#drag = new LayoutDrag(root, this.#place);
    this.#drag.addEventListener("line", (event) => this.#showLine(/** @type {CustomEvent} */ (event).detail.points));
    for (const name of ["take", "move", "drop", "restore", "wheel", "drawn"]) {
      this.#drag.addEventListener(name, (event) => {
        const { detail } = /** @type {CustomEvent} */ (event);
        this.dispatchEvent(new CustomEvent(name, { detail }));
      });
    }
    new ResizeObserver(() => this.#draw()).observe(root);
  }

  /** Whether the next stroke on the plate draws around something. */
  get drawing() {
    return this.#drag.drawing;
  }

  set drawing(on) {
    this.#drag.drawing = on;
  }

  /** @param {import("./layout.js").Point[]} points that a hand has drawn so far */
  #showLine(points) {
    this.#line?.remove();
    this.#line = points.length > 1 ? drawnLine(points, this.#place) : null;
    if (this.#line) this.#lines.append(this.#line);
  }

  /**
   * Shows a plate where the shot begins in it.
   * @param {Choice} choice
   * @param {string} start seconds
   */
  showPlate({ kind, proxy, poster, copy }, start) {
    const address = kind === "video" ? `${proxy}#t=${Number(start) || 0}` : proxy;
    if (copy) this.aspect = copy[0] / copy[1];
    if (address === this.#shown) return;
    this.#shown = address;
    const shown =
      kind === "video"
        ? element("video", { src: address, poster, muted: true, playsInline: true, preload: "auto" })
        : element("img", { src: address, alt: "" });
    for (const name of ["load", "loadedmetadata"]) shown.addEventListener(name, () => this.#measure(shown));
    this.#plate.replaceChildren(shown);
  }

  /** @param {HTMLVideoElement | HTMLImageElement} shown */
  #measure(shown) {
    const [width, height] =
      shown instanceof HTMLMediaElement
        ? [shown.videoWidth, shown.videoHeight]
        : [shown.naturalWidth, shown.naturalHeight];
    if (!width || !height) return;
    this.aspect = width / height;
    this.dispatchEvent(new Event("size"));
  }

  /** @param {Scene | null} scene null: the plate alone, while the guess is on its way */
  show(scene) {
    this.#scene = scene;
    this.#draw();
  }

  #draw() {
    const scene = this.#scene;
    this.#place.fit(this.#root.clientWidth, TALLEST * innerHeight, this.aspect);
    if (scene && !this.#drag.holding) this.#place.hold(scene.layout);
    const { left, top, width, height } = this.#place.plate;
    Object.assign(this.#plate.style, { translate: `${left}px ${top}px`, width: `${width}px`, height: `${height}px` });
    this.#root.style.height = `${this.#place.height}px`;
    this.#root.classList.toggle("waits", !scene);
    this.#lines.replaceChildren(...(scene ? drawing(scene, this.#place) : []));
    this.#drag.show(scene ? handles(scene.layout, this.aspect) : [], (name) => about(/** @type {Scene} */ (scene), name));
  }
}

/** @param {Scene} scene @param {string} name of a handle */
function about(scene, name) {
  const item = itemOf(name);
  return {
    label: labelOf(scene, name),
    changed: changed(scene.layout, scene.guess, item),
    hidden: (name.endsWith(" edge") || /^occluder \d+ \d/.test(name)) && item !== scene.item,
  };
}

/** @param {Scene} scene @param {string} name */
function labelOf(scene, name) {
  const [kind, which, part] = name.split(" ");
  if (kind === "horizon") return t("Horizon");
  if (kind === "vanishing") return t("Vanishing point");
  if (name === "screen all") return t("Screen");
  if (kind === "screen") return t("Screen, corner %(number)s", { number: Number(which) + 1 });
  if (kind === "lamp" && part === "at") return t("Lamp %(number)s", { number: Number(which) + 1 });
  if (kind === "lamp") return t("Lamp %(number)s, size", { number: Number(which) + 1 });
  const thing = { number: Number(which) + 1, point: Number(part) + 1 };
  if (kind === "occluder") return part === "all" ? t("Foreground %(number)s", thing) : t("Foreground %(number)s, point %(point)s", thing);
  const who = scene.nameOf(which);
  return part === "foot" ? t("%(who)s, feet", { who }) : t("%(who)s, head", { who });
}
