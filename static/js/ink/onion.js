/** Onion skin: the ink of the frames around, pale over the frame that is seen. Pure but for painting. */

import { drawAll, penOf, wipe } from "./committed-ink.js";

/** @typedef {import("./strokes.js").Stroke} Stroke */

export const FARTHEST = 5; // frames each way

// Which way a stroke lies is told by colour, how far by how pale it is.
const EARLIER = "#dd6248";
const LATER = "#4fb39a";

/**
 * The frames whose ink is shown with a frame, the farthest first, so that the nearest lies on top.
 * @param {number} frame
 * @param {number} frames of the clip
 * @param {number} reach 0 to 5 frames each way
 * @returns {{frame: number, away: number, share: number}[]} away is below 0 for earlier ones
 */
export function skins(frame, frames, reach) {
  const layers = [];
  for (let far = Math.min(reach, FARTHEST); far >= 1; far -= 1) {
    for (const away of [-far, far]) {
      const neighbour = frame + away;
      if (neighbour >= 0 && neighbour < frames) layers.push({ frame: neighbour, away, share: 0.6 / far });
    }
  }
  return layers;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ReturnType<typeof skins>} around
 * @param {(frame: number) => Stroke[]} strokesOn
 * @param {import("../player/view.js").View} view
 */
export function paintSkins(canvas, around, strokesOn, view) {
  const pen = penOf(canvas);
  wipe(pen);
  for (const { frame, away, share } of around) {
    const tint = away < 0 ? EARLIER : LATER;
    const strokes = strokesOn(frame).map((stroke) => Object.assign({}, stroke, { colour: tint }));
    drawAll(pen, strokes, view, share);
  }
}
