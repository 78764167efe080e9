/**
 * A draft's notes at the frames of a cut, and a cut's span as notes on drafts. A note of a cut is a
 * note of a draft: there is no second one. Pure.
 */

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
      return [{ note, clip: index, first: begins, last: overJoin(note, index, ends, timing, draft) }];
    }),
  );
}

/**
 * Whether a note on the join before a clip has its place with the clip before.
 * @param {Note} note
 * @param {number} index
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 */
function saidBefore(note, index, timing, draft) {
  const before = timing.clips[index - 1];
  if (!note.joined || !before || draft(index - 1) !== note.draft) return false;
  return Math.max(note.joined.first, before.first) < Math.min(note.joined.last, before.last);
}

/** Of a note on a join also the frames that follow, where that draft does follow here.
 * @param {Note} note
 * @param {number} index
 * @param {number} ends
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 */
function overJoin(note, index, ends, timing, draft) {
  const next = index + 1;
  const follows = !note.joined && note.next_draft && next < timing.clips.length && draft(next) === note.next_draft;
  if (!follows) return ends;
  return Math.max(ends, timing.cutEnd(next, (note.next_frame ?? 0) + 1));
}

/**
 * What a span of the cut is on its drafts: of one clip a span, across one join a note on that join.
 * null across several: a note speaks of one shot, or of two that meet.
 * @param {Timing} timing
 * @param {(clip: number) => string} draft
 * @param {{first: number, last: number}} span of the cut
 * @returns {(Span & {next_draft?: string, next_first?: number, next_frame?: number}) | null}
 */
export function onDrafts(timing, draft, { first, last }) {
  const begins = timing.clipAt(first);
  const ends = timing.clipAt(last - 1);
  const from = timing.at(first).frame;
  const to = timing.at(last - 1).frame;
  if (begins === ends) return { draft: draft(begins), first: from, last: to + 1 };
  if (ends > begins + 1) return null;
  const whole = timing.clips[begins].last;
  const next = { next_draft: draft(ends), next_first: timing.at(timing.starts[ends]).frame, next_frame: to };
  return { draft: draft(begins), first: from, last: whole, ...next };
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
