/** Where still pictures come from: WebCodecs where there is one, else the `<video>` itself. */

import { Decoder } from "./decoder.js";
import { Seeker } from "./seeker.js";

/** @typedef {Decoder | Seeker} Pictures */
/** @typedef {VideoFrame | HTMLVideoElement} Picture */

/**
 * Opens a clip with what this browser has; with the first picture wanted of it.
 * @param {import("./player.js").Source} source
 * @param {import("../timeline/timecode.js").Rate} rate
 * @param {number} frame
 * @param {HTMLVideoElement} video which already has the clip as its source
 * @returns {Promise<[Pictures, Picture | null]>}
 * @throws {MediaError} when neither way shows it
 */
export async function openPictures({ url, frames }, rate, frame, video) {
  if (Decoder.available) {
    const decoder = await Decoder.open(url, rate, frames).catch(() => null);
    const picture = await decoder?.picture(frame).catch(() => null);
    if (decoder && picture) return [decoder, picture];
    decoder?.close();
  }
  // What a browser can't decode frame by frame it may still play.
  const seeker = new Seeker(video, rate);
  return [seeker, await seeker.picture(frame)];
}

/** @param {Picture} picture */
export function release(picture) {
  if ("close" in picture) picture.close();
}
