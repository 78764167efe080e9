/** What became of a cut's drafts meanwhile, and how each is conformed, is said of its clip. */

import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";

import { flagsOf } from "../../static/js/cuts/flags.js";

const draft = (id, more = {}) => ({ id, name: `S01_SH010_${id}`, rate: "24", width: 1920, height: 1080, ...more });
const cut = { rate: "24/1", width: 1280, height: 720 };
const flags = (of, more = {}) => flagsOf(of, { drafts: [of].filter(Boolean), shot: undefined, cut, frozen: [], ...more });

test("of a draft like the cut, the only one of its shot, nothing is said", () => {
  assert.deepEqual(flags(draft("v001")), []);
  const shot = { selected: "v001", locked_at: null };
  assert.deepEqual(flags(draft("v001"), { shot, drafts: [draft("v001"), draft("v002")] }), [], "it is the selected one");
});

test("what became of its shot is said", () => {
  const drafts = [draft("v001"), draft("v002")];
  assert.match(flags(undefined)[0], /not in the film any more/);
  assert.match(flags(drafts[0], { frozen: ["v001"] })[0], /Frozen/);
  assert.match(flags({ ...drafts[0], erased: "2026-11-28T01:00:00Z" }, { frozen: ["v001"] })[0], /^Erased on/);
  assert.match(flags(drafts[0], { drafts })[0], /newer draft, S01_SH010_v002/);
  const replaced = { drafts, shot: { selected: "v002", locked_at: null } };
  assert.match(flags(drafts[0], replaced)[0], /S01_SH010_v002 is selected/);
  const locked = { drafts, shot: { selected: "v002", locked_at: "2026-01-01T00:00:00Z" } };
  assert.match(flags(drafts[0], locked)[0], /locked with S01_SH010_v002/);
  assert.equal(flags(drafts[1], locked).length, 1);
});

test("another rate and another shape are said, each for itself", () => {
  assert.deepEqual(flags(draft("v001", { rate: "24000/1001" })), ["24000/1001 frames a second, shown by the nearest frame."]);
  assert.deepEqual(flags(draft("v001", { width: 720, height: 720 })), ["720 × 720, shown with bars."]);
  assert.equal(flags(draft("v001", { width: 640, height: 480, rate: "25" })).length, 2);
});
