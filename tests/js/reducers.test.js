import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";

import * as states from "../../static/js/room/state.js";
import { draft, entry, paint, words } from "./line.js";

const INK = { draft: "d", frame: 7, tool: "pen", colour: "#e8b04b", width: 40, points: [[1, 2, 512, 0, 0]] };

/** A film's record from its tenth entry on, with something of every kind that the room shows. */
const RECORD = [
  entry(11, "stroke-drawn", INK, { id: "ink" }),
  entry(12, "note-written", words("Slower."), { id: "note" }),
  entry(13, "stroke-drawn", { ...INK, frame: 8 }, { id: "other" }),
  entry(14, "stroke-erased", { stroke: "ink", draft: "d", frame: 7 }),
  entry(15, "note-written", words("How slow?", { parent: "note" }), { id: "answer" }),
  entry(16, "note-resolved", { note: "note", draft: "d" }),
  entry(17, "stroke-restored", { stroke: "ink", draft: "d", frame: 7 }),
  entry(18, "stroke-erased", { stroke: "other", draft: "d", frame: 8 }),
  entry(19, "note-reopened", { note: "note", draft: "d" }),
  entry(20, "stroke-drawn", INK, { id: "last" }),
];

/** The state after the record up to an entry. */
function after(seq, state = states.createState(paint())) {
  for (const each of RECORD) if (each.seq <= seq) states.fold(state, each);
  return state;
}

/** What a page read at this point of the record is answered about the draft. */
function answers(seq) {
  const state = states.createState(paint());
  states.putInk(state, "d", 0, 10, []);
  after(seq, state);
  const { notes, marks } = state.onDraft.get("d");
  const strokes = [7, 8].flatMap((frame) => state.strokes.on("d", frame)).filter((each) => !each.erased);
  return { seq, notes: [...notes.values()], marks: [...marks], strokes };
}

/** A state that saw everything as it happened. */
function whole() {
  const state = states.createState(paint());
  states.putInk(state, "d", 0, 10, []);
  return after(20, state);
}

/** What is to be seen of a draft. */
function seen(state) {
  const ink = [7, 8].map((frame) => states.strokesOn(state, "d", frame).map(({ id }) => id));
  return { ink, notes: states.notesOn(state, "d"), marks: [...state.onDraft.get("d").marks].toSorted() };
}

test("whenever a page was read, and whenever its ink came, the end is the same", () => {
  for (let read = 10; read <= 20; read += 1) {
    for (let asked = read; asked <= 20; asked += 1) {
      for (let came = read; came <= 20; came += 1) {
        const { notes, marks } = answers(read);
        const state = states.createState(paint({ seq: read, notes, marks }));
        for (const each of RECORD) {
          if (each.seq === came + 1) states.putInk(state, "d", 0, asked, answers(asked).strokes);
          if (each.seq > read) states.fold(state, each);
        }
        // What was restored and never here makes its window be asked for again.
        if (!state.strokes.has("d", 0)) states.putInk(state, "d", 0, 20, answers(20).strokes);
        assert.deepEqual(seen(state), seen(whole()), `read ${read}, asked ${asked}, came ${came}`);
      }
    }
  }
});

test("a draft taken up at any point of the record ends the same", () => {
  for (let read = 10; read <= 20; read += 1) {
    for (let came = 10; came <= 20; came += 1) {
      const state = states.createState(paint({ draft: null, drafts: [] }));
      for (const each of RECORD) {
        if (each.seq - 1 === came) states.takeUp(state, { draft: draft("d"), ...answers(read) });
        states.fold(state, each);
      }
      if (came === 20) states.takeUp(state, { draft: draft("d"), ...answers(read) });
      const { notes, marks } = seen(state);
      assert.deepEqual(notes, seen(whole()).notes, `read ${read}, came ${came}`);
      assert.deepEqual(marks, seen(whole()).marks, `read ${read}, came ${came}`);
    }
  }
});

test("what is told of a draft nobody took up says what to draw anew and keeps nothing", () => {
  const state = states.createState(paint({ draft: null }));
  assert.deepEqual(states.fold(state, entry(11, "note-written", words("A"), { id: "n" })), [
    { what: "note", draft: "d", id: "n" },
  ]);
  assert.deepEqual(states.fold(state, entry(12, "stroke-drawn", INK)), [{ what: "ink", draft: "d", frame: 7 }]);
  assert.deepEqual(states.notesOn(state, "d"), []);
  assert.deepEqual(states.strokesOn(state, "d", 7), []);
});

test("an entry whose payload was erased changes nothing but the place in the record", () => {
  for (const { verb } of RECORD) {
    const state = after(20);
    const before = JSON.stringify(seen(state));
    assert.deepEqual(states.fold(state, entry(21, verb, null)), [], verb);
    assert.equal(JSON.stringify(seen(state)), before, verb);
    assert.equal(state.seq, 21);
  }
});

test("a note that was erased before the page was read is resolved by nobody", () => {
  const state = states.createState(paint());
  states.fold(state, entry(11, "note-written", null, { id: "gone" }));
  states.fold(state, entry(12, "note-resolved", { note: "gone", draft: "d" }));
  assert.deepEqual(states.notesOn(state, "d"), []);
});

test("scenes and shots come with their names", () => {
  const state = states.createState(paint());
  assert.deepEqual(states.fold(state, entry(11, "scene-added", { number: 2, title: "Rain" }, { id: "rain" })), [
    { what: "scene", id: "rain" },
  ]);
  assert.deepEqual(state.scenes.get("rain"), { id: "rain", number: 2, name: "S02", title: "Rain" });
  const said = { scene: "rain", number: 10, name: "S02_SH010", title: "A roof", intent: "Slow." };
  assert.deepEqual(states.fold(state, entry(12, "shot-added", said, { id: "roof" })), [{ what: "shot", id: "roof" }]);
  assert.deepEqual(state.shots.get("roof"), { ...said, id: "roof", selected: null, locked_at: null });
});

test("a shot is selected for and locked; one that is not known stays unknown", () => {
  const state = states.createState(paint());
  assert.deepEqual(states.fold(state, entry(11, "draft-selected", { shot: "s", draft: "d" })), [{ what: "shot", id: "s" }]);
  assert.equal(state.shots.get("s").selected, "d");
  states.fold(state, entry(12, "shot-locked", { shot: "s", draft: "d" }, { at: "2026-02-02T00:00:00Z" }));
  assert.equal(state.shots.get("s").locked_at, "2026-02-02T00:00:00Z");
  assert.equal(state.shots.get("s").title, "A lamp", "and the rest stays");
  states.fold(state, entry(13, "shot-locked", { shot: "nowhere", draft: "d" }));
  assert.equal(state.shots.has("nowhere"), false);
});

test("a cut that is locked locks its shots", () => {
  const state = states.createState(paint());
  const shots = [{ id: "1", shot: "s", draft: "d" }, { id: "2", shot: "nowhere", draft: "e" }];
  const said = states.fold(state, entry(11, "cut-locked", { cut: "c", version: "v", shots }, { at: "2026-02-02T00:00:00Z" }));
  assert.deepEqual(said.map(({ what }) => what), ["shot"]);
  assert.equal(state.shots.get("s").locked_at, "2026-02-02T00:00:00Z");
  assert.equal(state.shots.has("nowhere"), false);
});

test("a generation is queued, runs and ends; its draft takes its place", () => {
  const state = states.createState(paint());
  const queued = states.fold(state, entry(11, "generation-queued", { shot: "s", engine: "animatic" }, { id: "g" }));
  assert.deepEqual(queued, [{ what: "coming", id: "g", shot: "s" }]);
  assert.deepEqual(
    { ...state.generations.get("g"), at: "" },
    { id: "g", shot: "s", engine: "animatic", actor: "member:ada", at: "", state: "queued", share: 0 },
  );
  assert.deepEqual(states.fold(state, entry(12, "generation-started", { generation: "g", shot: "s" })), queued);
  assert.equal(state.generations.get("g").state, "running");
  assert.deepEqual(states.fold(state, entry(13, "draft-made", { draft: "new", shot: "s", generation: "g" })), [
    { what: "draft", id: "new", shot: "s" },
  ]);
  assert.equal(state.generations.size, 0);
  assert.equal(state.drafts.has("new"), false, "its row is asked for");
  states.fold(state, entry(14, "generation-queued", { shot: "s", engine: "animatic" }, { id: "h" }));
  assert.deepEqual(states.fold(state, entry(15, "generation-ended", { generation: "h", shot: "s" })), [
    { what: "coming", id: "h", shot: "s" },
  ]);
  assert.equal(state.generations.size, 0);
  states.fold(state, entry(16, "generation-started", { generation: "h", shot: "s" }));
  assert.equal(state.generations.size, 0, "one that has ended does not come back");
});

test("an upload is prepared and becomes a draft, or says why not", () => {
  const state = states.createState(paint());
  const started = { shot: "s", filename: "street.mov" };
  assert.deepEqual(states.fold(state, entry(11, "draft-upload-started", started, { id: "u" })), [
    { what: "coming", id: "u", shot: "s" },
  ]);
  assert.deepEqual(state.uploads.get("u"), { id: "u", ...started, share: 0 });
  states.fold(state, entry(12, "draft-upload-failed", { upload: "u", ...started, error: "no-picture" }));
  assert.equal(state.uploads.get("u").error, "no-picture");
  states.fold(state, entry(13, "draft-upload-started", started, { id: "v" }));
  states.fold(state, entry(14, "draft-made", { draft: "new", shot: "s", upload: "v" }));
  assert.deepEqual([...state.uploads.keys()], ["u"]);
});

test("members come, change roles and go; the film gets another title", () => {
  const state = states.createState(paint());
  states.fold(state, entry(11, "member-joined", { member: "lin", name: "Lin", roles: ["sound"] }));
  assert.deepEqual(state.members.get("lin"), { id: "lin", name: "Lin", roles: ["sound"], present: true });
  states.fold(state, entry(12, "roles-changed", { member: "lin", roles: ["viewer"] }));
  assert.deepEqual(state.members.get("lin").roles, ["viewer"]);
  states.fold(state, entry(13, "member-removed", { member: "lin" }));
  assert.deepEqual(state.members.get("lin"), { id: "lin", name: "Lin", roles: ["viewer"], present: false });
  states.fold(state, entry(14, "roles-changed", { member: "nobody", roles: [] }));
  assert.equal(state.members.has("nobody"), false);
  assert.deepEqual(states.fold(state, entry(15, "film-changed", { title: "Rain" })), [{ what: "film" }]);
  assert.deepEqual(state.film, { id: "f", title: "Rain", rate: "24" });
});

test("what a hand has asked for is shown as done: a note resolved, one reopened, and refused", () => {
  const state = states.createState(paint({ notes: [{ id: "n", ...words("A"), actor: "member:ada", at: "1", resolved_at: null, resolved_by: "" }] }));
  assert.deepEqual(states.expect(state, { id: "x", verb: "resolve-note", fields: { note: "n" }, at: "2" }), [
    { what: "note", id: "n" },
  ]);
  assert.equal(states.notesOn(state, "d")[0].pending, true);
  states.refuse(state, "x", { code: "locked", reason: "This shot is locked." });
  const [note] = states.notesOn(state, "d");
  assert.deepEqual([note.pending, note.refused.reason], [false, "This shot is locked."]);
  assert.deepEqual(states.refuse(state, "nothing", { code: "", reason: "" }), []);
  assert.deepEqual(states.forget(state, "x"), [{ what: "note", id: "n" }]);
  assert.equal(states.notesOn(state, "d")[0].refused, undefined);
});

test("waiting ink lies on top, on its own frame, and comes back as one wishes", () => {
  const state = states.createState(paint());
  states.putInk(state, "d", 7, 10, [{ id: "old", seq: 3, ...INK, actor: "member:ada" }]);
  const give = (id, verb, fields) => states.expect(state, { id, verb, fields, at: "" });
  assert.deepEqual(give("new", "draw-stroke", INK), [{ what: "ink", draft: "d", frame: 7 }]);
  assert.deepEqual(states.strokesOn(state, "d", 7).map(({ id, actor, pending }) => [id, actor, pending ?? false]), [
    ["old", "member:ada", false],
    ["new", "member:me", true],
  ]);
  assert.deepEqual(states.strokesOn(state, "d", 8), []);
  assert.deepEqual(states.strokesOn(state, "other", 7), []);
  assert.deepEqual(give("off", "erase-stroke", { stroke: "old" }), [{ what: "ink" }]);
  assert.deepEqual(states.strokesOn(state, "d", 7).map(({ id }) => id), ["new"]);
  give("on", "restore-stroke", { stroke: "old" });
  assert.deepEqual(states.strokesOn(state, "d", 7).map(({ id }) => id), ["old", "new"]);
  states.refuse(state, "off", { code: "locked", reason: "" });
  states.refuse(state, "on", { code: "locked", reason: "" });
  assert.deepEqual(states.strokesOn(state, "d", 7).map(({ id }) => id), ["old", "new"], "refused, so nothing is erased");
});

test("commands that make no ink and no note change nothing until their entries come", () => {
  const state = states.createState(paint());
  assert.deepEqual(states.expect(state, { id: "x", verb: "add-scene", fields: { title: "A" }, at: "" }), []);
  assert.equal(state.scenes.size, 1);
  states.fold(state, entry(11, "scene-added", { number: 2, title: "A" }, { id: "x" }));
  assert.equal(state.pending.size, 0);
  assert.equal(state.scenes.size, 2);
});

test("only the latest five hundred entries are kept for late answers", () => {
  const state = states.createState(paint());
  for (let seq = 11; seq < 11 + 501; seq += 1) states.fold(state, entry(seq, "stroke-drawn", INK, { at: "" }));
  assert.equal(state.recent.length, 500);
  assert.equal(state.recent[0].seq, 12);
});

test("the first paint is read from the page", async () => {
  const { openPage } = await import("./page.js");
  const { readFirstPaint } = await import("../../static/js/room/first-paint.js");
  openPage(`<script id="first-paint" type="application/json">${JSON.stringify(paint({ seq: 42 }))}</script>`);
  assert.equal(readFirstPaint().seq, 42);
  assert.deepEqual(readFirstPaint().members[1].name, "Ada Bell");
});

test("a note on a join stands in both drafts' rooms, and is closed and opened in both", () => {
  const state = states.createState(paint());
  states.takeUp(state, { seq: 10, draft: draft("next"), notes: [], marks: [], lines: [] });
  const join = words("One street.", { next_draft: "next", next_frame: 4 });
  states.fold(state, entry(11, "note-written", join, { id: "join" }));
  states.fold(state, entry(12, "note-written", words("Yes.", { parent: "join", next_draft: "next", next_frame: 4 }), { id: "answer" }));
  const [here] = states.notesOn(state, "d");
  const [there, answer] = states.notesOn(state, "next");
  assert.deepEqual([here.first, here.last, here.joined], [join.first, join.last, undefined]);
  assert.deepEqual([there.first, there.last, there.draft, there.joined], [4, 5, "d", { first: join.first, last: join.last, part: 1 }]);
  assert.deepEqual([answer.id, answer.parent], ["answer", "join"]);
  states.fold(state, entry(13, "note-resolved", { note: "join", draft: "d" }));
  assert.ok(states.notesOn(state, "next")[0].resolved_at && states.notesOn(state, "d")[0].resolved_at);
  states.fold(state, entry(14, "note-reopened", { note: "join", draft: "d" }));
  assert.equal(states.notesOn(state, "next")[0].resolved_at, null);
});

test("a span over a join lies on all its frames of both drafts", () => {
  const state = states.createState(paint());
  states.takeUp(state, { seq: 10, draft: draft("next"), notes: [], marks: [], lines: [] });
  const span = words("One street.", { next_draft: "next", next_first: 2, next_frame: 4 });
  states.fold(state, entry(11, "note-written", span, { id: "span" }));
  states.expect(state, { id: "w", verb: "write-note", fields: words("Slower.", { next_draft: "next", next_first: 7, next_frame: 9 }), at: "2100-01-01T00:00:00Z" });
  assert.deepEqual(states.notesOn(state, "next").map(({ first, last }) => [first, last]), [[2, 5], [7, 10]]);
});

test("one that waits to be sent stands in both too", () => {
  const state = states.createState(paint());
  states.expect(state, { id: "w", verb: "write-note", fields: words("Slower.", { next_draft: "next", next_frame: 9 }), at: "2026-01-01T00:00:00Z" });
  assert.deepEqual(["d", "next"].map((id) => states.notesOn(state, id).map(({ first, pending }) => [first, pending])), [[[words("").first, true]], [[9, true]]]);
});

test("a shot that moves takes its drafts' names along, and a change is one of words alone", () => {
  const shot = { id: "s", scene: "1", number: 10, name: "S01_SH010", title: "A", intent: "" };
  const more = { selected: "d", locked_at: null };
  const first = { ...paint(), shots: [{ ...shot, ...more }], drafts: [draft("d", { shot: "s", version: 7 })] };
  const state = states.createState(first);
  states.fold(state, entry(11, "shot-changed", { shot: "s", title: "B", intent: "Slow." }));
  states.fold(state, entry(12, "shot-moved", { shot: "s", number: 15, name: "S01_SH015" }));
  const wanted = { ...shot, ...more, number: 15, name: "S01_SH015", title: "B", intent: "Slow." };
  assert.deepEqual(state.shots.get("s"), wanted);
  assert.equal(state.drafts.get("d").name, "S01_SH015_v007");
  states.fold(state, entry(13, "scene-changed", { scene: "none", title: "C" }));
  assert.equal(state.scenes.get("none"), undefined);
});

test("a draft whose picture was erased says so from then on", () => {
  const state = states.createState(paint());
  const { proxy } = state.drafts.get("d");
  const at = "2026-11-28T01:00:00Z";
  assert.equal(states.fold(state, entry(11, "payloads-erased", { seqs: [3], blobs: ["0"] })).length, 0, "of something else");
  const [change] = states.fold(state, entry(12, "payloads-erased", { seqs: [], blobs: [proxy] }, { at }));
  assert.equal(change.what, "erased");
  assert.equal(state.drafts.get("d").erased, at);
});
