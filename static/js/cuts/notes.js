/**
 * A draft's notes at the frames of a cut, and a cut's span as notes on drafts. A note of a cut is a
 * note of a draft: there is no second one. Pure.
 */

import { partsOfShown } from "../notes/parts.js";

/** @typedef {import("./timing.js").Timing} Timing */
/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {{draft: string, first: number, last: number}} Span frames first ≤ f < last of a draft */

/**
 * @typedef {object} Placed a note at frames of the cut
 * @property {Note} note
 * @property {number} clip
 * @property {number} first
 * @property {number} last
 */

/**
 * The notes of a cut's drafts where they can be seen in it: once for each clip that shows them.
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 * @param {(draft: string) => Note[]} notes
 * @returns {Placed[]}
 */
export function placed(timing, draft, notes) {
  return timing.clips.flatMap((clip, index) =>
    notes(draft(index)).flatMap((note) => {
      const first = Math.max(note.first, clip.first);
      const last = Math.min(note.last, clip.last);
      if (first >= last || saidBefore(note, index, timing, draft)) return [];
      const begins = timing.cutFrame(index, first);
      const ends = timing.cutEnd(index, last);
      return [{ note, clip: index, first: begins, last: overJoins(note, index, ends, timing, draft) }];
    }),
  );
}

/**
 * Whether a later part of a note over joins has its place with the clip before.
 * @param {Note} note
 * @param {number} index
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 */
function saidBefore(note, index, timing, draft) {
  const before = timing.clips[index - 1];
  if (!note.joined || !before) return false;
  const part = partsOfShown(note)[note.joined.part - 1];
  return draft(index - 1) === part.draft && shows(before, part);
}

/**
 * Of a note over joins also the frames that follow, as far as its drafts do follow here.
 * @param {Note} note
 * @param {number} index
 * @param {number} ends
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 */
function overJoins(note, index, ends, timing, draft) {
  const parts = partsOfShown(note).slice((note.joined?.part ?? 0) + 1);
  let end = ends;
  for (const [more, part] of parts.entries()) {
    const at = index + 1 + more;
    const clip = timing.clips[at];
    if (!clip || draft(at) !== part.draft || !shows(clip, part)) break;
    end = Math.max(end, timing.cutEnd(at, Math.min(part.last, clip.last)));
  }
  return end;
}

/** @param {{first: number, last: number}} clip @param {{first: number, last: number}} part */
const shows = (clip, part) => Math.max(part.first, clip.first) < Math.min(part.last, clip.last);

/**
 * What a span of the cut is on its drafts: of one clip a span, over joins one on each clip's own
 * frames.
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 * @param {{first: number, last: number}} span of the cut
 * @returns {Span & {next_draft?: string, next_first?: number, next_frame?: number, between?: Span[]}}
 */
export function onDrafts(timing, draft, { first, last }) {
  const begins = timing.clipAt(first);
  const ends = timing.clipAt(last - 1);
  const from = timing.at(first).frame;
  const to = timing.at(last - 1).frame;
  if (begins === ends) return { draft: draft(begins), first: from, last: to + 1 };
  const between = [];
  for (let at = begins + 1; at < ends; at += 1) {
    between.push({ draft: draft(at), first: timing.at(timing.starts[at]).frame, last: timing.clips[at].last });
  }
  const next = { next_draft: draft(ends), next_first: timing.at(timing.starts[ends]).frame, next_frame: to };
  return { draft: draft(begins), first: from, last: timing.clips[begins].last, ...next, ...(between.length && { between }) };
}

/**
 * What is said in a cut: the lines of its drafts where they are heard in it.
 * @param {Timing} timing
 * @param {(clip: number) => import("../room/first-paint.js").Spoken[]} lines
 * @returns {import("../room/first-paint.js").Spoken[]}
 */
export function spokenIn(timing, lines) {
  return timing.clips.flatMap((clip, index) =>
    lines(index).flatMap((line) => {
      const first = Math.max(line.first, clip.first);
      const last = Math.min(line.last, clip.last);
      if (first >= last) return [];
      return [{ ...line, first: timing.cutFrame(index, first), last: timing.cutEnd(index, last) }];
    }),
  );
}
