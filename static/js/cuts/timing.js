/**
 * Where a cut's frames come from: the same as slowfilm/cuts/timing.py, in whole numbers. Pure.
 * tests/cut_vectors.json holds what both must answer.
 */

/** @typedef {import("../timeline/timecode.js").Rate} Rate */
/** @typedef {"cut" | "dissolve" | "dip"} Kind */

/**
 * @typedef {object} Clip the frames first ≤ f < last of a draft
 * @property {number} first
 * @property {number} last
 * @property {number} frames how many the draft has
 * @property {Rate} rate of the draft
 * @property {Kind} join how it follows the clip before
 * @property {number} join_frames of the cut
 */

/**
 * @typedef {object} Shown what a frame of a cut shows: frame `frame` of clip `clip`
 * @property {number} clip
 * @property {number} frame
 * @property {{clip: number, frame: number} | null} under what goes, in a dissolve
 * @property {number} share how much of it this one covers, 0 to 1
 * @property {number} light 1, less in a dip
 */

/** @typedef {{clip: number, code: "no-frames" | "no-handle" | "too-short" | "nothing-before", need: number, have: number}} Fault */

/**
 * How many frames of a cut a clip takes.
 * @param {Pick<Clip, "first" | "last" | "rate">} clip
 * @param {Rate} rate of the cut
 */
export function lengthOf(clip, rate) {
  const many = 2 * (clip.last - clip.first) * rate.n * clip.rate.d;
  const step = rate.d * clip.rate.n;
  return Math.max(1, whole(many + step, 2 * step));
}

/**
 * How many frames of the cut the draft goes on for after the clip's last.
 * @param {Pick<Clip, "last" | "frames" | "rate">} clip
 * @param {Rate} rate
 */
export function handleOf(clip, rate) {
  return whole((clip.frames - clip.last) * rate.n * clip.rate.d, rate.d * clip.rate.n);
}

/**
 * The draft's frame that the cut shows `offset` frames after the clip's beginning.
 * @param {Clip} clip
 * @param {number} offset
 * @param {Rate} rate
 */
export function sourceFrame(clip, offset, rate) {
  const away = whole((2 * offset + 1) * clip.rate.n * rate.d, 2 * clip.rate.d * rate.n);
  const end = offset < lengthOf(clip, rate) ? clip.last : clip.frames;
  return Math.max(clip.first, Math.min(clip.first + away, end - 1));
}

/** The clips of a cut laid out at its rate. */
export class Timing {
  /**
   * @param {Clip[]} clips
   * @param {Rate} rate
   */
  constructor(clips, rate) {
    this.clips = clips;
    this.rate = rate;
    this.lengths = clips.map((clip) => lengthOf(clip, rate));
    /** @type {number[]} */
    this.starts = [];
    let frames = 0;
    for (const length of this.lengths) {
      this.starts.push(frames);
      frames += length;
    }
    this.frames = frames;
  }

  /** The clip that a frame 0 ≤ f < frames lies in. @param {number} frame */
  clipAt(frame) {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= frame) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} frame 0 ≤ f < frames @returns {Shown} */
  at(frame) {
    const index = this.clipAt(frame);
    const clip = this.clips[index];
    const offset = frame - this.starts[index];
    const shown = { clip: index, frame: sourceFrame(clip, offset, this.rate) };
    const light = this.#light(index, offset);
    if (clip.join !== "dissolve" || index === 0 || offset >= clip.join_frames) {
      return { ...shown, under: null, share: 1, light };
    }
    const gone = sourceFrame(this.clips[index - 1], this.lengths[index - 1] + offset, this.rate);
    const share = (offset + 1) / (clip.join_frames + 1);
    return { ...shown, under: { clip: index - 1, frame: gone }, share, light };
  }

  /**
   * The first frame of the cut that shows a draft's frame in a clip, or a later one of it.
   * @param {number} index
   * @param {number} frame of the draft
   */
  cutFrame(index, frame) {
    const clip = this.clips[index];
    const many = 2 * (frame - clip.first) * clip.rate.d * this.rate.n - clip.rate.n * this.rate.d;
    const offset = -whole(-many, 2 * clip.rate.n * this.rate.d);
    return this.starts[index] + Math.min(Math.max(0, offset), this.lengths[index] - 1);
  }

  /**
   * The frame of the cut after the last one that shows what lies before `end` of a draft in a clip; at
   * least one after the first that does.
   * @param {number} index
   * @param {number} end half-open, of the draft
   */
  cutEnd(index, end) {
    const begins = this.cutFrame(index, end - 1);
    if (end >= this.clips[index].last) return this.starts[index] + this.lengths[index];
    return Math.max(begins + 1, this.cutFrame(index, end));
  }

  /** Over how many frames a clip comes out of black. @param {number} index */
  dipIn(index) {
    const { join, join_frames: frames } = this.clips[index];
    return join === "dip" ? frames - (index ? Math.floor(frames / 2) : 0) : 0;
  }

  /** Over how many frames a clip goes to black. @param {number} index */
  dipOut(index) {
    const next = this.clips[index + 1];
    return next?.join === "dip" ? Math.floor(next.join_frames / 2) : 0;
  }

  /** @param {number} index @param {number} offset */
  #light(index, offset) {
    const rising = this.dipIn(index);
    const falling = this.dipOut(index);
    const left = this.lengths[index] - 1 - offset;
    const light = offset < rising ? (offset + 1) / (rising + 1) : 1;
    return left < falling ? (light * (left + 1)) / (falling + 1) : light;
  }

  /** What can't be played as it is said, in order. @returns {Fault[]} */
  get faults() {
    return this.clips.flatMap((clip, index) => [...this.#ofClip(clip, index), ...this.#ofDipOut(index)]);
  }

  /** @param {Clip} clip @param {number} index @returns {Fault[]} */
  #ofClip(clip, index) {
    const length = this.lengths[index];
    if (clip.first < 0 || clip.first >= clip.last || clip.last > clip.frames) {
      return [{ clip: index, code: "no-frames", need: clip.last, have: clip.frames }];
    }
    if (clip.join === "dissolve") return this.#ofDissolve(clip, index);
    const need = this.dipIn(index);
    return need > length ? [{ clip: index, code: "too-short", need, have: length }] : [];
  }

  /** @param {Clip} clip @param {number} index @returns {Fault[]} */
  #ofDissolve(clip, index) {
    if (index === 0) return [{ clip: index, code: "nothing-before", need: 0, have: 0 }];
    const need = clip.join_frames;
    const behind = handleOf(this.clips[index - 1], this.rate);
    const length = this.lengths[index];
    /** @type {Fault[]} */
    const faults = behind < need ? [{ clip: index - 1, code: "no-handle", need, have: behind }] : [];
    if (length < need) faults.push({ clip: index, code: "too-short", need, have: length });
    return faults;
  }

  /** @param {number} index @returns {Fault[]} */
  #ofDipOut(index) {
    const need = this.dipOut(index);
    const have = this.lengths[index];
    return need > have ? [{ clip: index, code: "too-short", need, have }] : [];
  }
}

/**
 * The whole part of a quotient, towards minus infinity; exact for whole numbers below 2⁵³.
 * @param {number} many
 * @param {number} unit
 */
function whole(many, unit) {
  const remainder = ((many % unit) + unit) % unit;
  return (many - remainder) / unit;
}
