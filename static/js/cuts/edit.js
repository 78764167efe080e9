/**
 * Changing a cut: each change makes another list of clips, so that it can be taken back. Pure.
 */

import { handleOf, lengthOf } from "./timing.js";

/** @typedef {import("./paint.js").CutClip} CutClip */
/** @typedef {import("./paint.js").Edit} Edit */
/** @typedef {import("./timing.js").Clip} Clip */
/** @typedef {import("../timeline/timecode.js").Rate} Rate */
/** @typedef {(clip: CutClip) => Clip} Timed */

const KEPT = 200; // changes that can be taken back

/**
 * @param {CutClip[]} clips
 * @param {number} from
 * @param {number} to the place it has afterwards
 * @returns {CutClip[]}
 */
export function moved(clips, from, to) {
  const [clip] = clips.slice(from, from + 1);
  return clip ? clips.toSpliced(from, 1).toSpliced(to, 0, clip) : clips;
}

/** @param {CutClip[]} clips @param {number} at @returns {CutClip[]} */
export function without(clips, at) {
  return clips.toSpliced(at, 1);
}

/**
 * @param {CutClip[]} clips
 * @param {number} at
 * @param {{id: string, frames: number}} draft shown whole
 * @returns {CutClip[]}
 */
export function inserted(clips, at, draft) {
  const clip = { draft: draft.id, first: 0, last: draft.frames, level: 0 };
  return clips.toSpliced(at, 0, { ...clip, join: "cut", join_frames: 0 });
}

/**
 * Another draft of the same shot: as much of it as there is of the frames that were chosen.
 * @param {CutClip[]} clips
 * @param {number} at
 * @param {{id: string, frames: number}} draft
 * @param {{frames: number} | undefined} was
 * @returns {CutClip[]}
 */
export function exchanged(clips, at, draft, was) {
  const clip = clips[at];
  const wholeOfIt = clip.first === 0 && clip.last === was?.frames;
  const last = wholeOfIt ? draft.frames : Math.min(clip.last, draft.frames);
  return clips.with(at, { ...clip, draft: draft.id, first: Math.min(clip.first, last - 1), last });
}

/**
 * Other frames of the same draft; at least one of them.
 * @param {CutClip[]} clips
 * @param {number} at
 * @param {{first?: number, last?: number}} span
 * @param {number} frames how many the draft has
 * @returns {CutClip[]}
 */
export function trimmed(clips, at, span, frames) {
  const clip = clips[at];
  const last = Math.min(Math.max(1, span.last ?? clip.last), frames);
  const first = Math.min(Math.max(0, span.first ?? clip.first), frames - 1);
  const [start, end] = span.first === undefined ? [Math.min(first, last - 1), last] : [first, Math.max(last, first + 1)];
  return clips.with(at, { ...clip, first: start, last: end });
}

/**
 * Another join before a clip. A dissolve shows frames after the end of the clip before: where the
 * draft has too few, that clip ends earlier.
 * @param {CutClip[]} clips
 * @param {number} at
 * @param {import("./timing.js").Kind} join
 * @param {number} frames of the cut
 * @param {Timed} timed
 * @param {Rate} rate
 * @returns {CutClip[]}
 */
export function joined(clips, at, join, frames, timed, rate) {
  const changed = clips.with(at, { ...clips[at], join, join_frames: join === "cut" ? 0 : frames });
  if (join !== "dissolve" || at === 0) return changed;
  const before = changed[at - 1];
  const clip = timed(before);
  let { last } = before;
  while (last - before.first > 1 && handleOf({ ...clip, last }, rate) < frames) last -= 1;
  return changed.with(at - 1, { ...before, last });
}

/**
 * The clips with every join as long as it can be: what a change elsewhere has made impossible is
 * shortened, and becomes a cut where nothing is left of it.
 * @param {CutClip[]} clips
 * @param {Timed} timed
 * @param {Rate} rate
 * @returns {CutClip[]}
 */
export function settled(clips, timed, rate) {
  const lengths = clips.map((clip) => lengthOf(timed(clip), rate));
  return clips.map((clip, at) => {
    const most = longest(clips, at, lengths, timed, rate);
    if (clip.join === "cut" || clip.join_frames <= most) return clip;
    return most > 0 ? { ...clip, join_frames: most } : { ...clip, join: "cut", join_frames: 0 };
  });
}

/**
 * @param {CutClip[]} clips
 * @param {number} at
 * @param {number[]} lengths
 * @param {Timed} timed
 * @param {Rate} rate
 */
function longest(clips, at, lengths, timed, rate) {
  if (clips[at].join === "dissolve") {
    return at ? Math.min(lengths[at], Math.max(0, handleOf(timed(clips[at - 1]), rate))) : 0;
  }
  if (at === 0) return lengths[0];
  return Math.min(2 * lengths[at], 2 * lengths[at - 1] + 1);
}

/** What was changed, and can be taken back. */
export class History {
  /** @type {Edit[]} */
  #before = [];
  /** @type {Edit[]} */
  #after = [];

  /** @param {Edit} now */
  constructor(now) {
    this.now = now;
    this.saved = now;
  }

  get changed() {
    return JSON.stringify(this.now) !== JSON.stringify(this.saved);
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  get canRedo() {
    return this.#after.length > 0;
  }

  /** @param {Partial<Edit>} change */
  put(change) {
    this.#before.push(this.now);
    if (this.#before.length > KEPT) this.#before.shift();
    this.#after = [];
    this.now = { ...this.now, ...change };
  }

  undo() {
    const before = this.#before.pop();
    if (!before) return;
    this.#after.push(this.now);
    this.now = before;
  }

  redo() {
    const after = this.#after.pop();
    if (!after) return;
    this.#before.push(this.now);
    this.now = after;
  }
}
