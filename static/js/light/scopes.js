/** Histogram and waveform of the frame that is seen, counted from a small look at it. Pure but for painting. */

import { clamp, HIGHEST, LOWEST } from "./curves.js";

/**
 * @typedef {object} Sample
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} tones row by row from the top: the stops that curves are asked for
 * @property {Uint8Array} bright how bright it becomes, as a code
 */

export const BINS = 128;
const LEVELS = 128;

/**
 * How many pixels lie at each tone, over -10 to +6 stops.
 * @param {Sample} sample
 * @returns {Uint32Array}
 */
export function histogram({ tones }) {
  const bins = new Uint32Array(BINS);
  for (const stops of tones) {
    const share = (stops - LOWEST) / (HIGHEST - LOWEST);
    bins[clamp(Math.floor(share * BINS), 0, BINS - 1)] += 1;
  }
  return bins;
}

/**
 * The tone under a place: the mean of a few points around it, for a hand is no needle.
 * @param {Sample} sample
 * @param {[number, number]} place of the width and height
 * @returns {number | null} stops; null beside the picture
 */
export function toneAt({ width, height, tones }, [u, v]) {
  if (u < 0 || u >= 1 || v < 0 || v >= 1) return null;
  const [column, row] = [Math.floor(u * width), Math.floor(v * height)];
  let sum = 0;
  for (const down of [-1, 0, 1]) {
    for (const across of [-1, 0, 1]) {
      sum += tones[clamp(row + down, 0, height - 1) * width + clamp(column + across, 0, width - 1)];
    }
  }
  return sum / 9;
}

/**
 * A waveform: for each column of the look how often each of 128 levels occurs in it.
 * @param {Sample} sample
 * @returns {Uint16Array} columns of 128, dark first
 */
export function waveform({ width, height, bright }) {
  const counts = new Uint16Array(width * LEVELS);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      counts[column * LEVELS + (bright[row * width + column] >> 1)] += 1;
    }
  }
  return counts;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint16Array} counts
 * @param {number} height of the look they were counted in
 */
export function paintWaveform(canvas, counts, height) {
  const wide = counts.length / LEVELS;
  if (canvas.width !== wide || canvas.height !== LEVELS) Object.assign(canvas, { width: wide, height: LEVELS });
  const pen = canvas.getContext("2d");
  if (!pen?.createImageData) return;
  const image = pen.createImageData(wide, LEVELS);
  const grey = new Uint32Array(image.data.buffer);
  const most = height / 8; // an even wall is full grey, a single line still seen
  for (let column = 0; column < wide; column += 1) {
    for (let level = 0; level < LEVELS; level += 1) {
      const share = Math.min(1, Math.sqrt(counts[column * LEVELS + level] / most));
      const code = Math.round(22 + 200 * share);
      grey[(LEVELS - 1 - level) * wide + column] = 0xff000000 | (code << 16) | (code << 8) | code;
    }
  }
  pen.putImageData(image, 0, 0);
}
