/**
 * The picture with the light on it, over the player's own: the master's pixels while it stands
 * still, what the browser makes of the proxy while it plays. However often it is asked, it draws
 * once for a frame of the screen.
 *
 * Events: "drawn", "sampled" {Sample}, "said" {text}.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { MasterFrames } from "./master-frames.js";
import { Renderer } from "./renderer.js";
import { toneAt } from "./scopes.js";

/** @typedef {import("./renderer.js").Lit} Lit */

const SAMPLE_EVERY = 120; // ms between two looks of the scopes
const RESTED = 600; // ms

export class LightPicture extends EventTarget {
  canvas = element("canvas", { className: "light-picture", hidden: true });
  #root;
  #player;
  #frames;
  /** @type {Renderer | null} */
  #renderer = null;
  /** @type {() => Lit | null} */
  #lit;
  #moving;
  /** @type {{id: string, width: number, height: number} | null} */
  #draft = null;
  #asked = 0;
  #next = 0;
  #sampling = 0;
  #sampledAt = 0;
  #resting = 0;
  #rested = false;
  /** @type {import("./scopes.js").Sample | null} */
  #sample = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root the `.player`
   * @param {import("../player/player.js").Player} parts.player
   * @param {string} parts.base
   * @param {() => Lit | null} parts.lit the light of the frame that is seen
   * @param {() => boolean} parts.moving whether a hand, here or elsewhere, is changing it just now
   */
  constructor({ root, player, base, lit, moving }) {
    super();
    this.#root = root;
    this.#player = player;
    this.#frames = new MasterFrames(base);
    this.#lit = lit;
    this.#moving = moving;
    player.addEventListener("frame", () => this.#arrive());
  }

  get available() {
    return this.#renderer?.available ?? false;
  }

  /** How often it was drawn: for measurements. */
  get drawn() {
    return this.#renderer?.drawn ?? 0;
  }

  /** The context is made when light is first taken up: the room is as quick as before. */
  #begin() {
    if (this.#renderer) return this.#renderer;
    this.#root.querySelector(":scope > canvas")?.after(this.canvas);
    const renderer = (this.#renderer = new Renderer(this.canvas));
    renderer.addEventListener("lost", () => {
      this.canvas.hidden = true;
      this.#say(t("The picture was lost for a moment; it comes back by itself."));
    });
    renderer.addEventListener("restored", () => {
      this.#say("");
      this.ask();
    });
    return renderer;
  }

  /** @param {{id: string, width: number, height: number}} draft */
  open(draft) {
    this.#draft = draft;
    if (!this.#begin().available) {
      this.#say(t("This browser has no WebGL2: curves can be read here, but the light on the picture can't be shown."));
    }
    void this.#arrive();
  }

  close() {
    this.#draft = null;
    this.#asked += 1;
    this.canvas.hidden = true;
    this.#sample = null;
  }

  /** @param {keyof typeof import("./renderer.js").LOOKS} look */
  set look(look) {
    if (!this.#renderer) return;
    this.#renderer.look = look;
    this.ask();
  }

  /** @param {number} share of the picture's width, from the left, that is seen as it was */
  set wipe(share) {
    if (!this.#renderer) return;
    this.#renderer.wipe = share;
    this.ask();
  }

  /** Draws with the screen's next frame. */
  ask() {
    if (this.#next || !this.#draft) return;
    this.#next = requestAnimationFrame(() => {
      this.#next = 0;
      if (this.#renderer?.busy) this.ask();
      else this.#draw();
    });
  }

  /** @param {[number, number]} place @returns {number | null} the tone that curves are asked for there */
  toneAt(place) {
    const sample = (this.#sample ??= this.#look());
    return sample && toneAt(sample, place);
  }

  async #arrive() {
    const [draft, renderer] = [this.#draft, this.#renderer];
    if (!draft || !renderer?.available) return;
    this.#asked += 1;
    const request = this.#asked;
    const { frame, speed } = this.#player;
    const cached = speed === 0 ? this.#frames.known(draft, frame) : null;
    if (cached) renderer.master(cached);
    else this.#borrow(renderer, draft);
    this.ask();
    if (cached || speed !== 0) return;
    const source = await this.#frames.frame(draft, frame);
    if (!source || request !== this.#asked || !this.#draft) return;
    renderer.master(source);
    this.ask();
  }

  /** What the browser shows just now. @param {Renderer} renderer @param {{width: number, height: number}} draft */
  #borrow(renderer, { width, height }) {
    const playing = this.#player.speed > 0;
    const shown = this.#root.querySelector(playing ? ":scope > video" : ":scope > canvas:not(.light-picture)");
    if (shown) renderer.shown(/** @type {HTMLCanvasElement} */ (shown), width, height);
  }

  #draw() {
    const renderer = this.#renderer;
    const lit = this.#draft && this.#lit();
    if (!renderer || !lit) return;
    renderer.light = lit;
    const coarse = renderer.slow && this.#moving() && !this.#rested;
    this.#rested = false;
    this.canvas.hidden = !renderer.draw(coarse);
    clearTimeout(this.#resting);
    if (coarse) this.#resting = setTimeout(() => this.#rest(), RESTED);
    this.#sample = null;
    this.dispatchEvent(new Event("drawn"));
    this.#sampleSoon();
  }

  /** The hand holds still: then what it holds is worth a whole picture. */
  #rest() {
    this.#rested = true;
    this.ask();
  }

  #sampleSoon() {
    if (this.#sampling) return;
    const wait = Math.max(0, SAMPLE_EVERY - (Date.now() - this.#sampledAt));
    this.#sampling = setTimeout(() => {
      this.#sampling = 0;
      this.#sampledAt = Date.now();
      if (this.#renderer?.busy) return this.#sampleSoon(); // reading would wait for it
      const sample = this.#draft && (this.#sample ??= this.#look());
      if (sample) this.dispatchEvent(new CustomEvent("sampled", { detail: sample }));
    }, wait);
  }

  #look() {
    return this.#renderer?.sample() ?? null;
  }

  /** @param {string} text */
  #say(text) {
    this.dispatchEvent(new CustomEvent("said", { detail: { text } }));
  }
}
