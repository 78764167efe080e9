/**
 * A performance and a draft side by side, slowly: both stand at one frame, and run together. Keys:
 * space plays, arrows go a frame, with shift ten.
 */

import { t } from "../shared/i18n.js";

/** @typedef {{frames: number, rate: number, start: number}} About `start`: seconds, of the cited part */

const FAR = 0.6; // frames that one side may be from the other before it is set right

/**
 * Where both sides stand at a frame of the draft, in seconds: in the middle of a frame.
 * @param {number} frame
 * @param {number} offset by how many frames the draft is late
 * @param {About} about
 */
export function timesAt(frame, offset, { rate, start }) {
  return { ours: (frame + 0.5) / rate, theirs: Math.max(0, start + (frame - offset + 0.5) / rate) };
}

/** @param {string} text of a rate: 24 or 24000/1001 */
export function rateOf(text) {
  const [over, under = 1] = text.split("/").map(Number);
  return over / under;
}

class Beside {
  #root;
  #about;
  #frame = 0;
  #playing = false;

  /** @param {HTMLElement} root @param {About & {drift: number}} about */
  constructor(root, about) {
    this.#root = root;
    this.#about = about;
    this.#field("offset").value = String(about.drift);
    this.#field("position").addEventListener("input", () => this.#go(Number(this.#field("position").value)));
    this.#field("offset").addEventListener("input", () => this.#go(this.#frame));
    this.#field("speed").addEventListener("change", () => this.#playing && this.#play(true));
    this.#find("play").addEventListener("click", () => this.#play(!this.#playing));
    document.addEventListener("keydown", (event) => this.#key(event));
    for (const side of [this.#ours, this.#theirs]) side.addEventListener("loadedmetadata", () => this.#go(this.#frame), { once: true });
    this.#go(0);
  }

  /** @param {string} name */
  #find(name) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(`.${name}`));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.#find(name));
  }

  get #ours() {
    return /** @type {HTMLVideoElement} */ (this.#find("ours"));
  }

  get #theirs() {
    return /** @type {HTMLVideoElement} */ (this.#find("theirs"));
  }

  get #offset() {
    return Number(this.#field("offset").value) || 0;
  }

  /** @param {number} frame */
  #go(frame) {
    this.#play(false);
    this.#show(Math.min(this.#about.frames - 1, Math.max(0, frame)));
    const { ours, theirs } = timesAt(this.#frame, this.#offset, this.#about);
    this.#ours.currentTime = ours;
    this.#theirs.currentTime = theirs;
  }

  /** @param {number} frame */
  #show(frame) {
    this.#frame = frame;
    this.#field("position").value = String(frame);
    /** @type {HTMLOutputElement} */ (this.#find("frame")).value = String(frame);
  }

  /** @param {boolean} on */
  #play(on) {
    this.#playing = on;
    this.#find("play").textContent = on ? t("Pause") : t("Play");
    for (const side of [this.#ours, this.#theirs]) {
      side.playbackRate = Number(this.#field("speed").value);
      if (on) void side.play().catch(() => this.#play(false));
      else side.pause();
    }
    if (on) requestAnimationFrame(() => this.#tick());
  }

  #tick() {
    if (!this.#playing) return;
    const { rate, frames } = this.#about;
    const frame = Math.floor(this.#ours.currentTime * rate);
    if (this.#ours.ended || frame >= frames - 1) return this.#go(frames - 1);
    this.#show(frame);
    const target = this.#ours.currentTime + this.#about.start - this.#offset / rate;
    if (target >= 0 && Math.abs(this.#theirs.currentTime - target) * rate > FAR && !this.#theirs.seeking) this.#theirs.currentTime = target;
    requestAnimationFrame(() => this.#tick());
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select, button, a")) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === " ") this.#play(!this.#playing);
    else if (way) this.#go(this.#frame + way * (event.shiftKey ? 10 : 1));
    else return;
    event.preventDefault();
  }
}

const root = document.getElementById("beside");
const data = document.getElementById("about");
const about = data ? JSON.parse(data.textContent ?? "{}") : null;
export const desk = root && about ? new Beside(root, { ...about, rate: rateOf(about.rate) }) : null;
