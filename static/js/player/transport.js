/** The bar beneath the picture: play, step, where one is, in and out, loop, speed and volume. */

import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { PlaceEntry } from "../room/timecode-entry.js";
import { countings, timecode } from "../timeline/timecode.js";

/** @typedef {import("./player.js").Playing} Player */
/** @typedef {import("../shared/icons.js").Sign} Sign */

/** @type {Partial<Record<Sign, string>>} as aria-keyshortcuts has them */
const KEYS = { play: "Space", pause: "Space", back: "ArrowLeft", forward: "ArrowRight", in: "I", out: "O", whole: "X" };
/** @type {Record<string, () => string>} as they are shown */
const SHOWN = { ArrowLeft: () => "←", ArrowRight: () => "→", Space: () => t("Space") };
const TEXT = 3; // the kind of a node
const PACES = [0.25, 0.5, 1, 1.5, 2];

export class Transport {
  #player;
  #place = button(t("Timecode or frame number"), "transport-place");
  #speed = document.createElement("output");
  #number = document.createElement("span");
  #play = button(t("Play"), "transport-play", "play");
  #whole = button(t("Clear in and out"), "", "whole");
  #loop = button(t("Loop"), "", "loop");
  #pace = document.createElement("select");
  #mute = button(t("Mute"), "", "sound");
  #volume = document.createElement("input");
  /** @type {import("../timeline/timecode.js").Counting["name"]} */
  #counting = "timecode";
  #audible = 1;

  /**
   * @param {HTMLElement} root an empty element, which becomes the bar
   * @param {Player} player
   */
  constructor(root, player) {
    this.#player = player;
    root.classList.add("transport");
    root.role = "toolbar";
    root.ariaLabel = t("Transport");
    root.append(this.#left(), this.#middle(), this.#right());
    // A click leaves the keyboard where it was, so that space goes on playing.
    root.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest("button")) event.preventDefault();
    });
    for (const name of ["ready", "frame"]) player.addEventListener(name, () => this.#showPlace());
    player.addEventListener("state", () => this.#showState());
    player.loop.addEventListener("change", () => this.#showState());
    this.#showPlace();
    this.#showState();
  }

  #left() {
    this.#place.addEventListener("click", () => {
      const { ways, way } = this.#ways();
      this.#counting = ways[(ways.indexOf(way) + 1) % ways.length].name;
      this.#showPlace();
    });
    this.#speed.className = "transport-speed";
    this.#number.className = "transport-number";
    this.#number.title = t("Frame number");
    const entry = new PlaceEntry(this.#place, this.#player, () => this.#ways().way);
    return group("transport-left", this.#place, entry.element, this.#number, this.#speed);
  }

  #middle() {
    const player = this.#player;
    const back = button(t("One frame back"), "", "back");
    const forward = button(t("One frame forward"), "", "forward");
    back.addEventListener("click", () => player.step(-1));
    forward.addEventListener("click", () => player.step(1));
    this.#play.addEventListener("click", () => player.toggle());
    return group("transport-middle", back, this.#play, forward);
  }

  #right() {
    const { loop } = this.#player;
    const markIn = button(t("Mark in"), "", "in");
    const markOut = button(t("Mark out"), "", "out");
    markIn.addEventListener("click", () => loop.markIn(this.#player.frame));
    markOut.addEventListener("click", () => loop.markOut(this.#player.frame));
    this.#whole.addEventListener("click", () => loop.clear());
    this.#loop.addEventListener("click", () => (loop.on = !loop.on));
    this.#fillPace();
    this.#fillVolume();
    const parts = [markIn, markOut, this.#whole, this.#loop, this.#pace, this.#mute, this.#volume];
    return group("transport-right", ...parts);
  }

  #fillPace() {
    this.#pace.ariaLabel = t("Speed");
    this.#pace.append(...PACES.map((pace) => new Option(t("%(speed)s×", { speed: pace }), String(pace))));
    this.#pace.addEventListener("change", () => (this.#player.pace = Number(this.#pace.value)));
  }

  #fillVolume() {
    const player = this.#player;
    Object.assign(this.#volume, { type: "range", min: "0", max: "1", step: "0.05" });
    this.#volume.ariaLabel = t("Volume");
    this.#volume.addEventListener("input", () => (player.volume = Number(this.#volume.value)));
    this.#mute.addEventListener("click", () => {
      if (player.volume > 0) this.#audible = player.volume;
      player.volume = player.volume > 0 ? 0 : this.#audible;
    });
  }

  #showPlace() {
    const { frame, frames, rate } = this.#player;
    const last = Math.max(0, frames - 1);
    // Padded to the width of the last frame: what runs should not shift.
    const number = String(frame).padStart(String(last).length, "0");
    const { name, first, drops } = this.#ways().way;
    write(this.#place, name === "frames" ? `${number} / ${last}` : timecode(first + frame, rate, drops));
    write(this.#number, name === "frames" ? "" : number);
    const counting = name === "non-drop" ? t("non-drop") : name === "source" ? t("source") : "";
    if (this.#place.dataset.counting !== counting) this.#place.dataset.counting = counting;
  }

  /** How places can be shown here, and how they are. */
  #ways() {
    const ways = countings(this.#player.rate, this.#player.sourceTimecode ?? "");
    return { ways, way: ways.find(({ name }) => name === this.#counting) ?? ways[0] };
  }

  #showState() {
    const { speed, pace, loop, volume } = this.#player;
    const playing = speed !== 0;
    relabel(this.#play, playing ? t("Pause") : t("Play"), playing ? "pause" : "play");
    this.#speed.value = playing && speed !== pace ? t("%(speed)s×", { speed: signed(speed) }) : "";
    this.#whole.disabled = loop.span === null;
    this.#loop.ariaPressed = String(loop.on);
    this.#pace.value = String(pace);
    this.#volume.value = String(volume);
    relabel(this.#mute, volume > 0 ? t("Mute") : t("Sound on"), volume > 0 ? "sound" : "mute");
  }
}

/**
 * Puts words into what has none but words: the same text is changed, for that is done many times a second.
 * @param {HTMLElement} element
 * @param {string} words
 */
function write(element, words) {
  const text = element.firstChild;
  if (text?.nodeType === TEXT) text.nodeValue = words;
  else element.textContent = words;
}

/** @param {number} speed with a true minus */
function signed(speed) {
  return speed < 0 ? `\u2212${-speed}` : String(speed);
}

/**
 * @param {string} label
 * @param {string} name
 * @param {Sign} [sign]
 */
function button(label, name, sign) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = name;
  element.title = label;
  if (sign) relabel(element, label, sign);
  return element;
}

/**
 * @param {HTMLButtonElement} element
 * @param {string} label
 * @param {Sign} sign
 */
function relabel(element, label, sign) {
  const key = KEYS[sign];
  element.ariaLabel = label;
  element.title = key ? `${label} (${SHOWN[key]?.() ?? key})` : label;
  if (key) element.setAttribute("aria-keyshortcuts", key);
  element.replaceChildren(icon(sign));
}

/**
 * @param {string} name
 * @param {...HTMLElement} parts
 */
function group(name, ...parts) {
  const element = document.createElement("div");
  element.className = name;
  element.append(...parts);
  return element;
}
