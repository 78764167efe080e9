import assert from "node:assert/strict";
import { test } from "node:test";

import { Sequence } from "../../static/js/room/sequence.js";
import * as states from "../../static/js/room/state.js";

const POINTS = [[1, 2, 512, 0, 0]];
const INK = { draft: "d", frame: 7, tool: "pen", colour: "#e8b04b", width: 40, points: POINTS };

function room(more = {}) {
  const draft = { id: "d", shot: "s", frames: 100 };
  const film = { id: "f", title: "The Lane", rate: "24" };
  const empty = { members: [], scenes: [], shots: [], generations: [], uploads: [], notes: [], marks: [] };
  return states.createState({ seq: 10, you: "me", film, draft: "d", drafts: [draft], ...empty, ...more });
}

function entry(seq, verb, payload, id = `e${seq}`) {
  return { seq, verb, payload, id, actor: "member:me", at: `2026-01-01T00:00:${seq}Z` };
}

function ids(state, frame = 7) {
  return states.strokesOn(state, "d", frame).map((stroke) => stroke.id);
}

test("ink is folded into windows that are here, and counted everywhere", () => {
  const state = room();
  states.fold(state, entry(11, "stroke-drawn", INK));
  assert.deepEqual(ids(state), [], "its window was not asked for");
  assert.deepEqual([...state.onDraft.get("d").marks], [[7, 1]]);
  states.putInk(state, "d", 7, 10, []);
  assert.deepEqual(ids(state), ["e11"], "what was folded in since the answer was read");
  assert.deepEqual([...state.onDraft.get("d").marks], [[7, 1]], "and not counted twice");
  states.fold(state, entry(12, "stroke-erased", { stroke: "e11", draft: "d", frame: 7 }));
  assert.deepEqual(ids(state), []);
  assert.equal(state.onDraft.get("d").marks.size, 0);
  states.fold(state, entry(13, "stroke-restored", { stroke: "e11", draft: "d", frame: 7 }));
  assert.deepEqual(ids(state), ["e11"]);
});

test("an answer that is ahead of the line is not undone by what comes late", () => {
  const state = room();
  states.putInk(state, "d", 7, 12, []); // drawn by 11, erased by 12: not in the answer
  states.fold(state, entry(11, "stroke-drawn", INK));
  assert.deepEqual(ids(state), []);
  states.takeUp(state, { seq: 14, draft: { id: "d" }, notes: [], marks: [[7, 2]] });
  states.fold(state, entry(13, "stroke-drawn", INK));
  assert.deepEqual([...state.onDraft.get("d").marks], [[7, 2]]);
  states.fold(state, entry(15, "stroke-drawn", INK));
  assert.deepEqual([...state.onDraft.get("d").marks], [[7, 3]]);
});

test("restored ink that was never here makes its window be asked for again", () => {
  const state = room();
  states.putInk(state, "d", 7, 10, []);
  states.fold(state, entry(11, "stroke-restored", { stroke: "x", draft: "d", frame: 7 }));
  assert.equal(state.strokes.has("d", 7), false);
});

test("only so many windows are held, those looked at last", () => {
  const state = room();
  for (let frame = 0; frame < 24 * 60; frame += 24) {
    states.putInk(state, "d", frame, 10, [{ id: `on ${frame}`, frame, seq: 1 }]);
    ids(state, 0);
  }
  assert.deepEqual(ids(state, 0), ["on 0"]);
  assert.equal(state.strokes.has("d", 24), false);
  assert.deepEqual(ids(state, 24 * 59), [`on ${24 * 59}`]);
});

test("a command is seen at once and becomes what its entry says", () => {
  const state = room();
  states.putInk(state, "d", 7, 10, []);
  const at = "2026-01-01T00:00:00Z";
  states.expect(state, { id: "mine", verb: "draw-stroke", fields: INK, at });
  assert.equal(states.strokesOn(state, "d", 7)[0].pending, true);
  states.expect(state, { id: "undo", verb: "erase-stroke", fields: { stroke: "mine" }, at });
  assert.deepEqual(ids(state), []);
  states.fold(state, entry(11, "stroke-drawn", INK, "mine"));
  assert.deepEqual(ids(state), [], "still to be erased");
  states.fold(state, entry(12, "stroke-erased", { stroke: "mine", draft: "d", frame: 7 }, "undo"));
  assert.equal(state.pending.size, 0);
  assert.deepEqual(ids(state), []);
});

test("a refused note keeps its words and its reason until it is let go", () => {
  const state = room();
  const fields = { draft: "d", first: 1, last: 2, kind: "change", text: "Slower." };
  states.expect(state, { id: "n", verb: "write-note", fields, at: "2026-01-01T00:00:00Z" });
  states.refuse(state, "n", { code: "locked", reason: "This shot is locked." });
  const [note] = states.notesOn(state, "d");
  assert.deepEqual([note.text, note.pending, note.refused.reason], ["Slower.", false, "This shot is locked."]);
  states.forget(state, "n");
  assert.deepEqual(states.notesOn(state, "d"), []);
});

test("what was done before this page was opened waits no longer once acknowledged", () => {
  const state = room();
  states.expect(state, { id: "old", verb: "draw-stroke", fields: INK, at: "" });
  states.settle(state, "old", 12);
  assert.equal(state.pending.size, 1, "its entry is still to come");
  states.settle(state, "old", 9);
  assert.equal(state.pending.size, 0);
});

test("notes, shots and members follow their entries; unknown and erased ones change nothing", () => {
  const state = room({ members: [{ id: "m", name: "Ada", roles: ["editor"], present: true }] });
  const said = { draft: "d", first: 1, last: 2, kind: "change", text: "A", reason: "", parent: null, mentions: [] };
  states.fold(state, entry(11, "note-written", said, "n"));
  states.fold(state, entry(12, "note-resolved", { note: "n", draft: "d" }));
  assert.equal(states.notesOn(state, "d")[0].resolved_by, "member:me");
  states.fold(state, entry(13, "note-reopened", { note: "n", draft: "d" }));
  assert.equal(states.notesOn(state, "d")[0].resolved_at, null);
  states.fold(state, entry(14, "shot-added", { scene: "c", number: 10, name: "S01_SH010", title: "", intent: "" }, "s"));
  states.fold(state, entry(15, "shot-locked", { shot: "s", draft: "d", digest: "0" }));
  assert.ok(state.shots.get("s").locked_at);
  states.fold(state, entry(16, "member-removed", { member: "m" }));
  assert.equal(state.members.get("m").present, false);
  assert.deepEqual(states.fold(state, entry(17, "light-set", { draft: "d" })), []);
  assert.deepEqual(states.fold(state, entry(18, "stroke-drawn", null)), []);
  assert.equal(state.seq, 18);
});

test("each entry once, in order", () => {
  const order = new Sequence(5);
  assert.deepEqual(
    [6, 6, 5, 9, 7, 8].map((seq) => order.place(seq)),
    ["next", "old", "old", "gap", "next", "next"],
  );
});
