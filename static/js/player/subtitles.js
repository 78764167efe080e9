/** What is said at the frame that is seen: the words, and beside them what they mean. */

import { spoken } from "../brief/lines.js";
import { element } from "../shared/elements.js";

/** @typedef {import("../room/first-paint.js").Spoken} Spoken */

export class Subtitles {
  #root;
  #player;
  /** @type {Spoken[]} */
  #lines = [];
  /** @type {Spoken[]} */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {import("./player.js").Playing} player
   */
  constructor(root, player) {
    this.#root = root;
    this.#player = player;
    player.addEventListener("frame", () => this.#at(player.position));
  }

  /** @param {Spoken[]} lines of the draft that is looked at */
  show(lines) {
    this.#lines = lines;
    // Room is kept under the picture as long as somebody speaks at all, so that it never jumps.
    this.#root.parentElement?.classList.toggle("speaks", lines.length > 0);
    this.#at(this.#player.position);
  }

  /** @param {number} frame */
  #at(frame) {
    const lines = this.#lines.filter(({ first, last }) => first <= frame && frame < last);
    if (lines.length === this.#shown.length && lines.every((line, place) => line === this.#shown[place])) return;
    this.#shown = lines;
    this.#root.replaceChildren(...lines.map(row));
    this.#root.hidden = lines.length === 0;
  }
}

/** @param {Spoken} line */
function row(line) {
  const who = element("p", { className: "who muted", textContent: line.character });
  if (line.dialect) who.append(` · ${line.dialect}`);
  return element("div", { className: "subtitle" }, who, spoken(line));
}
