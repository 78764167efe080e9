/** What a cut's page carries: the shapes of slowfilm/cuts/snapshot.py. */

/** @typedef {import("../room/first-paint.js").Draft} Draft */
/** @typedef {import("../room/first-paint.js").Note} Note */
/** @typedef {import("../room/first-paint.js").Spoken} Spoken */

/**
 * @typedef {object} CutClip a clip as it is saved
 * @property {string} draft
 * @property {number} first the frames first ≤ f < last of it
 * @property {number} last
 * @property {import("./timing.js").Kind} join
 * @property {number} join_frames
 * @property {number} level dB, of its own sound
 */

/**
 * @typedef {object} CutSound a sound as it is saved
 * @property {number} track 1 or 2
 * @property {string} reference
 * @property {number} at frame of the cut
 * @property {number} start_ms
 * @property {number} end_ms
 * @property {import("../brief/levels.js").Spot[]} levels
 * @property {number} fade_in_ms
 * @property {number} fade_out_ms
 */

/** @typedef {{id: string, title: string, rate: string, width: number, height: number, locked_at: string | null, locked_by: string | null, locked_version: number | null}} Cut with when it was locked, by which actor, and the number of the version that was */
/** @typedef {{id: string, name: string, kind: string, seconds: number | null, proxy: string, waveform: string | null}} Heard */
/** @typedef {{draft: string, notes: Note[], marks: [number, number][], lines: Spoken[]}} OnDraft */

/**
 * @typedef {object} CutPart
 * @property {Cut} cut
 * @property {number} version that is shown; 0 while there is none
 * @property {number} latest
 * @property {CutClip[]} clips
 * @property {CutSound[]} sounds
 * @property {{id: string, title: string, versions: number[]}[]} cuts of the film, each with its versions, the newest first
 * @property {Heard[]} heard references that may be laid under it
 * @property {string[]} frozen drafts that somebody's withdrawal has frozen
 * @property {OnDraft[]} on_drafts
 */

/** @typedef {import("../room/first-paint.js").FirstPaint & CutPart} CutPaint */
/** @typedef {{clips: CutClip[], sounds: CutSound[]}} Edit what is changed and saved */

/**
 * A clip as timing knows it.
 * @param {CutClip} clip
 * @param {Map<string, Draft>} drafts
 * @param {(rate: string) => import("../timeline/timecode.js").Rate} parse
 * @returns {import("./timing.js").Clip}
 */
export function timed(clip, drafts, parse) {
  const draft = drafts.get(clip.draft);
  const { first, last, join, join_frames } = clip;
  return { first, last, join, join_frames, frames: draft?.frames ?? last, rate: parse(draft?.rate ?? "24") };
}
