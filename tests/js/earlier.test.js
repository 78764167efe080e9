import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openPage, press } from "./page.js";
import { draft, entry, paint, words } from "./line.js";
import { NotesPanel } from "../../static/js/notes/notes.js";
import { EarlierNotes } from "../../static/js/notes/earlier.js";
import { createState, earlierOn, expect, fold, notesOn, refuse } from "../../static/js/room/state.js";

const OLD = { id: "n", ...words("Slower."), actor: "member:ada", at: "2026-01-01T10:00:00Z", resolved_at: null, resolved_by: "" };
const drafts = [draft("d"), draft("e", { version: 2, name: "S01_SH010_v002" })];

beforeEach(() => openPage("<div></div>"));

/** The second draft is looked at, and what the first one left is asked. */
function looking(earlier = [OLD]) {
  return createState(paint({ drafts, draft: "e", earlier }));
}

const asked = (state) => earlierOn(state, "e").map(({ id }) => id);

test("a note that is carried on stands on this draft, and is asked no more", () => {
  const state = looking();
  const said = { note: "n", draft: "e", first: 1, last: 2, kind: "change", text: "Slower.", reason: "" };
  fold(state, entry(11, "note-carried", said, { id: "m" }));
  assert.deepEqual(asked(state), []);
  assert.deepEqual(notesOn(state, "e").map(({ id, carried_from }) => [id, carried_from]), [["m", "n"]]);
});

test("a note written on, or resolved on, an earlier draft meanwhile changes what is asked", () => {
  const state = looking();
  fold(state, entry(11, "note-written", words("Darker."), { id: "o" }));
  assert.deepEqual(asked(state), ["n", "o"]);
  fold(state, entry(12, "note-written", words("Yes.", { parent: "o" }), { id: "p" }));
  fold(state, entry(13, "note-resolved", { note: "n", draft: "d" }));
  assert.deepEqual(asked(state), ["o"]);
});

test("what this hand has answered is asked no more, and again when that is refused", () => {
  const state = looking();
  expect(state, { id: "c", verb: "carry-note", fields: { note: "n", draft: "e" }, at: "" });
  assert.deepEqual(asked(state), []);
  refuse(state, "c", { code: "nothing-to-carry", reason: "No." });
  assert.deepEqual(asked(state), ["n"]);
});

/** The list on the page, and what it was asked to do. */
function listed(notes, writable = true) {
  const list = new EarlierNotes();
  document.body.append(list.element);
  const told = [];
  for (const name of ["still", "resolve"]) list.addEventListener(name, ({ detail }) => told.push([name, detail.id]));
  const show = (earlier) =>
    list.show({ earlier, notes: [], nameOfDraft: () => "S01_SH010_v001", members: new Map(), rate: { n: 24, d: 1 }, writable, draft: "e" });
  show(notes);
  return { list, told, show, rows: () => [...list.element.querySelectorAll("li")] };
}

test("Y says that a note is still true, D that it is done, and the next one has the focus", () => {
  const next = { ...OLD, id: "o", kind: "keep", text: "The rain." };
  const { told, show, rows } = listed([OLD, next]);
  rows()[0].focus();
  press("y", {}, document.activeElement);
  show([next]);
  assert.equal(document.activeElement, rows()[0]);
  assert.match(rows()[0].textContent, /Still there/);
  press("D", {}, document.activeElement);
  assert.deepEqual(told, [["still", "n"], ["resolve", "o"]]);
});

test("who may only look is asked nothing", () => {
  const { told, rows, list } = listed([OLD], false);
  rows()[0].focus();
  press("y", {}, document.activeElement);
  assert.deepEqual(told, []);
  assert.equal(list.element.querySelectorAll(".thread-foot").length, 0);
});

test("of thousands of notes some are shown, a filter takes no longer for the rest, and all can be reached", () => {
  const root = document.createElement("section");
  document.body.append(root);
  const panel = new NotesPanel(root, { at: () => null, keep() {}, drop() {} });
  const kinds = ["change", "question", "keep"];
  const notes = Array.from({ length: 10_000 }, (_, n) => ({
    ...OLD, id: `n${n}`, first: n, last: n + 1, kind: kinds[n % 3], reason: "So.", text: `Note ${n}`,
  }));
  panel.show({ notes, earlier: [], nameOfDraft: () => "", members: new Map(), rate: { n: 24, d: 1 }, writable: true, draft: "d" });
  const threads = () => [...root.querySelectorAll(".thread")];
  assert.equal(threads().length, 200);
  const kind = root.querySelectorAll(".notes-head select")[1];
  kind.value = "keep";
  kind.dispatchEvent(new Event("change"));
  assert.equal(threads().length, 200);
  assert.match(threads()[1].textContent, /Note 5/);
  const more = root.querySelector(".notes-more");
  assert.match(more.textContent, /3133/);
  more.click();
  assert.equal(threads().length, 400);
  panel.reveal("n900");
  assert.ok(threads().some((each) => each.querySelector(".note-text").textContent.endsWith("Note 900")));
});

test("previous and next go through the notes that are wished for, from the frame that is seen", () => {
  openPage("<main></main>");
  const root = document.createElement("section");
  document.body.append(root);
  const panel = new NotesPanel(root, { at: () => null, keep() {}, drop() {} });
  const at = [4, 4, 9, 20];
  const notes = Array.from(at, (first, n) => ({ ...OLD, id: `n${n}`, first, last: first + 1, kind: n === 2 ? "question" : "change", at: `2026-01-0${n + 1}T00:00:00Z` }));
  panel.show({ notes, earlier: [], nameOfDraft: () => "", members: new Map(), rate: { n: 24, d: 1 }, writable: true, draft: "d" });
  const seen = [];
  panel.addEventListener("seek", ({ detail: { note } }) => {
    seen.push(note.id);
    panel.stand(note.first, { first: note.first, last: note.last });
  });
  const [previous, next] = root.querySelectorAll(".notes-steps button");
  assert.deepEqual([previous.ariaLabel, next.ariaLabel], ["Previous note", "Next note"]);
  for (const step of [next, next, next, next, next, previous, previous, previous, previous]) step.click();
  assert.deepEqual(seen.splice(0), ["n0", "n1", "n2", "n3", "n2", "n1", "n0"], "two on one frame one after the other, and no further than the ends");
  const [, kind] = root.querySelectorAll(".notes-head select");
  kind.value = "change";
  kind.dispatchEvent(new Event("change"));
  panel.stand(6, { first: 6, last: 7 });
  next.click();
  assert.deepEqual(seen.splice(0), ["n3"], "the question is not wished for");
  const [, sort] = root.querySelectorAll(".notes-order select");
  sort.value = "newest";
  sort.dispatchEvent(new Event("change"));
  for (const step of [next, next]) step.click();
  assert.deepEqual(seen.splice(0), ["n1", "n0"], "in the order of the list");
});
