/**
 * The time axis under the picture: filmstrip, waveform and marks over one line of time, with the
 * playhead and the in and out points. Dragging scrubs. It is a slider for the keyboard and for
 * those who listen to the page.
 */

import { t } from "../shared/i18n.js";
import { paintFilmstrip, paintRuler, paintWaveform } from "./lanes.js";
import { blank, MarkLane } from "./mark-lane.js";
import { parseRate, timecode } from "./timecode.js";

/** @typedef {import("./lanes.js").Mark} Mark */
/** @typedef {import("../player/loop.js").Span} Span */

/**
 * @typedef {object} Clip
 * @property {string} rate "n/d"
 * @property {number} frames
 * @property {import("./lanes.js").Filmstrip | null} [filmstrip]
 * @property {string | null} [waveform] URL of int8 pairs, lowest and highest, 100 pairs a second
 */

const WIDEST = 28; // CSS pixels of the playhead

/** Events: "grab", "seek" {frame} and "release" while it is moved, "mark" {id} when one is touched. */
export class Timeline extends EventTarget {
  #root;
  #lanes = document.createElement("canvas");
  #marks = new MarkLane();
  #before = part("timeline-outside");
  #after = part("timeline-outside");
  #playhead = part("timeline-playhead");
  #hover = part("timeline-hover");
  #rate = parseRate("24");
  #frames = 1;
  #frame = 0;
  #width = 0; // in CSS pixels; asked for once, for a question lays out the page
  #loading = 0;
  #held = false;
  /** @type {{image: HTMLImageElement, strip: import("./lanes.js").Filmstrip} | null} */
  #film = null;
  /** @type {Int8Array | null} */
  #peaks = null;
  /** @type {Span | null} */
  #span = null;

  /** @param {HTMLElement} root an empty element, which becomes the axis */
  constructor(root) {
    super();
    this.#root = root;
    root.classList.add("timeline");
    root.role = "slider";
    root.tabIndex = 0;
    root.ariaLabel = t("Position in time");
    root.append(this.#lanes, this.#marks.canvas, this.#before, this.#after, this.#playhead, this.#hover);
    this.#hover.hidden = true;
    new ResizeObserver(() => this.#paint()).observe(root);
    root.addEventListener("pointerdown", (event) => this.#grab(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerleave", () => (this.#hover.hidden = true));
    for (const over of ["pointerup", "pointercancel"]) {
      root.addEventListener(over, () => this.#release());
    }
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * Takes up a clip. Its pictures come when they come; a lane whose file is missing stays dark.
   * @param {Clip} clip
   */
  async load({ rate, frames, filmstrip, waveform }) {
    this.#loading += 1;
    const loading = this.#loading;
    this.#rate = parseRate(rate);
    this.#frames = frames;
    this.#film = null;
    this.#peaks = null;
    this.frame = Math.min(this.#frame, frames - 1);
    this.#paint();
    const [image, peaks] = await Promise.all([
      filmstrip ? readImage(filmstrip.url) : null,
      waveform ? readPeaks(waveform) : null,
    ]);
    if (loading !== this.#loading) return;
    this.#film = image && filmstrip ? { image, strip: filmstrip } : null;
    this.#peaks = peaks;
    this.#paint();
  }

  /** @param {Mark[]} marks */
  set marks(marks) {
    this.#marks.put(marks);
  }

  get frame() {
    return this.#frame;
  }

  set frame(frame) {
    this.#stand(frame);
    const root = this.#root;
    root.ariaValueMin = "0";
    root.ariaValueMax = String(this.#frames - 1);
    root.ariaValueNow = String(frame);
    root.ariaValueText = timecode(frame, this.#rate);
  }

  /** Moves the playhead; nothing is told to those who listen to the page. @param {number} frame */
  #stand(frame) {
    this.#frame = frame;
    const beside = (this.#x(1) - this.#playheadWidth) / 2;
    this.#playhead.style.translate = `${this.#x(frame) + beside}px`;
  }

  /** @param {Span | null} span first ≤ f < last; what lies outside is dimmed */
  set span(span) {
    this.#span = span;
    const { first, last } = span ?? { first: 0, last: this.#frames };
    this.#before.style.width = `${this.#x(first)}px`;
    this.#after.style.width = `${this.#width - this.#x(last)}px`;
  }

  /**
   * Shows where a player is, and moves it. Playing stops in the hand and goes on after.
   * @param {import("../player/player.js").Playing} player
   */
  follow(player) {
    let speed = 0;
    player.addEventListener("frame", () => {
      // In the hand it runs ahead of the picture and must not jump back to it.
      if (this.#held) return;
      if (player.speed === 0) this.frame = player.frame;
      else this.#stand(player.frame);
    });
    player.addEventListener("state", () => {
      if (!this.#held) this.frame = player.frame;
    });
    player.loop.addEventListener("change", () => (this.span = player.loop.span));
    this.addEventListener("grab", () => {
      speed = player.speed;
      player.pause();
    });
    this.addEventListener("seek", (event) => {
      player.seek(/** @type {CustomEvent<{frame: number}>} */ (event).detail.frame);
    });
    this.addEventListener("release", () => {
      if (speed !== 0) player.play(speed);
      speed = 0;
    });
  }

  /** As wide as a frame; of a clip of few frames not so wide that it colours them. */
  get #playheadWidth() {
    return Math.min(WIDEST, Math.max(1, this.#x(1)));
  }

  /** @param {number} frame */
  #x(frame) {
    return (frame / this.#frames) * this.#width;
  }

  /** @param {PointerEvent} event */
  #frameUnder(event) {
    const x = event.clientX - this.#root.getBoundingClientRect().left;
    const frame = Math.floor((x / this.#width) * this.#frames);
    return Math.min(Math.max(0, frame), this.#frames - 1);
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    this.#root.setPointerCapture(event.pointerId);
    this.#held = true;
    this.#say("grab");
    const mark = this.#markUnder(event);
    this.#go(mark ? mark.first : this.#frameUnder(event));
    if (mark) this.#say("mark", { id: mark.id });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const frame = this.#frameUnder(event);
    this.#hover.hidden = false;
    this.#hover.textContent = timecode(frame, this.#rate);
    const half = this.#hover.offsetWidth / 2;
    const x = Math.min(Math.max(half, this.#x(frame + 0.5)), this.#width - half);
    this.#hover.style.translate = `${x - half}px`;
    if (this.#held && frame !== this.#frame) this.#go(frame);
  }

  #release() {
    if (!this.#held) return;
    this.#held = false;
    this.#say("release");
  }

  /** @param {PointerEvent} event */
  #markUnder(event) {
    const box = this.#root.getBoundingClientRect();
    return this.#marks.at(event.clientX - box.left, event.clientY - box.top);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const second = Math.round(this.#rate.n / this.#rate.d);
    const stride = event.shiftKey ? 10 : 1;
    /** @type {Record<string, number>} */
    const places = {
      ArrowLeft: this.#frame - stride,
      ArrowDown: this.#frame - stride,
      ArrowRight: this.#frame + stride,
      ArrowUp: this.#frame + stride,
      PageDown: this.#frame - second,
      PageUp: this.#frame + second,
      Home: 0,
      End: this.#frames - 1,
    };
    if (!(event.key in places) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#go(Math.min(Math.max(0, places[event.key]), this.#frames - 1));
  }

  /** @param {number} frame */
  #go(frame) {
    this.frame = frame;
    this.#say("seek", { frame });
  }

  #paint() {
    const width = this.#root.clientWidth;
    this.#width = width;
    const pen = width > 0 && blank(this.#lanes, width);
    if (!pen) return;
    const style = getComputedStyle(this.#root);
    paintRuler(pen, width, this.#frames, this.#rate, style.getPropertyValue("--numbers"));
    if (this.#film) paintFilmstrip(pen, width, this.#film.image, this.#film.strip);
    const seconds = (this.#frames * this.#rate.d) / this.#rate.n;
    if (this.#peaks) paintWaveform(pen, width, this.#peaks, seconds);
    this.#marks.paint(width, this.#frames);
    this.#playhead.style.width = `${this.#playheadWidth}px`;
    this.frame = this.#frame;
    this.span = this.#span;
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {string} name */
function part(name) {
  const element = document.createElement("div");
  element.className = name;
  return element;
}

/**
 * @param {string} url
 * @returns {Promise<HTMLImageElement | null>}
 */
async function readImage(url) {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => image,
    () => null,
  );
}

/**
 * @param {string} url
 * @returns {Promise<Int8Array | null>}
 */
async function readPeaks(url) {
  const answer = await fetch(url).catch(() => null);
  return answer?.ok ? new Int8Array(await answer.arrayBuffer()) : null;
}
