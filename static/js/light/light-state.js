/**
 * What a hand has chosen and what it holds of a draft's light, and which light a frame shows with it.
 * It gives no commands and touches no element.
 */

import { movedBy } from "./follow.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {import("./panel.js").Channel} Channel */

/**
 * @typedef {object} StateParts
 * @property {import("./book.js").LightBook} book
 * @property {import("./telling.js").Telling} telling
 * @property {{frame: number}} player
 * @property {{draft: {id: string, width: number, height: number} | null}} place
 * @property {(right: string) => boolean} may
 */

export class LightState {
  /** @type {Channel} */
  channel = "luma";
  /** @type {import("./panel.js").Tool} */
  tool = "tone";
  lamp = ""; // that is chosen
  wipe = 0; // where its line lies, of the picture's width; 0: none
  /** @type {Light | null} under the hand */
  held = null;
  heldOn = 0; // the frame it was taken on
  /** @type {import("./book.js").Stroke | null} */
  wet = null;
  /** @type {Spot[] | null} exposure under the hand */
  exposing = null;
  /** @type {import("./book.js").Key | null} the one key whose light is shown alone */
  only = null;
  copied = ""; // a key
  #parts;

  /** @param {StateParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get draft() {
    return this.#parts.place.draft?.id ?? "";
  }

  get frame() {
    return this.#parts.player.frame;
  }

  /** The light of the frame that is seen, or what a hand holds of it. @returns {Light} */
  get light() {
    if (this.held && this.heldOn === this.frame) return this.held;
    return this.only?.light ?? this.#parts.book.lightAt(this.frame);
  }

  get mode() {
    return this.channel === "luma" ? /** @type {const} */ ("luma") : /** @type {const} */ ("rgb");
  }

  /** Whether one may set light here and now. */
  get writable() {
    return this.#parts.may("light") && this.#parts.book.known;
  }

  /** Height by width of the draft's picture. */
  get aspect() {
    const { draft } = this.#parts.place;
    return draft ? draft.height / draft.width : 9 / 16;
  }

  /** How far what the light of this frame follows has gone. */
  get gone() {
    return this.#parts.book.gone(this.light, this.frame);
  }

  /** The light's lamps, where they stand at this frame. */
  get lamps() {
    return movedBy(this.light.lamps, this.gone);
  }

  /** What the shader is given for this frame; null without a draft. */
  get lit() {
    const { book, place, telling } = this.#parts;
    const { draft } = place;
    if (!draft) return null;
    const { frame } = this;
    const ownLight = this.heldOn === frame ? this.held : null;
    const light = ownLight ?? telling.lightOn(draft.id, frame);
    const wet = (this.heldOn === frame ? this.wet : null) ?? telling.strokeOn(draft.id, frame);
    const own = { light, wet, exposure: this.exposing, only: ownLight ? null : this.only };
    return book.lit(frame, this.aspect, own);
  }

  /** Whether a hand, this one or another's, is changing what this frame shows. */
  get moving() {
    const { telling } = this.#parts;
    const others = telling.lightOn(this.draft, this.frame) ?? telling.strokeOn(this.draft, this.frame);
    return Boolean(this.held ?? this.wet ?? this.exposing ?? others);
  }

  /** The curve that is shown is one that the light has. */
  fitChannel() {
    const { mode } = this.light;
    if (mode === "luma" && this.channel !== "luma") this.channel = "luma";
    if (mode === "rgb" && this.channel === "luma") this.channel = "r";
  }
}
