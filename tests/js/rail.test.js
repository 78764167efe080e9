import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, heard, openPage, press, stopClock } from "./page.js";
import { draft, paint } from "./line.js";
import { Scenes } from "../../static/js/room/scenes.js";
import { Stack } from "../../static/js/room/draft-rail.js";

const SHOT = paint().shots[0];
const FAILURES = paint().upload_failures;
const DRAFTS = [draft("d"), draft("e", { version: 2, name: "S01_SH010_v002" })];

beforeEach(() => {
  openPage(`<nav id="rail"></nav><dialog id="scenes"></dialog>`);
});

/** The rail of a shot with two drafts. */
function rail() {
  const root = document.getElementById("rail");
  const stack = new Stack(root, "/films/f/");
  const events = heard(stack, "open", "select", "let-go");
  const show = (more = {}) =>
    stack.show({ shot: SHOT, drafts: DRAFTS, generations: [], uploads: [], failures: FAILURES, current: "d", changeable: true, ...more });
  show();
  return { root, stack, events, show };
}

const coming = () => [...document.querySelectorAll(".draft-coming")];
const told = (row) => row.querySelector("span").textContent;
const generation = (id, more = {}) => ({ id, shot: "s", engine: "animatic", actor: "member:me", at: "", state: "queued", share: 0, ...more });
const upload = (id, more = {}) => ({ id, shot: "s", filename: "street.mov", share: 0, ...more });

test("drafts stand in the rail by version, with their posters; the one looked at is marked", () => {
  const { root, events } = rail();
  const rows = [...root.querySelectorAll(".draft")];
  assert.deepEqual(rows.map((row) => row.textContent), ["v001", "v002"]);
  assert.equal(rows[0].querySelector("img").getAttribute("src"), "/films/f/media/poster-d");
  assert.deepEqual(rows.map((row) => row.ariaCurrent), ["true", null]);
  rows[1].click();
  assert.deepEqual(events, [["open", { id: "e" }]]);
});

test("the one looked at can be selected, if it is not and one may", () => {
  const { root, events, show } = rail();
  button("Select").click();
  assert.deepEqual(events, [["select", { id: "d" }]]);
  show({ shot: { ...SHOT, selected: "d" } });
  assert.equal(root.querySelector(".draft-selected").textContent, "Selected");
  assert.equal(root.querySelectorAll(".draft-select").length, 0);
  show({ shot: { ...SHOT, selected: "e" }, current: "d" });
  assert.equal(root.querySelectorAll(".draft")[1].querySelector(".draft-selected").textContent, "Selected");
  assert.equal(root.querySelectorAll(".draft-select").length, 1);
  show({ changeable: false });
  assert.equal(root.querySelectorAll(".draft-select").length, 0);
});

test("who may add drafts is led to the brief", () => {
  const { root, show } = rail();
  assert.equal(root.querySelector(".draft-add").getAttribute("href"), "/films/f/shots/s/brief/");
  show({ changeable: false });
  assert.equal(root.querySelector(".draft-add"), null);
  show({ shot: null, drafts: [] });
  assert.equal(root.querySelector(".draft-add"), null);
});

test("a draft says that its file was damaged", () => {
  const { root, show } = rail();
  show({ drafts: [DRAFTS[0], { ...DRAFTS[1], damaged: 3 }] });
  const [mark, ...more] = root.querySelectorAll(".draft-damaged");
  assert.deepEqual([mark.textContent, more.length], ["Damaged", 0]);
  assert.equal(mark.title, "Frames of its file that could not be read whole, at least: 3");
  assert.equal(mark.closest("button").id, "draft-e");
});

test("a draft says what of its file is shown otherwise", () => {
  const { root, show } = rail();
  show({ drafts: [DRAFTS[0], { ...DRAFTS[1], damaged_sounds: 2, variable: true, held: 225, held_before: 12, curve: "pq" }] });
  const marks = [...root.querySelectorAll("[class^=draft-]:is(span):not(.draft-selected)")];
  const of = (name) => marks.find((mark) => mark.className === name);
  assert.equal(of("draft-damaged").title, "Pieces of its sound that could not be read: 2");
  assert.equal(of("draft-toned").textContent, "HDR");
  assert.equal(of("draft-variable").textContent, "Variable rate");
  const held = [...root.querySelectorAll(".draft-held")].map(({ textContent, title }) => [textContent, title.match(/: (\d+)$/)?.[1]]);
  assert.deepEqual(held, [
    ["First picture held", "12"],
    ["Last picture held", "225"],
  ]);
});

test("who stands on a row by keyboard stands there again when it is made anew", () => {
  const { show } = rail();
  document.getElementById("draft-e").focus();
  show({ generations: [generation("g")] });
  assert.equal(document.activeElement.id, "draft-e");
  assert.equal(document.activeElement.isConnected, true);
});

test("a generation is queued, then runs, with its bar", () => {
  const { show } = rail();
  show({ generations: [generation("g")] });
  assert.equal(told(coming()[0]), "Queued");
  show({ generations: [generation("g", { state: "running", share: 0.25 })] });
  assert.equal(told(coming()[0]), "Running");
  assert.equal(coming()[0].querySelector("progress").value, 0.25);
});

test("what a worker told of a draft on its way stays when the rail is drawn anew", (t) => {
  stopClock(t, new Date(2026, 0, 1, 12, 0).getTime());
  const { show, stack } = rail();
  show({ generations: [generation("g")] });
  const look = coming()[0].querySelector("img");
  assert.equal(look.hidden, true);
  stack.progress({ subject: "g", share: 0.4, eta: 90, poster: "abc" });
  assert.deepEqual([look.hidden, look.getAttribute("src")], [false, "/films/f/media/abc"]);
  assert.equal(told(coming()[0]), "by 12:01");
  show({ generations: [generation("g", { state: "running", share: 0.1 }), generation("h")] });
  assert.equal(coming().length, 2);
  assert.equal(coming()[0].querySelector("img"), look);
  assert.equal(told(coming()[0]), "by 12:01");
  assert.equal(coming()[0].querySelector("progress").value, 0.4, "rows are older than a worker's word");
  assert.equal(told(coming()[1]), "Queued");
  stack.progress({ subject: "unknown", share: 1, eta: null });
  stack.progress({ subject: "h", share: 0.2, eta: null });
  assert.equal(told(coming()[1]), "Queued", "without a time nothing is promised");
  show({ generations: [generation("h")] });
  assert.equal(coming().length, 1);
});

test("one that found no room on the disk says so until it goes on", () => {
  const { show, stack } = rail();
  const generations = [generation("g", { state: "running" })];
  show({ generations });
  stack.progress({ subject: "g", share: 0.3, eta: null, waits: "no-room" });
  assert.equal(told(coming()[0]), "No room");
  assert.equal(coming()[0].title, "The studio's disk is full. This goes on by itself when there is room.");
  show({ generations });
  assert.equal(told(coming()[0]), "No room", "rows know nothing of it");
  stack.progress({ subject: "g", share: 0.4, eta: null });
  assert.deepEqual([told(coming()[0]), coming()[0].title], ["Running", "A draft on its way"]);
});

test("an upload is seen while it is prepared", () => {
  const { show, stack } = rail();
  show({ uploads: [upload("u")] });
  assert.equal(told(coming()[0]), "Preparing");
  assert.equal(coming()[0].title, "street.mov is being prepared");
  stack.progress({ subject: "u", share: 0.5, eta: null });
  assert.equal(coming()[0].querySelector("progress").value, 0.5);
});

test("an upload that became no draft says why, and is let go of", () => {
  const { root, show, events } = rail();
  show({ uploads: [upload("u", { error: "no-picture" }), upload("v", { error: "nobody-knows", filename: "b.mov" })] });
  assert.equal(coming().length, 0);
  const [first, second] = root.querySelectorAll(".draft-failure");
  assert.equal(first.querySelector("p").textContent, "No picture could be found in it.");
  assert.equal(second.querySelector("p").textContent, "It could not be read.");
  assert.equal(button("street.mov became no draft: why?").popoverTargetElement, first);
  first.querySelector("button").click();
  assert.deepEqual(events, [["let-go", { id: "u" }]]);
});

// ── scenes and shots ─────────────────────────────────────────────────────────

const RAIN = { id: "rain", number: 2, name: "S02", title: "Rain" };
const LANE = { id: "c", number: 1, name: "S01", title: "The lane" };
const ROOF = { ...SHOT, id: "roof", scene: "rain", number: 10, name: "S02_SH010", title: "A roof" };
const LAST = { ...SHOT, id: "last", number: 30, name: "S01_SH030", title: "Dusk" };

/** The film's scenes, slid over the room. */
function scenes() {
  const dialog = document.getElementById("scenes");
  const made = new Scenes(dialog, "/films/f/");
  const events = heard(made, "open", "add-scene", "add-shot", "rename-shot", "move-shot");
  const drafts = { s: DRAFTS, roof: [DRAFTS[0]] };
  const show = (more = {}) =>
    made.show({
      scenes: [RAIN, LANE],
      shots: [LAST, ROOF, SHOT],
      draftsOf: ({ id }) => drafts[id] ?? [],
      standsFor: ({ id }) => drafts[id]?.at(-1) ?? null,
      current: "s",
      changeable: true,
      ...more,
    });
  show();
  return { made, dialog, events, show };
}

const state = (shot) => [...document.querySelectorAll(".shot")].find((each) => each.textContent.includes(shot)).querySelector(".shot-state").textContent;

test("scenes and shots stand in their order, each with how far it is", () => {
  const { dialog, show } = scenes();
  assert.deepEqual([...dialog.querySelectorAll("h3")].map((each) => each.textContent), ["S01 The lane", "S02 Rain"]);
  assert.deepEqual([...dialog.querySelectorAll(".shot b")].map((each) => each.textContent), ["S01_SH010", "S01_SH030", "S02_SH010"]);
  assert.deepEqual([state("SH010"), state("SH030"), state("S02_SH010")], ["2 drafts", "No draft yet", "1 draft"]);
  show({ shots: [{ ...SHOT, selected: "e" }, { ...ROOF, locked_at: "2026-01-01T00:00:00Z" }] });
  assert.deepEqual([state("S01_SH010"), state("S02_SH010")], ["v002 selected", "Locked"]);
});

test("one goes to a shot, and the list closes", () => {
  const { made, dialog, events } = scenes();
  made.open();
  assert.equal(dialog.open, true);
  assert.equal(document.activeElement.ariaCurrent, "true");
  [...dialog.querySelectorAll(".shot")].at(-1).click();
  assert.deepEqual([dialog.open, events], [false, [["open", { id: "roof" }]]]);
});

test("a press beside it closes it, one in it does not", () => {
  const { made, dialog } = scenes();
  made.open();
  dialog.querySelector("h2").click();
  assert.equal(dialog.open, true);
  dialog.click();
  assert.equal(dialog.open, false);
});

test("scenes and shots are added where they belong", () => {
  const { dialog, events } = scenes();
  const add = (name, text) => {
    const field = dialog.querySelector(`[name="${name}"]`);
    field.value = text;
    field.form.requestSubmit();
    assert.equal(field.value, "");
  };
  add("scene-new", "  Dusk ");
  add("rain", "A gutter");
  assert.deepEqual(events, [["add-scene", { title: "Dusk" }], ["add-shot", { scene: "rain", title: "A gutter" }]]);
});

test("who may not add sees no field; an empty film says so, and begins with its first scene", () => {
  const { made, dialog, show } = scenes();
  show({ changeable: false });
  assert.equal(dialog.querySelectorAll("input").length, 0);
  show({ scenes: [], shots: [], current: undefined });
  assert.equal(dialog.querySelector(".scenes-nothing").textContent, "There is no scene yet.");
  made.open();
  assert.equal(document.activeElement.ariaLabel, "Add a scene");
});

test("what is being typed stays while somebody else's scene comes in", () => {
  const { dialog, show } = scenes();
  const field = dialog.querySelector(`[name="rain"]`);
  field.value = "A gut";
  field.focus();
  show({ scenes: [RAIN, LANE, { id: "new", number: 3, name: "S03", title: "Dusk" }] });
  assert.equal(dialog.querySelectorAll("h3").length, 3);
  assert.equal(document.activeElement.name, "rain");
  assert.equal(document.activeElement.value, "A gut");
  assert.equal(press("Enter"), true);
});

const field = (name) => document.querySelector(`[name="${name}"]`);

test("a shot is renamed, and moved within its scene; a locked one and whoever may not make change nothing", () => {
  const { dialog, events, show } = scenes();
  assert.deepEqual(["earlier-s", "later-s", "earlier-last", "later-last"].map((name) => field(name).disabled), [true, false, false, true]);
  field("later-s").click();
  field("later-s").focus();
  field("earlier-last").click();
  field("title-s").value = " The lamp ";
  field("title-s").form.dispatchEvent(new Event("submit", { cancelable: true }));
  assert.deepEqual(events, [
    ["move-shot", { shot: "s", after: "last" }],
    ["move-shot", { shot: "last", after: null }],
    ["rename-shot", { shot: "s", title: "The lamp" }],
  ]);
  show({ shots: [{ ...SHOT, number: 40, name: "S01_SH040" }, LAST] });
  assert.equal(document.activeElement, field("earlier-s"), "it is the last now and goes on only the other way");
  assert.equal(field("title-s").value, " The lamp ", "what is being typed stays");
  show({ shots: [{ ...SHOT, locked_at: "2026-01-01T00:00:00Z" }] });
  assert.equal(dialog.querySelector(".shot-change"), null);
  show({ changeable: false });
  assert.equal(dialog.querySelector(".shot-change"), null);
});

test("a shot's open fields stay open while others' changes come", () => {
  const { dialog, show } = scenes();
  const open = () => [...dialog.querySelectorAll(".shot-change")].map((each) => each.open);
  const [first] = dialog.querySelectorAll(".shot-change");
  first.open = true;
  first.dispatchEvent(new Event("toggle"));
  show();
  assert.deepEqual(open(), [true, false, false]);
});
