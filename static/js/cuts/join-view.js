/**
 * A join: the last frame of one shot and the first of the next side by side, and what the two make
 * together: two seconds each side, over and over.
 */

import { release } from "../player/pictures.js";
import { Decoder } from "../player/decoder.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/**
 * @typedef {object} Side
 * @property {string} name
 * @property {string} url
 * @property {import("../timeline/timecode.js").Rate} rate
 * @property {number} frames
 * @property {number} frame
 * @property {number} width
 * @property {number} height
 */

const EACH = 2; // seconds that are played before and after

/** Events: "write" when one has something to say of it. */
export class JoinView extends EventTarget {
  #dialog;
  #player;
  #frame = 0;

  /** @param {HTMLDialogElement} dialog @param {import("./player.js").CutPlayer} player */
  constructor(dialog, player) {
    super();
    this.#dialog = dialog;
    this.#player = player;
  }

  /**
   * @param {number} frame of the cut, the first after the join
   * @param {Side} before
   * @param {Side} after
   */
  async open(frame, before, after) {
    this.#frame = frame;
    this.#player.pause();
    const sides = [before, after].map((side) => ({ side, canvas: canvasOf(side) }));
    const shown = sides.map(({ side, canvas }) =>
      element("figure", {}, canvas, element("figcaption", { className: "number", textContent: `${side.name} · ${side.frame}` })),
    );
    const loop = button("primary", t("Play two seconds each side"), () => this.#loop());
    const write = button("", t("Write on this join"), () => {
      this.#dialog.close();
      this.dispatchEvent(new CustomEvent("write", { detail: { frame: this.#frame } }));
    });
    const close = button("quiet", t("Close"), () => this.#dialog.close());
    this.#dialog.replaceChildren(
      element("h2", { textContent: t("Join") }),
      element("div", { className: "join-sides" }, ...shown),
      element("p", { className: "cut-row" }, loop, write, close),
    );
    this.#dialog.showModal();
    await Promise.all(sides.map(({ side, canvas }) => draw(side, canvas).catch(() => {})));
  }

  #loop() {
    const { rate, loop } = this.#player;
    const frames = Math.round((EACH * rate.n) / rate.d);
    this.#dialog.close();
    loop.set(this.#frame - frames, this.#frame + frames);
    loop.on = true;
    const first = Math.max(0, this.#frame - frames);
    void this.#player.seek(first).then(() => this.#player.play(1));
  }
}

/** @param {Side} side */
function canvasOf({ name, width, height }) {
  return element("canvas", { width, height, ariaLabel: name, role: "img" });
}

/** @param {Side} side @param {HTMLCanvasElement} canvas */
async function draw({ url, rate, frames, frame }, canvas) {
  const decoder = await Decoder.open(url, rate, frames);
  try {
    const picture = await decoder.picture(frame);
    if (!picture) return;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    release(picture);
  } finally {
    decoder.close();
  }
}
