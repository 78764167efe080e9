/**
 * The shots on the time axis, and the two tracks beneath them: a block each, as long as it lasts. A
 * block's ends are pulled to trim it; the list beside does the same by keyboard.
 *
 * Events: "trim" {at, first?, last?} in frames of the cut by which an end is moved, "end" when let go.
 */

import { element } from "../shared/elements.js";

/** @typedef {import("./timing.js").Timing} Timing */

/**
 * @typedef {object} Strip
 * @property {Timing} timing
 * @property {(clip: number) => {name: string, poster: string} | null} draft
 * @property {{track: number, first: number, last: number, name: string}[]} sounds at frames of the cut
 * @property {boolean} changeable
 */

const POSTER = 40; // pixels a block needs to show its picture

export class CutStrip extends EventTarget {
  #root;
  #posters;
  #width;
  /** @type {Strip | null} */
  #strip = null;
  /** @type {{at: number, end: "first" | "last", x: number} | null} */
  #held = null;

  /**
   * @param {HTMLElement} root an empty element over the time axis
   * @param {import("./posters.js").Posters} posters
   */
  constructor(root, posters) {
    super();
    this.#root = root;
    this.#posters = posters;
    this.#width = root.clientWidth;
    root.classList.add("cut-strip");
    root.ariaHidden = "true";
    new ResizeObserver(() => {
      if (root.clientWidth === this.#width) return;
      this.#width = root.clientWidth;
      this.#draw();
    }).observe(root);
    root.addEventListener("pointerdown", (event) => this.#grab(event));
    root.addEventListener("pointermove", (event) => this.#pull(event));
    for (const over of ["pointerup", "pointercancel"]) root.addEventListener(over, () => this.#release());
  }

  /** @param {Strip} strip */
  show(strip) {
    this.#strip = strip;
    this.#draw();
  }

  #draw() {
    const strip = this.#strip;
    if (!strip) return;
    const { timing, changeable } = strip;
    const blocks = timing.clips.map((clip, at) => {
      const draft = strip.draft(at);
      const block = this.#block("cut-block", timing.starts[at], timing.starts[at] + timing.lengths[at]);
      block.dataset.join = clip.join;
      const wide = (timing.lengths[at] / timing.frames) * this.#width;
      if (draft && wide > POSTER) {
        const poster = element("img", { alt: "", loading: "lazy" });
        this.#posters.show(poster, draft.poster);
        block.append(poster, element("span", { textContent: draft.name }));
      }
      if (changeable && wide > 12) block.append(handle(at, "first"), handle(at, "last"));
      return block;
    });
    const sounds = strip.sounds.map(({ track, first, last, name }) => {
      const block = this.#block("cut-sound-block", first, Math.min(last, timing.frames));
      block.dataset.track = String(track);
      block.textContent = name;
      return block;
    });
    this.#root.replaceChildren(...blocks, ...sounds);
  }

  /** @param {string} name @param {number} first @param {number} last */
  #block(name, first, last) {
    const frames = this.#strip?.timing.frames || 1;
    const block = element("div", { className: name });
    Object.assign(block.style, { left: `${(first / frames) * 100}%`, width: `${(Math.max(0, last - first) / frames) * 100}%` });
    return block;
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    const { at, end } = /** @type {HTMLElement} */ (event.target).dataset;
    if (at === undefined || event.button !== 0) return;
    event.preventDefault();
    this.#root.setPointerCapture(event.pointerId);
    this.#held = { at: Number(at), end: /** @type {"first" | "last"} */ (end), x: event.clientX };
  }

  /** @param {PointerEvent} event */
  #pull(event) {
    const { timing } = this.#strip ?? {};
    if (!this.#held || !timing) return;
    const frames = Math.round(((event.clientX - this.#held.x) / this.#width) * timing.frames);
    if (frames === 0) return;
    this.#held.x += (frames / timing.frames) * this.#width;
    this.dispatchEvent(new CustomEvent("trim", { detail: { at: this.#held.at, end: this.#held.end, frames } }));
  }

  #release() {
    if (!this.#held) return;
    this.#held = null;
    this.dispatchEvent(new Event("end"));
  }
}

/** @param {number} at @param {"first" | "last"} end */
function handle(at, end) {
  return element("div", { className: "cut-handle", dataset: { at: String(at), end } });
}
