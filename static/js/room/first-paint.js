/** What the page carries before the line is there: the shapes of slowfilm/room/snapshot.py. */

/** @typedef {import("../timeline/lanes.js").Filmstrip} Filmstrip */

/**
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string[]} roles
 * @property {boolean} present false once removed from the film
 */

/** @typedef {{id: string, number: number, name: string, title: string}} Scene */

/**
 * @typedef {object} Shot
 * @property {string} id
 * @property {string} scene
 * @property {number} number
 * @property {string} name S03_SH040
 * @property {string} title
 * @property {string} intent
 * @property {string | null} selected the draft put forward
 * @property {string | null} locked_at
 * @property {string | null} [locked_by] the actor
 */

/**
 * @typedef {object} Draft
 * @property {string} id
 * @property {string} shot
 * @property {number} version
 * @property {string} name S03_SH040_v007
 * @property {"generated" | "uploaded" | "relit"} origin
 * @property {string} engine
 * @property {string} actor
 * @property {string} made_at
 * @property {number} width
 * @property {number} height
 * @property {string} rate "n/d"
 * @property {number} frames
 * @property {number} damaged how many of them could not be read whole, at least
 * @property {number} [damaged_sounds] the same of the pieces of its sound
 * @property {boolean} [variable] whether its file's frames come at no even rate
 * @property {"" | "pq" | "hlg" | "wide"} [curve] of its file, where that goes beyond BT.709
 * @property {number} [held] frames at its end in which the last picture stands while its sound goes on
 * @property {number} [held_before] frames at its beginning in which the first picture stands while its sound goes on
 * @property {string} [timecode] what its file calls its first frame, with ";" if that is drop-frame
 * @property {string} master digests of blobs, answered under media/
 * @property {string} proxy
 * @property {string} poster
 * @property {{digest: string, tiles: number, tile_width: number, tile_height: number}} filmstrip
 * @property {string | null} waveform
 * @property {string | null} [erased] since when its picture is gone, at the demand of somebody in it
 */

/** @typedef {{draft: string, first: number, last: number}} Part frames first ≤ f < last of a draft */

/**
 * @typedef {object} Note
 * @property {string} id
 * @property {string} draft
 * @property {string | null} parent the thread's first note
 * @property {string | null} [carried_from] the note of an earlier draft that it says again
 * @property {number} first the frames first ≤ f < last
 * @property {number} last
 * @property {keyof typeof import("./events.js").NOTE_KINDS} kind
 * @property {string} text
 * @property {string} reason why it is kept
 * @property {string} actor
 * @property {string[]} mentions ids of members
 * @property {string} at
 * @property {string | null} [next_draft] of a note on a join: the draft that follows
 * @property {number | null} [next_first] and its frames from this one; null: next_frame alone
 * @property {number | null} [next_frame] to this one
 * @property {Part[]} [between] of a note over more shots: what it lies on between those two drafts
 * @property {string | null} resolved_at
 * @property {string} resolved_by
 */

/**
 * @typedef {object} Generation a draft on its way
 * @property {string} id
 * @property {string} shot
 * @property {string} engine
 * @property {string} actor
 * @property {string} at
 * @property {string} state queued or running
 * @property {number} share how far it is, 0–1
 */

/**
 * @typedef {object} Upload a draft made elsewhere, being prepared
 * @property {string} id
 * @property {string} shot
 * @property {string} filename
 * @property {number} share how far it is, 0–1
 * @property {string} [error] why it became no draft, a key of upload_failures
 */

/**
 * @typedef {object} Spoken a line, at the frames first ≤ f < last
 * @property {number} first
 * @property {number} last
 * @property {string} character
 * @property {string} words
 * @property {string} dialect which one the words are in
 * @property {string} translation
 */

/**
 * @typedef {object} FirstPaint
 * @property {number} seq where the ledger stood
 * @property {{id: string, title: string, rate: string}} film
 * @property {string} you your member id
 * @property {string[]} rights look, mark, make, clear, manage, lock
 * @property {Member[]} members
 * @property {Scene[]} scenes
 * @property {Shot[]} shots
 * @property {Draft[]} drafts
 * @property {Generation[]} generations
 * @property {Upload[]} uploads
 * @property {Record<string, string>} upload_failures sentences by error
 * @property {string | null} shot where one stands
 * @property {string | null} draft
 * @property {Note[]} notes of that draft
 * @property {Note[]} [earlier] open ones of earlier drafts, of which it is asked: still true?
 * @property {[number, number][]} marks of that draft: frame, and how many strokes lie on it
 * @property {Spoken[]} lines of that draft
 */

/** @typedef {{seq: number, draft: Draft, notes: Note[], earlier?: Note[], marks: [number, number][], lines: Spoken[]}} DraftPaint */

/**
 * Reads what the page carries.
 * @returns {FirstPaint}
 */
export function readFirstPaint() {
  return JSON.parse(document.getElementById("first-paint")?.textContent ?? "{}");
}
