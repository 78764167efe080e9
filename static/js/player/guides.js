/**
 * Guides over a picture: thirds, safe areas, and the frames of a 2.39 and a 1.85 projection. They say
 * what lies where, and change nothing.
 */

import { svg } from "../shared/svg.js";

/** @typedef {typeof GUIDES[number]} Guide */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */

/** In the order of their keys, shift and 6 to 9. */
export const GUIDES = /** @type {const} */ (["thirds", "safe", "scope", "flat"]);

const ACTION = 0.93; // of width and height, as SMPTE ST 2046-1 and EBU R 95 have it
const TITLE = 0.9;
const RATIOS = { scope: 2.39, flat: 1.85 };

/**
 * The lines of a guide over a picture: boxes, and lines as boxes without width or height.
 * @param {Guide} guide
 * @param {Box} picture
 * @returns {Box[]}
 */
export function linesOf(guide, picture) {
  const { left, top, width, height } = picture;
  if (guide === "safe") return [within(picture, ACTION, ACTION), within(picture, TITLE, TITLE)];
  if (guide !== "thirds") return [cropped(picture, RATIOS[guide])];
  return [1, 2].flatMap((part) => [
    { left: left + (width * part) / 3, top, width: 0, height },
    { left, top: top + (height * part) / 3, width, height: 0 },
  ]);
}

/**
 * The largest box of a shape in the middle of a picture.
 * @param {Box} picture
 * @param {number} ratio width by height
 */
export function cropped(picture, ratio) {
  const own = picture.width / picture.height;
  return within(picture, Math.min(1, ratio / own), Math.min(1, own / ratio));
}

/** @param {Box} picture @param {number} wide @param {number} tall shares of it */
function within({ left, top, width, height }, wide, tall) {
  return {
    left: left + (width * (1 - wide)) / 2,
    top: top + (height * (1 - tall)) / 2,
    width: width * wide,
    height: height * tall,
  };
}

/** A layer with the guides that are on, over one picture or several. */
export class Guides {
  layer = svg("svg", { class: "guides", "aria-hidden": "true" });
  /** @type {Set<Guide>} */
  #on = new Set();
  /** @type {Box[]} */
  #pictures = [];

  /** @param {Guide} guide */
  has(guide) {
    return this.#on.has(guide);
  }

  /** @param {Guide} guide */
  toggle(guide) {
    if (!this.#on.delete(guide)) this.#on.add(guide);
    this.#draw();
  }

  /** @param {Box[]} pictures where they lie on the layer, in CSS pixels */
  over(pictures) {
    this.#pictures = pictures;
    this.#draw();
  }

  #draw() {
    const shapes = this.#pictures.flatMap((picture) =>
      GUIDES.filter((name) => this.#on.has(name)).flatMap((guide) =>
        linesOf(guide, picture).map(({ left, top, width, height }) => {
          const place = { x: left, y: top, width: Math.max(width, 0.01), height: Math.max(height, 0.01) };
          return svg("rect", { class: `guide-${guide}`, ...Object.fromEntries(Object.entries(place).map(([name, value]) => [name, value.toFixed(2)])) });
        }),
      ),
    );
    this.layer.replaceChildren(...shapes);
  }
}
