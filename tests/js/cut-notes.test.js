/** A note of a cut is a note of its draft, and the other way. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { onDrafts, placed, spokenIn } from "../../static/js/cuts/notes.js";
import { notesOn } from "../../static/js/room/state.js";
import { Timing } from "../../static/js/cuts/timing.js";

const rate = { n: 24, d: 1 };
const clip = (first, last, frames = 100) => ({ first, last, frames, rate, join: "cut", join_frames: 0 });
const timing = new Timing([clip(10, 20), clip(0, 5), clip(15, 40)], rate);
const names = ["a", "b", "a"];
const draft = (index) => names[index];
const note = (id, first, last, more = {}) => ({ id, draft: "a", parent: null, first, last, next_draft: null, next_frame: null, ...more });

test("a note is shown where its frames are, once for each clip that has them", () => {
  const notes = { a: [note("early", 0, 5), note("both", 15, 18), note("over", 18, 30)], b: [] };
  const found = placed(timing, draft, (id) => notes[id]);
  assert.deepEqual(found.map((each) => [each.note.id, each.clip, each.first, each.last]), [
    ["both", 0, 5, 8],
    ["over", 0, 8, 10],
    ["both", 2, 15, 18],
    ["over", 2, 18, 30],
  ]);
});

test("a note on a join reaches over it where that draft follows", () => {
  const notes = { a: [note("join", 19, 20, { next_draft: "b", next_frame: 0 })], b: [] };
  const found = placed(timing, draft, (id) => notes[id]);
  assert.deepEqual(found.map(({ clip: at, first, last }) => [at, first, last]), [[0, 9, 11], [2, 19, 20]]);
});

test("a span of the cut lies on each draft's own frames", () => {
  assert.deepEqual(onDrafts(timing, draft, { first: 3, last: 6 }), { draft: "a", first: 13, last: 16 });
  assert.deepEqual(onDrafts(timing, draft, { first: 9, last: 11 }), { draft: "a", first: 19, last: 20, next_draft: "b", next_first: 0, next_frame: 0 });
  assert.deepEqual(onDrafts(timing, draft, { first: 12, last: 18 }), { draft: "b", first: 2, last: 5, next_draft: "a", next_first: 15, next_frame: 17 });
  assert.deepEqual(onDrafts(timing, draft, { first: 9, last: 16 }), {
    draft: "a",
    first: 19,
    last: 20,
    next_draft: "a",
    next_first: 15,
    next_frame: 15,
    between: [{ draft: "b", first: 0, last: 5 }],
  });
});

test("a note over four shots stands once where they follow, and from where they begin to follow", () => {
  const own = ["a", "b", "c", "d"];
  const state = { drafts: new Map(), pending: new Map(), onDraft: new Map() };
  const over = note("over", 8, 10, { next_draft: "d", next_first: 0, next_frame: 1, between: [{ draft: "b", first: 0, last: 10 }, { draft: "c", first: 0, last: 10 }], at: "" });
  for (const id of own) state.onDraft.set(id, { notes: new Map([["over", over]]) });
  const seen = (order) => {
    const there = new Timing(order.map(() => clip(0, 10)), rate);
    return placed(there, (index) => order[index], (id) => notesOn(state, id)).map(({ clip: at, first, last }) => [at, first, last]);
  };
  assert.deepEqual(own.map((id) => notesOn(state, id).map(({ first, last }) => [first, last])), [[[8, 10]], [[0, 10]], [[0, 10]], [[0, 2]]]);
  assert.deepEqual(seen(own), [[0, 8, 32]]);
  assert.deepEqual(seen(["b", "c", "d"]), [[0, 0, 22]]);
  assert.deepEqual(seen(["a", "c", "b", "d"]), [[0, 8, 10], [1, 10, 20], [2, 20, 30], [3, 30, 32]]);
});

test("what is written at a frame of the cut comes back at that frame", () => {
  for (let frame = 0; frame < timing.frames; frame += 1) {
    const where = onDrafts(timing, draft, { first: frame, last: frame + 1 });
    const written = note("new", where.first, where.last, { draft: where.draft });
    const found = placed(timing, draft, (id) => (id === where.draft ? [written] : []));
    assert.ok(found.some(({ first, last }) => first === frame && last === frame + 1), `frame ${frame}`);
  }
});

test("lines are said where their frames are", () => {
  const said = spokenIn(timing, (index) => (index === 1 ? [{ first: 2, last: 9, words: "落雨咯。" }] : []));
  assert.deepEqual(said, [{ first: 12, last: 15, words: "落雨咯。" }]);
});

test("a note on a join stands once where both its shots meet, and with the next shot where they do not", () => {
  const own = note("join", 19, 20, { next_draft: "b", next_first: null, next_frame: 0 });
  const theirs = { ...own, first: 0, last: 1, joined: { first: 19, last: 20, part: 1 } };
  const notes = { a: [own], b: [theirs] };
  const found = placed(timing, draft, (id) => notes[id]);
  assert.deepEqual(found.map(({ clip: at, first, last }) => [at, first, last]), [[0, 9, 11], [2, 19, 20]]);
  const apart = new Timing([clip(0, 5), clip(40, 60)], rate);
  const alone = placed(apart, (index) => ["b", "c"][index], (id) => notes[id] ?? []);
  assert.deepEqual(alone.map(({ clip: at, first, last }) => [at, first, last]), [[0, 0, 1]]);
  const trimmed = new Timing([clip(40, 60), clip(0, 5)], rate);
  const before = placed(trimmed, (index) => ["a", "b"][index], (id) => notes[id]);
  assert.deepEqual(before.map(({ clip: at, first, last }) => [at, first, last]), [[1, 20, 21]], "its frame of the first shot is not in the cut");
});

test("where the shot before is gone, a span over a join still lies on all its frames of the next", () => {
  const theirs = note("span", 1, 4, { next_draft: "b", next_first: 1, next_frame: 3, joined: { first: 18, last: 20 } });
  const apart = new Timing([clip(0, 5), clip(40, 60)], rate);
  const found = placed(apart, (index) => ["b", "c"][index], (id) => (id === "b" ? [theirs] : []));
  assert.deepEqual(found.map(({ clip: at, first, last }) => [at, first, last]), [[0, 1, 4]]);
});

for (const own of [{ n: 12, d: 1 }, { n: 25, d: 1 }, { n: 48, d: 1 }, { n: 24000, d: 1001 }]) {
  test(`spans of the cut come back whole over drafts of ${own.n}/${own.d} frames a second, across joins too`, () => {
    const at = (first, last) => ({ first, last, frames: 200, rate: own, join: "cut", join_frames: 0 });
    const mixed = new Timing([at(10, 40), clip(0, 12), at(3, 33)], rate);
    const named = (index) => ["a", "b", "c"][index];
    for (let first = 0; first < mixed.frames; first += 1) {
      for (const length of [1, 2, 7]) {
        const last = Math.min(mixed.frames, first + length);
        const where = onDrafts(mixed, named, { first, last });
        if (!where) continue;
        const written = note("new", where.first, where.last, where);
        const found = placed(mixed, named, (id) => (id === where.draft ? [written] : []));
        const span = found.find((each) => each.first <= first && each.last >= last);
        assert.ok(span, `frames ${first} to ${last}`);
        const [begins, ends] = [mixed.at(span.first), mixed.at(span.last - 1)];
        assert.deepEqual([begins.frame, ends.frame], [mixed.at(first).frame, mixed.at(last - 1).frame], "no draft's frame more than was meant");
        if (!where.next_draft) continue;
        const after = mixed.clipAt(last - 1);
        const seen = new Set();
        for (let frame = mixed.starts[after]; frame < last; frame += 1) seen.add(mixed.at(frame).frame);
        assert.deepEqual([where.next_first, where.next_frame], [Math.min(...seen), Math.max(...seen)], "and of the next all that was meant");
      }
    }
  });
}
