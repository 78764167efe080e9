/** Changing a cut: what becomes impossible elsewhere is made possible, and all can be taken back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as edit from "../../static/js/cuts/edit.js";

const rate = { n: 24, d: 1 };
const frames = { a: 48, b: 24, c: 12 };
const clip = (draft, first = 0, last = frames[draft], join = "cut", join_frames = 0) => ({ draft, first, last, join, join_frames, level: 0 });
const timed = (each) => ({ ...each, frames: frames[each.draft], rate });
const drafts = (clips) => clips.map(({ draft }) => draft).join("");

test("shots are moved, taken out, added and exchanged", () => {
  const clips = [clip("a"), clip("b"), clip("c")];
  assert.equal(drafts(edit.moved(clips, 0, 2)), "bca");
  assert.equal(drafts(edit.moved(clips, 2, 0)), "cab");
  assert.equal(drafts(edit.without(clips, 1)), "ac");
  assert.equal(drafts(edit.inserted(clips, 1, { id: "b", frames: 24 })), "abbc");
  assert.deepEqual(edit.exchanged(clips, 0, { id: "c", frames: 12 }, { frames: 48 })[0], clip("c"));
  const part = [clip("a", 20, 40)];
  assert.deepEqual(edit.exchanged(part, 0, { id: "b", frames: 24 }, { frames: 48 })[0], clip("b", 20, 24));
  assert.deepEqual(edit.exchanged(part, 0, { id: "c", frames: 12 }, { frames: 48 })[0], clip("c", 11, 12));
});

test("a clip always keeps a frame, and none that its draft has not", () => {
  const clips = [clip("a", 10, 20)];
  const span = (told) => Object.values(edit.trimmed(clips, 0, told, 48)[0]).slice(1, 3);
  assert.deepEqual(span({ first: 15 }), [15, 20]);
  assert.deepEqual(span({ first: -4 }), [0, 20]);
  assert.deepEqual(span({ first: 90 }), [47, 48]);
  assert.deepEqual(span({ last: 5 }), [4, 5]);
  assert.deepEqual(span({ last: 90 }), [10, 48]);
});

test("a dissolve takes its handle from the clip before it", () => {
  const clips = edit.joined([clip("a"), clip("b")], 1, "dissolve", 8, timed, rate);
  assert.deepEqual(clips, [clip("a", 0, 40), clip("b", 0, 24, "dissolve", 8)]);
  assert.deepEqual(edit.joined(clips, 1, "cut", 8, timed, rate)[1], clip("b"));
});

test("what a change elsewhere makes impossible is shortened, or becomes a cut", () => {
  const settled = (...clips) => edit.settled(clips, timed, rate).map(({ join, join_frames }) => [join, join_frames]);
  assert.deepEqual(settled(clip("a", 0, 40), clip("b", 0, 24, "dissolve", 12)), [["cut", 0], ["dissolve", 8]]);
  assert.deepEqual(settled(clip("a"), clip("b", 0, 24, "dissolve", 12)), [["cut", 0], ["cut", 0]]);
  assert.deepEqual(settled(clip("a", 0, 20, "dissolve", 4)), [["cut", 0]]);
  assert.deepEqual(settled(clip("a", 0, 20), clip("b", 0, 3, "dissolve", 12)), [["cut", 0], ["dissolve", 3]]);
  assert.deepEqual(settled(clip("a", 0, 2), clip("b", 0, 24, "dip", 40)), [["cut", 0], ["dip", 5]]);
  assert.deepEqual(settled(clip("a", 0, 20, "dip", 40)), [["dip", 20]]);
});

test("every change can be taken back and done again", () => {
  const history = new edit.History({ clips: [clip("a")], sounds: [] });
  assert.equal(history.changed, false);
  history.put({ clips: [clip("b")] });
  history.put({ clips: [clip("c")] });
  history.undo();
  assert.equal(drafts(history.now.clips), "b");
  assert.deepEqual([history.changed, history.canUndo, history.canRedo], [true, true, true]);
  history.undo();
  history.undo();
  assert.deepEqual([drafts(history.now.clips), history.changed], ["a", false]);
  history.redo();
  history.put({ clips: [] });
  assert.equal(history.canRedo, false);
});
