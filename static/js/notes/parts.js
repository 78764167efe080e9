/** What a note lies on: frames of one draft, or of several that follow one another in a cut. Pure. */

/** @typedef {import("../room/first-paint.js").Part} Part */

/**
 * @param {{draft: string, first: number, last: number, next_draft?: string | null, next_first?: number | null,
 *   next_frame?: number | null, between?: Part[]}} note as it is stored, on the frames of its first draft
 * @returns {Part[]} in their order, the first one first
 */
export function partsOf({ draft, first, last, next_draft, next_first, next_frame, between = [] }) {
  const own = { draft, first, last };
  if (!next_draft || typeof next_frame !== "number") return [own];
  return [own, ...between, { draft: next_draft, first: next_first ?? next_frame, last: next_frame + 1 }];
}

/**
 * The parts of a note as it is shown: one seen from a later part knows where its first one lies.
 * @param {import("../room/state.js").Note} note
 * @returns {Part[]}
 */
export function partsOfShown(note) {
  return partsOf(note.joined ? { ...note, ...note.joined } : note);
}
