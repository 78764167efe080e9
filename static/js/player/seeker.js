/**
 * Pictures of a clip by frame number where there is no WebCodecs (a tablet on plain http): the
 * `<video>` element is sent to the middle of the frame and says itself which frame it then shows.
 */

import { middle } from "../timeline/timecode.js";

/** @typedef {import("../timeline/timecode.js").Rate} Rate */

// After a seek to the frame already shown requestVideoFrameCallback stays silent: so long we wait.
const PATIENCE_MS = 250;

export class Seeker {
  #video;
  #rate;
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #latest = 0;
  #closed = false;

  /**
   * @param {HTMLVideoElement} video which already has the clip as its source
   * @param {Rate} rate
   */
  constructor(video, rate) {
    this.#video = video;
    this.#rate = rate;
  }

  /**
   * The element, showing the frame; or null when a later request overtook this one.
   * @param {number} frame
   * @returns {Promise<HTMLVideoElement | null>}
   */
  picture(frame) {
    this.#latest += 1;
    const request = this.#latest;
    const turn = this.#turn.then(async () => {
      if (request !== this.#latest || this.#closed) return null;
      await this.#show(frame);
      return this.#closed ? null : this.#video;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  close() {
    this.#closed = true;
  }

  /** @param {number} frame */
  async #show(frame) {
    const video = this.#video;
    if (video.error) throw video.error;
    const over = new AbortController();
    const { signal } = over;
    await new Promise((resolve, reject) => {
      const done = () => resolve(undefined);
      video.addEventListener("error", () => reject(video.error), { signal });
      video.addEventListener("seeked", () => setTimeout(done, PATIENCE_MS), { signal });
      /** @type {VideoFrameRequestCallback} */
      const look = (_now, { mediaTime }) => {
        if (signal.aborted) return;
        if (Math.round((mediaTime * this.#rate.n) / this.#rate.d) === frame) done();
        else video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      video.currentTime = middle(frame, this.#rate);
    }).finally(() => over.abort());
  }
}
