/**
 * What of a cut is heard, when, and how loud: the same as slowfilm/cuts/sound.py. Pure.
 *
 * A draft's sound goes with its picture: across a dissolve both are heard, one rising while the other
 * falls; in a dip it falls and rises with the light.
 */

import { levelAt, LOWEST } from "../brief/levels.js";

/** @typedef {import("./timing.js").Timing} Timing */
/** @typedef {import("./paint.js").CutSound} CutSound */
/** @typedef {[number, number]} Point seconds after the part's beginning, and a factor 0 to 1 */

/**
 * @typedef {object} Part
 * @property {string} url
 * @property {number} start seconds of the cut at which it begins
 * @property {number} from seconds of the sound
 * @property {number} seconds how long
 * @property {Point[]} shape factors, joined by lines: fades
 * @property {import("../brief/levels.js").Spot[]} levels dB, joined by lines
 */

/**
 * The drafts' own sounds. `url` answers null for a draft without sound.
 * @param {Timing} timing
 * @param {(clip: number) => string | null} url
 * @param {(clip: number) => number} level dB
 * @returns {Part[]}
 */
export function ofDrafts(timing, url, level) {
  const fps = timing.rate.n / timing.rate.d;
  return timing.clips.flatMap((clip, index) => {
    const address = url(index);
    if (!address || level(index) <= LOWEST) return [];
    const next = timing.clips[index + 1];
    const on = next?.join === "dissolve" ? next.join_frames : 0;
    const length = timing.lengths[index] / fps;
    const rise = clip.join === "dissolve" && index ? clip.join_frames : timing.dipIn(index);
    const fall = timing.dipOut(index) / fps;
    const shape = shaped(length + on / fps, rise / fps, on ? on / fps : fall);
    const from = (clip.first * clip.rate.d) / clip.rate.n;
    /** @type {Part} */
    const part = { url: address, start: timing.starts[index] / fps, from, seconds: length + on / fps, shape, levels: [[0, level(index)]] };
    return [part];
  });
}

/**
 * The sounds on the two tracks.
 * @param {CutSound[]} sounds
 * @param {import("../timeline/timecode.js").Rate} rate of the cut
 * @param {(reference: string) => string | null} url
 * @returns {Part[]}
 */
export function ofTracks(sounds, rate, url) {
  return sounds.flatMap((sound) => {
    const address = url(sound.reference);
    if (!address) return [];
    const seconds = (sound.end_ms - sound.start_ms) / 1000;
    const shape = shaped(seconds, sound.fade_in_ms / 1000, sound.fade_out_ms / 1000);
    const start = (sound.at * rate.d) / rate.n;
    return [{ url: address, start, from: sound.start_ms / 1000, seconds, shape, levels: sound.levels }];
  });
}

/**
 * How loud a part is at a moment of its own, as a factor.
 * @param {Part} part
 * @param {number} second
 */
export function loudness(part, second) {
  return factorAt(part.shape, second) * gain(levelAt(part.levels, second));
}

/** @param {number} level dB */
export function gain(level) {
  return level <= LOWEST ? 0 : 10 ** (level / 20);
}

/** @param {Point[]} shape @param {number} second */
export function factorAt(shape, second) {
  const next = shape.findIndex(([at]) => at > second);
  if (next <= 0) return next === 0 ? shape[0][1] : (shape.at(-1)?.[1] ?? 1);
  const [[from, low], [to, high]] = [shape[next - 1], shape[next]];
  return low + ((second - from) / (to - from)) * (high - low);
}

/**
 * A rise and a fall, joined where they would cross.
 * @param {number} seconds
 * @param {number} rise
 * @param {number} fall
 * @returns {Point[]}
 */
function shaped(seconds, rise, fall) {
  if (rise + fall > seconds) {
    const scale = seconds / (rise + fall);
    rise *= scale;
    fall *= scale;
  }
  /** @type {Point[]} */
  const shape = rise > 0 ? [[0, 0], [rise, 1]] : [[0, 1]];
  if (fall > 0) shape.push([seconds - fall, 1], [seconds, 0]);
  return shape;
}
