/** What each entry changes. Verbs that are not here change nothing the room shows. */

import { partsOf } from "../notes/parts.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {import("./state.js").Change} Change */
/** @typedef {import("./state.js").Note} Note */
/** @typedef {import("./first-paint.js").Shot} Shot */
/** @typedef {import("./first-paint.js").Member} Member */

/** @typedef {import("./events.js").Facts} Facts */

/**
 * A fact's type is that of its verb: tsc checks each fold against the server's declaration.
 * @type {{[V in keyof Facts]?: (state: State, entry: Entry, said: Facts[V]) => Change | undefined}}
 */
const FOLDS = {
  "stroke-drawn": (state, entry) => ink(state, entry, 1),
  "stroke-erased": (state, entry) => ink(state, entry, -1),
  "stroke-restored": (state, entry) => ink(state, entry, 1),
  "note-written": (state, { seq, id, actor, at }, fields) => {
    const note = { ...fields, id, actor, at, resolved_at: null, resolved_by: "" };
    askLater(state, seq, note);
    // Over a join or more it is a note of each of these drafts.
    for (const { draft } of partsOf(note)) putNote(state, seq, draft, id, () => note);
    return putNote(state, seq, fields.draft, id, () => note);
  },
  "note-carried": (state, { seq, id, actor, at }, { note: old, ...fields }) => {
    const open = { parent: null, mentions: [], resolved_at: null, resolved_by: "" };
    const note = { ...fields, ...open, id, actor, at, carried_from: old };
    answered(state, old, state.drafts.get(fields.draft)?.shot);
    askLater(state, seq, note);
    return putNote(state, seq, fields.draft, id, () => note);
  },
  "note-resolved": (state, { seq, actor, at }, { draft, note }) => {
    answered(state, note);
    return changeNote(state, seq, draft, note, { resolved_at: at, resolved_by: actor });
  },
  "note-reopened": (state, { seq }, { draft, note }) =>
    changeNote(state, seq, draft, note, { resolved_at: null, resolved_by: "" }),
  "scene-added": (state, { id }, { number, title }) => {
    const name = `S${String(number).padStart(2, "0")}`;
    state.scenes.set(id, { id, number, name, title });
    return { what: "scene", id };
  },
  "shot-added": (state, { id }, fields) => {
    state.shots.set(id, { ...fields, id, selected: null, locked_at: null });
    return { what: "shot", id };
  },
  "scene-changed": (state, _entry, { scene, title }) => {
    const row = state.scenes.get(scene);
    if (row) state.scenes.set(scene, { ...row, title });
    return { what: "scene", id: scene };
  },
  "shot-changed": (state, _entry, { shot, ...fields }) => putShot(state, shot, fields),
  "shot-moved": (state, _entry, { shot, ...fields }) => {
    for (const draft of state.drafts.values()) {
      if (draft.shot !== shot) continue;
      const version = String(draft.version).padStart(3, "0");
      state.drafts.set(draft.id, { ...draft, name: `${fields.name}_v${version}` });
    }
    return putShot(state, shot, fields);
  },
  // The entry does not say which files a draft has: whoever shows it asks for its row.
  "draft-made": (state, _entry, { draft, shot, generation, upload }) => {
    if (generation) state.generations.delete(generation);
    if (upload) state.uploads.delete(upload);
    return { what: "draft", id: draft, shot };
  },
  "payloads-erased": (state, { at }, { blobs = [] }) => {
    const gone = new Set(blobs);
    const erased = [...state.drafts.values()].filter(({ proxy }) => gone.has(proxy));
    for (const draft of erased) state.drafts.set(draft.id, { ...draft, erased: at });
    return erased.length > 0 ? { what: "erased", id: erased[0].id } : undefined;
  },
  "draft-selected": (state, _entry, { shot, draft }) => putShot(state, shot, { selected: draft }),
  "shot-locked": (state, { at, actor }, { shot }) => putShot(state, shot, { locked_at: at, locked_by: actor }),
  "cut-locked": (state, { at, actor }, { shots }) => {
    for (const { shot } of shots) putShot(state, shot, { locked_at: at, locked_by: actor });
    return { what: "shot", id: shots[0]?.shot };
  },
  "generation-queued": (state, { id, actor, at }, { shot, engine }) => {
    state.generations.set(id, { id, shot, engine, actor, at, state: "queued", share: 0 });
    return { what: "coming", id, shot };
  },
  "generation-started": (state, _entry, { generation, shot }) => {
    const row = state.generations.get(generation);
    if (row) state.generations.set(generation, { ...row, state: "running" });
    return { what: "coming", id: generation, shot };
  },
  "generation-ended": (state, _entry, { generation, shot }) => {
    state.generations.delete(generation);
    return { what: "coming", id: generation, shot };
  },
  "draft-upload-started": (state, { id }, { shot, filename }) => {
    state.uploads.set(id, { id, shot, filename, share: 0 });
    return { what: "coming", id, shot };
  },
  "draft-upload-failed": (state, _entry, { upload: id, shot, filename, error }) => {
    state.uploads.set(id, { id, shot, filename, share: 0, error });
    return { what: "coming", id, shot };
  },
  "member-joined": (state, _entry, { member, name, roles }) => {
    state.members.set(member, { id: member, name, roles, present: true });
    return { what: "member", id: member };
  },
  "roles-changed": (state, _entry, { member, roles }) => putMember(state, member, { roles }),
  "member-removed": (state, _entry, { member }) => putMember(state, member, { present: false }),
  "film-changed": (state, _entry, { title }) => {
    state.film = { ...state.film, title };
    return { what: "film" };
  },
};

/**
 * What an entry changes; nothing, where it changes nothing that the room shows.
 * @param {State} state
 * @param {Entry} entry
 * @returns {Change | undefined}
 */
export function foldEntry(state, entry) {
  /** @type {Record<string, (state: State, entry: Entry, said: any) => Change | undefined>} */
  const folds = FOLDS;
  return entry.payload ? folds[entry.verb]?.(state, entry, entry.payload) : undefined;
}

/**
 * Ink alone: safe to do again with an entry that was folded in before.
 * @param {import("../ink/strokes.js").Strokes} strokes
 * @param {Entry} entry
 */
export function foldInk(strokes, { verb, seq, id, actor, payload }) {
  const facts = /** @type {any} */ (payload);
  if (verb === "stroke-drawn") {
    const { frame, tool, colour, width, points } = facts;
    strokes.draw(facts.draft, { id, frame, actor, tool, colour, width, points, seq });
  } else if (verb === "stroke-erased") strokes.mark(facts, seq, true);
  else if (verb === "stroke-restored") strokes.mark(facts, seq, false);
}

/**
 * Ink, and the count of strokes on its frame, unless the count was read later than the entry.
 * @param {State} state
 * @param {Entry} entry
 * @param {1 | -1} by
 * @returns {Change}
 */
function ink(state, entry, by) {
  const { draft, frame } = /** @type {any} */ (entry.payload);
  foldInk(state.strokes, entry);
  const part = state.onDraft.get(draft);
  if (part && entry.seq > part.seq) {
    const strokes = (part.marks.get(frame) ?? 0) + by;
    if (strokes > 0) part.marks.set(frame, strokes);
    else part.marks.delete(frame);
  }
  return { what: "ink", draft, frame };
}

/**
 * A thread is to be asked of the later drafts of each shot that it lies on, but those it lies on.
 * @param {State} state
 * @param {number} seq
 * @param {Note} note
 */
function askLater(state, seq, note) {
  if (note.parent) return;
  const on = new Set(partsOf(note).map(({ draft }) => draft));
  const drafts = [...on].flatMap((id) => state.drafts.get(id) ?? []);
  for (const [id, part] of state.onDraft) {
    const later = state.drafts.get(id);
    const applies = drafts.some((of) => later?.shot === of.shot && later.version > of.version);
    if (applies && !on.has(id) && seq > part.seq) part.earlier.set(note.id, note);
  }
}

/**
 * Nobody is asked about a note any more; where it was answered for one shot, not of that shot.
 * @param {State} state
 * @param {string} note
 * @param {string} [shot]
 */
function answered(state, note, shot) {
  for (const [id, { earlier }] of state.onDraft) {
    if (!shot || state.drafts.get(id)?.shot === shot) earlier.delete(note);
  }
}

/**
 * @param {State} state
 * @param {number} seq
 * @param {string} draft
 * @param {string} id
 * @param {(was: Note) => Note} change
 * @returns {Change}
 */
function putNote(state, seq, draft, id, change) {
  const part = state.onDraft.get(draft);
  const note = part && seq > part.seq ? change(/** @type {Note} */ (part.notes.get(id))) : null;
  if (note?.id) part?.notes.set(id, note);
  return { what: "note", draft, id };
}

/**
 * Changes a note wherever it is known: one on a join is a note of two drafts.
 * @param {State} state
 * @param {number} seq
 * @param {string} draft
 * @param {string} id
 * @param {Partial<Note>} change
 * @returns {Change}
 */
function changeNote(state, seq, draft, id, change) {
  for (const [otherDraft, { notes }] of state.onDraft) {
    if (otherDraft !== draft && notes.has(id)) putNote(state, seq, otherDraft, id, (was) => ({ ...was, ...change }));
  }
  return putNote(state, seq, draft, id, (was) => ({ ...was, ...change }));
}

/**
 * @param {State} state
 * @param {string} id
 * @param {Partial<Shot>} change
 * @returns {Change}
 */
function putShot(state, id, change) {
  const was = state.shots.get(id);
  if (was) state.shots.set(id, { ...was, ...change });
  return { what: "shot", id };
}

/**
 * @param {State} state
 * @param {string} id
 * @param {Partial<Member>} change
 * @returns {Change}
 */
function putMember(state, id, change) {
  const was = state.members.get(id);
  if (was) state.members.set(id, { ...was, ...change });
  return { what: "member", id };
}
