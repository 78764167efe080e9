/** What a sitting's page carries: the shapes of slowfilm/sittings/snapshot.py. */

import { readFirstPaint } from "../room/first-paint.js";

/**
 * @typedef {object} Sitting
 * @property {string} id
 * @property {string} title
 * @property {"planned" | "open" | "ended" | "called-off"} state
 * @property {string} begins_at
 * @property {number} minutes
 * @property {string | null} opened_at
 * @property {string | null} ended_at
 * @property {string | null} presenter
 * @property {string | null} hold the entry by which they present
 */

/** @typedef {{shot: string | null, cut: string | null}} Item */
/** @typedef {{member: string, part: "presenter" | "guest"}} Guest */
/** @typedef {{id: string, kind: "approved" | "changes" | "noted", member: string, draft: string | null, frame: number | null, words: string}} Decision */
/** @typedef {{id: string, member: string, text: string, due: string | null, done: boolean}} Task */
/** @typedef {Pick<import("../cuts/paint.js").CutPart, "cut" | "clips" | "sounds" | "heard" | "frozen" | "on_drafts"> & {id: string, number: number}} Version */
/** @typedef {{ms: number, draft: string | null, version: string | null, frame: number, speed: number}} Step */
/** @typedef {{ms: number, label: string, who: string, where: string, words: string}} Moment */

/**
 * @typedef {object} SittingPart
 * @property {string} now the studio's time when the page was made
 * @property {Sitting} sitting
 * @property {Item[]} agenda
 * @property {Guest[]} guests
 * @property {boolean} may_present
 * @property {Version[]} cuts of the agenda, each in its newest version
 * @property {Decision[]} decisions
 * @property {Task[]} tasks
 */

/** @typedef {import("../room/first-paint.js").FirstPaint & SittingPart} SittingPaint */
/** @typedef {SittingPaint & {steps: Step[], lasts: number, moments: Moment[]}} ReplayPaint */

/** @returns {ReplayPaint} of a replay; of a sitting that is not over without what only that has */
export function readSittingPaint() {
  return /** @type {ReplayPaint} */ (readFirstPaint());
}
