/**
 * What the room knows, and the one place where entries are folded into it. No input, no output:
 * the same first paint and entries make the same state.
 *
 *   const state = createState(readFirstPaint());
 *   for (const change of fold(state, entry)) …   // what to draw anew
 *
 * A draft's notes and marks are known once it was taken up (takeUp); its ink by window (putInk).
 * `state.pending` holds this hand's commands that have no entry yet: strokesOn() and notesOn() show
 * them as if they were done, marked `pending`, or `refused` with the reason until forget().
 */

import { foldEntry, foldInk } from "./reducers.js";
import { partsOf } from "../notes/parts.js";
import { Strokes } from "../ink/strokes.js";

/** @typedef {{joined?: {first: number, last: number, part: number}}} Joined of a note over joins as a later draft of it has it: its frames on its first draft, and which part this is, from 1 */
/** @typedef {import("./first-paint.js").Note & Waiting & Joined} Note */
/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("../ink/strokes.js").Stroke} Stroke */
/** @typedef {{code: string, reason: string}} Refusal */
/** @typedef {{pending?: boolean, refused?: Refusal}} Waiting */

/**
 * @typedef {object} Command that has no entry yet
 * @property {string} id
 * @property {string} verb
 * @property {Record<string, any>} fields
 * @property {string} at when it was given, ISO 8601
 * @property {Refusal} [refused]
 */

/**
 * @typedef {object} Entry
 * @property {number} seq
 * @property {string} verb
 * @property {string} actor
 * @property {string} at
 * @property {string} id the command's, and of what it made
 * @property {Record<string, any> | null} payload null when it was erased
 */

/**
 * @typedef {object} Change what to draw anew
 * @property {"ink" | "note" | "member" | "scene" | "shot" | "draft" | "erased" | "coming" | "film" | "light"} what
 * @property {string} [id] of the note, member, scene, shot, draft, or of what is coming
 * @property {string} [draft] whose ink or note
 * @property {number} [frame] whose ink
 * @property {string} [shot] whose draft, there or coming
 */

/** @typedef {import("./first-paint.js").Spoken} Spoken */
/** @typedef {{seq: number, notes: Map<string, Note>, earlier: Map<string, Note>, marks: Map<number, number>, lines: Spoken[]}} OnDraft */

/**
 * @typedef {object} State
 * @property {number} seq of the last entry folded in
 * @property {string} you
 * @property {{id: string, title: string, rate: string}} film
 * @property {Map<string, import("./first-paint.js").Member>} members
 * @property {Map<string, import("./first-paint.js").Scene>} scenes
 * @property {Map<string, import("./first-paint.js").Shot>} shots
 * @property {Map<string, Draft>} drafts
 * @property {Map<string, import("./first-paint.js").Generation>} generations on their way
 * @property {Map<string, import("./first-paint.js").Upload>} uploads being prepared, and failed ones
 * @property {Map<string, OnDraft>} onDraft of the drafts taken up so far
 * @property {Strokes} strokes
 * @property {Map<string, Command>} pending in the order they were given
 * @property {Entry[]} recent what an answer read a moment ago may not hold yet
 */

const RECENT = 500;

/**
 * @param {import("./first-paint.js").FirstPaint} paint
 * @returns {State}
 */
export function createState(paint) {
  /** @type {State} */
  const state = {
    seq: paint.seq,
    you: paint.you,
    film: paint.film,
    members: byId(paint.members),
    scenes: byId(paint.scenes),
    shots: byId(paint.shots),
    drafts: byId(paint.drafts),
    generations: byId(paint.generations),
    uploads: byId(paint.uploads),
    onDraft: new Map(),
    strokes: new Strokes(),
    pending: new Map(),
    recent: [],
  };
  if (paint.draft) state.onDraft.set(paint.draft, onDraft(paint));
  return state;
}

/**
 * Folds in the next entry.
 * @param {State} state
 * @param {Entry} entry
 * @returns {Change[]}
 */
export function fold(state, entry) {
  state.seq = entry.seq;
  state.recent.push(entry);
  if (state.recent.length > RECENT) state.recent.shift();
  const waited = forget(state, entry.id);
  const change = foldEntry(state, entry);
  return change ? [...waited, change] : waited;
}

/**
 * Takes up a draft: its row, notes and marks as they were at the answer's seq, and what was folded
 * in since it was read.
 * @param {State} state
 * @param {import("./first-paint.js").DraftPaint} paint
 */
export function takeUp(state, paint) {
  state.drafts.set(paint.draft.id, paint.draft);
  state.onDraft.set(paint.draft.id, onDraft(paint));
  for (const entry of since(state, paint.seq, paint.draft.id)) foldEntry(state, entry);
}

/**
 * Takes in a window of ink as it was at `seq`, and what was folded in since it was read.
 * @param {State} state
 * @param {string} draft
 * @param {number} frame any of the window's
 * @param {number} seq
 * @param {Stroke[]} strokes
 */
export function putInk(state, draft, frame, seq, strokes) {
  state.strokes.put(draft, frame, seq, strokes);
  // Only the ink: marks and notes were counted when these entries came.
  for (const entry of since(state, seq, draft)) foldInk(state.strokes, entry);
}

/**
 * This hand gave a command: show it as done, and as waiting.
 * @param {State} state
 * @param {Command} command
 * @returns {Change[]}
 */
export function expect(state, command) {
  state.pending.set(command.id, command);
  return touched(command);
}

/**
 * A command was acknowledged as entry `seq`. Its entry is usually still to come; when it had come
 * before this page was opened, the command waits no longer.
 * @param {State} state
 * @param {string} id
 * @param {number} seq
 * @returns {Change[]}
 */
export function settle(state, id, seq) {
  return seq <= state.seq ? forget(state, id) : [];
}

/**
 * A command was refused: what it would have made stays, with the reason, until forget().
 * @param {State} state
 * @param {string} id
 * @param {Refusal} refusal
 * @returns {Change[]}
 */
export function refuse(state, id, refusal) {
  const command = state.pending.get(id);
  if (!command) return [];
  return expect(state, { ...command, refused: refusal });
}

/**
 * @param {State} state
 * @param {string} id of a command that waits no longer
 * @returns {Change[]}
 */
export function forget(state, id) {
  const command = state.pending.get(id);
  if (!command) return [];
  const changes = touched(command);
  state.pending.delete(id);
  return changes;
}

/**
 * The ink to be seen on a frame, in the order it lies; this hand's waiting strokes on top.
 * @param {State} state
 * @param {string} draft
 * @param {number} frame
 * @returns {Stroke[]}
 */
export function strokesOn(state, draft, frame) {
  const all = new Map(state.strokes.on(draft, frame).map((stroke) => [stroke.id, stroke]));
  for (const command of state.pending.values()) {
    const { id, verb, fields, refused } = command;
    if (verb === "draw-stroke" && fields.draft === draft && fields.frame === frame) {
      if (!all.has(id)) all.set(id, waitingStroke(state, command));
    } else if (!refused && (verb === "erase-stroke" || verb === "restore-stroke")) {
      const stroke = all.get(fields.stroke);
      if (stroke) all.set(stroke.id, { ...stroke, erased: verb === "erase-stroke" });
    }
  }
  return [...all.values()].filter((stroke) => !stroke.erased);
}

/**
 * A draft's notes, oldest first; this hand's waiting ones among them. One on the join before it lies
 * on the frames that follow.
 * @param {State} state
 * @param {string} draft
 * @returns {Note[]}
 */
export function notesOn(state, draft) {
  const all = new Map(state.onDraft.get(draft)?.notes);
  for (const command of state.pending.values()) {
    const { id, verb, fields, refused } = command;
    if (verb === "write-note" && !all.has(id)) {
      const note = waitingNote(state, command);
      if (partsOf(note).some((part) => part.draft === draft)) all.set(id, note);
    }
    const row = all.get(fields.note);
    if (row && (verb === "resolve-note" || verb === "reopen-note")) {
      all.set(row.id, { ...row, pending: !refused, refused });
    }
  }
  return Array.from(all.values(), (note) => asHere(note, draft)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * A note on a draft's own frames; of several parts on one draft the first counts.
 * @param {Note} note
 * @param {string} draft
 * @returns {Note}
 */
function asHere(note, draft) {
  const parts = partsOf(note);
  const part = parts.findIndex((item) => item.draft === draft);
  if (part < 1) return note;
  const { first, last } = parts[part];
  return { ...note, first, last, joined: { first: note.first, last: note.last, part } };
}

/**
 * The open notes of earlier drafts of which it is still to be said whether they are true of this
 * one, on that earlier draft's frames; those that this hand has just answered are left out.
 * @param {State} state
 * @param {string} draft
 * @returns {Note[]}
 */
export function earlierOn(state, draft) {
  const all = new Map(state.onDraft.get(draft)?.earlier);
  for (const { verb, fields, refused } of state.pending.values()) {
    const applies = verb === "resolve-note" || (verb === "carry-note" && fields.draft === draft);
    if (!refused && applies) all.delete(fields.note);
  }
  const shot = state.drafts.get(draft)?.shot;
  const before = (/** @type {Note} */ note) => partsOf(note).find((part) => state.drafts.get(part.draft)?.shot === shot);
  return Array.from(all.values(), (note) => ({ ...note, ...before(note) }));
}

/**
 * What was folded in about a draft after `seq`; notes of other drafts may be asked of it too.
 * @param {State} state
 * @param {number} seq
 * @param {string} draft
 */
function since(state, seq, draft) {
  return state.recent.filter(
    (entry) =>
      entry.seq > seq && (entry.payload?.draft === draft || entry.verb.startsWith("note-")),
  );
}

/** @param {{seq: number, notes: Note[], earlier?: Note[], marks: [number, number][], lines?: Spoken[]}} paint */
function onDraft({ seq, notes, earlier = [], marks, lines = [] }) {
  return { seq, notes: byId(notes), earlier: byId(earlier), marks: new Map(marks), lines };
}

/**
 * @template {{id: string}} T
 * @param {T[]} rows
 * @returns {Map<string, T>}
 */
function byId(rows) {
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * What a command that waits changes on the screen.
 * @param {Command} command
 * @returns {Change[]}
 */
function touched({ id, verb, fields }) {
  switch (verb) {
    case "draw-stroke":
      return [{ what: "ink", draft: fields.draft, frame: fields.frame }];
    case "erase-stroke":
    case "restore-stroke":
      // Only the server knows where it lies, so whoever shows ink draws anew what is seen.
      return [{ what: "ink" }];
    case "write-note":
      return [{ what: "note", draft: fields.draft, id }];
    case "resolve-note":
    case "reopen-note":
    case "carry-note":
      return [{ what: "note", id: fields.note }];
    default:
      return /light|exposure/.test(verb) ? [{ what: "light" }] : [];
  }
}

/**
 * @param {State} state
 * @param {Command} command
 * @returns {Stroke}
 */
function waitingStroke(state, { id, fields, refused }) {
  const { frame, tool, colour, width, points } = fields;
  const actor = `member:${state.you}`;
  const seq = Number.MAX_SAFE_INTEGER;
  return { id, frame, actor, tool, colour, width, points, seq, pending: !refused, refused };
}

/**
 * @param {State} state
 * @param {Command} command
 * @returns {Note}
 */
function waitingNote(state, { id, fields, refused, at }) {
  const { draft, first, last, kind, text, reason = "", parent = null, mentions = [] } = fields;
  const { next_draft = null, next_first = null, next_frame = null, between = [] } = fields;
  const actor = `member:${state.you}`;
  const open = { resolved_at: null, resolved_by: "", pending: !refused, refused };
  return { id, draft, parent, first, last, next_draft, next_first, next_frame, between, kind, text, reason, actor, mentions, at, ...open };
}
