/** Playing forwards with sound: the `<video>` element, spoken to in frames. */

import { middle } from "../timeline/timecode.js";

/** @typedef {import("../timeline/timecode.js").Rate} Rate */

/**
 * @typedef {object} Listener
 * @property {(frame: number) => void} onFrame the element shows this frame now
 * @property {() => void} onEnd the clip has come to its end
 */

export class Playback {
  #video;
  #listener;
  /** @type {Rate} */
  #rate = { n: 1, d: 1 };
  #watched = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {Listener} listener
   */
  constructor(video, listener) {
    this.#video = video;
    this.#listener = listener;
    video.addEventListener("ended", () => listener.onEnd());
  }

  /**
   * @param {string} url
   * @param {Rate} rate
   */
  load(url, rate) {
    this.stop();
    this.#rate = rate;
    this.#video.src = url;
  }

  /**
   * Plays from a frame. Rejects when the browser will not (no gesture yet, source gone).
   * @param {number} frame
   * @param {number} speed above 0; 1 is as shot
   */
  async start(frame, speed) {
    this.#video.playbackRate = speed;
    this.jump(frame);
    this.#watch();
    await this.#video.play();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.#video.playbackRate = speed;
  }

  /** @param {number} frame */
  jump(frame) {
    this.#video.currentTime = middle(frame, this.#rate);
  }

  stop() {
    this.#watched += 1;
    this.#video.pause();
  }

  #watch() {
    this.#watched += 1;
    const watch = this.#watched;
    /** @type {VideoFrameRequestCallback} */
    const look = (_now, { mediaTime }) => {
      if (watch !== this.#watched) return;
      this.#listener.onFrame(Math.round((mediaTime * this.#rate.n) / this.#rate.d));
      this.#video.requestVideoFrameCallback(look);
    };
    this.#video.requestVideoFrameCallback(look);
  }
}
