/** The room as it is put together: its own script on a page with the parts its template promises. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, button, lay, openPage, press, settled, stopClock, type } from "./page.js";
import { draft, Line, listen, paint, words } from "./line.js";
import { film } from "./video.js";

const MARKUP = `<header><button id="shot-name"><b id="draft-name"></b><span id="shot-title"></span></button>
  <div id="presence"></div><p id="line"></p><button id="open-notes"></button></header>
  <p id="line-lost" hidden></p><main id="room" data-base="/films/f/"><nav id="drafts"></nav>
  <section id="stage"><div id="picture" class="player" hidden><video></video><canvas></canvas></div><div id="empty" hidden></div><div id="spoken" hidden></div></section>
  <div id="tools"><p id="locked" hidden></p><div id="pens"></div><div id="looks"></div><div id="surround"></div></div>
  <aside id="column"><section id="notes" aria-label="Notes"></section>
  <section id="gate" aria-label="Approval" data-panel-verbs="shot-approved"></section>
  <section id="inputs" aria-label="Made from" data-panel-verbs="reference-described"></section></aside>
  <div id="timeline"></div><div id="transport"></div></main><dialog id="scenes"></dialog>`;

const SHOT = paint().shots[0];
const SECOND = draft("e", { version: 2, name: "S01_SH010_v002" });
const OTHER_SHOT = { ...SHOT, id: "t", number: 20, name: "S01_SH020", title: "Dusk" };
const THIRD = draft("g", { shot: "t", name: "S01_SH020_v001" });
const NOTES = { seq: 10, notes: [], marks: [] };
let rooms = 0;

beforeEach(() => listen());

/** Somebody in the room; the picture loads at once and the line is there. */
async function enter(t, more = {}, { answers = {}, search, online = true } = {}) {
  const given = paint(more);
  openPage(MARKUP, `/films/f/room/${search ?? (given.draft ? `?shot=s&draft=${given.draft}` : "")}`);
  const carried = document.createElement("script");
  Object.assign(carried, { id: "first-paint", type: "application/json", textContent: JSON.stringify(given) });
  document.body.append(carried);
  const here = {
    "/films/f/drafts/e/": { ...NOTES, draft: SECOND },
    "/films/f/drafts/g/": { ...NOTES, draft: THIRD },
    "/films/f/drafts/d/": { ...NOTES, draft: draft("d") },
    ...answers,
  };
  const asked = answer(here);
  const clip = film(document.querySelector("video"));
  const tick = stopClock(t);
  rooms += 1;
  await import(`../../static/js/room/room.js?${rooms}`);
  await settled();
  const layer = document.querySelector(".ink");
  layer.setPointerCapture = () => {};
  lay(layer, { width: 1600, height: 900 });
  if (online) Line.latest.welcome(given.seq, { members: given.members });
  await settled();
  let seq = given.seq;
  const done = async (verb, payload, more_ = {}) => {
    seq += 1;
    if (more_.id) Line.latest.say({ type: "ack", id: more_.id, seq });
    Line.latest.entry(seq, verb, payload, more_);
    await settled();
  };
  return { clip, tick, done, answers: here, asked };
}

const at = (id) => document.getElementById(id);
const name = () => at("draft-name").textContent;
const heading = () => at("empty").querySelector("h2").textContent;
const rail = () => [...document.querySelectorAll(".draft-list .draft")];
const place = () => document.querySelector(".transport-place").textContent;
const sent = (verb) => Line.latest.of(verb);
const key = async (one, more) => {
  press(one, more, document.body);
  await settled();
};
/** A pen on the picture: "down", "move", "up". */
const pen = (event, x) =>
  document.querySelector(".ink").dispatchEvent(
    new PointerEvent(`pointer${event}`, { pointerId: 1, pointerType: "pen", clientX: x, clientY: 300, pressure: 0.5, button: 0, buttons: 1, bubbles: true }),
  );
const drawLine = () => {
  pen("down", 300);
  for (let x = 310; x < 500; x += 10) pen("move", x);
  pen("up", 490);
};

test("one stands before the draft that the address names, on its frame", async (t) => {
  await enter(t, { drafts: [draft("d"), SECOND] }, { search: "?shot=s&draft=d&frame=36" });
  assert.deepEqual([name(), at("shot-title").textContent, document.title], ["S01_SH010_v001", "A lamp", "S01_SH010_v001 · The Lane"]);
  assert.equal(place(), "00:00:01:12");
  assert.deepEqual([at("picture").hidden, at("empty").hidden, at("pens").hidden], [false, true, false]);
  assert.match(document.querySelector("video").src, /\/films\/f\/media\/proxy-d$/);
  assert.equal(rail().length, 2);
  assert.equal(at("gate").dataset.panel, "/films/f/shots/s/gate/panel");
  assert.deepEqual(sent("here").at(-1), { type: "here", draft: "d", away: false });
});

test("drafts and shots are changed in place, and the way back leads through them", async (t) => {
  await enter(t, { drafts: [draft("d"), SECOND, THIRD], shots: [SHOT, OTHER_SHOT] });
  rail()[1].click();
  await settled();
  assert.equal(name(), "S01_SH010_v002");
  at("shot-name").click();
  assert.equal(at("scenes").open, true);
  [...at("scenes").querySelectorAll(".shot")][1].click();
  await settled();
  assert.deepEqual([name(), at("scenes").open, location.search], ["S01_SH020_v001", false, "?shot=t&draft=g&frame=0"]);
  assert.deepEqual(sent("here").map((each) => each.draft), ["d", "e", "g"]);
  const gone = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  history.back();
  await gone;
  await settled();
  assert.equal(name(), "S01_SH010_v002");
});

test("a film begins with its first scene and shot, and one is led to what one has made", async (t) => {
  const { done } = await enter(t, { scenes: [], shots: [], drafts: [], shot: null, draft: null });
  assert.deepEqual([heading(), name(), document.title], ["No scene yet.", "Scenes and shots", "The Lane · The Lane"]);
  assert.equal(at("pens").hidden, true);
  button("Add a scene", at("empty")).click();
  const field = document.activeElement;
  assert.equal(field.ariaLabel, "Add a scene");
  field.value = "The lane";
  field.form.requestSubmit();
  const [scene] = sent("add-scene");
  await done("scene-added", { number: 1, title: "The lane" }, { id: scene.id });
  assert.equal(heading(), "No scene yet.", "said until something else is shown");
  const shot = at("scenes").querySelector(`[name="${scene.id}"]`);
  shot.value = "A lamp";
  shot.form.requestSubmit();
  const [added] = sent("add-shot");
  assert.deepEqual([added.scene, added.title], [scene.id, "A lamp"]);
  await done("shot-added", { scene: scene.id, number: 10, name: "S01_SH010", title: "A lamp", intent: "" }, { id: added.id });
  assert.deepEqual([name(), heading(), at("scenes").open], ["S01_SH010", "No draft yet.", false]);
  assert.equal(at("empty").querySelector("a").getAttribute("href"), `/films/f/shots/${added.id}/brief/`);
  await done("shot-added", { scene: scene.id, number: 20, name: "S01_SH020", title: "", intent: "" }, { id: "theirs" });
  assert.equal(name(), "S01_SH010", "to another's one is not led");
});

test("what is missing is said, and the next step to those who may take it", async (t) => {
  const nothing = { scenes: [], shots: [], drafts: [], shot: null, draft: null };
  for (const [more, says, ways] of [
    [{ ...nothing, rights: ["look"] }, "No scene yet.", "What the makers of this film add is seen here."],
    [{ ...nothing, scenes: paint().scenes }, "No shot yet.", "Add a shot"],
    [{ drafts: [], draft: null, shots: [{ ...SHOT, intent: "As slow as rain." }] }, "No draft yet.", "As slow as rain.Write a briefUpload a draft"],
    [{ drafts: [], draft: null, rights: ["look"] }, "No draft yet.", ""],
    [{ drafts: [], draft: null, generations: [{ id: "x", shot: "s", engine: "", actor: "", at: "", state: "queued", share: 0 }] }, "The first draft is on its way.", "Write a briefUpload a draft"],
    [{ drafts: [], draft: null, uploads: [{ id: "x", shot: "s", filename: "a", share: 0, error: "broken" }] }, "No draft yet.", "Write a briefUpload a draft"],
  ]) {
    await enter(t, more);
    assert.deepEqual([heading(), at("empty").textContent], [says, says + ways]);
    t.mock.timers.reset();
  }
});

test("a draft that is made is told, asked for and stands in the rail; where nothing was, one looks at it", async (t) => {
  const { done } = await enter(t);
  await done("draft-made", { draft: "e", shot: "s" });
  assert.deepEqual([rail().length, name()], [2, "S01_SH010_v001"]);
  t.mock.timers.reset();
  const first = await enter(t, { drafts: [], draft: null });
  await first.done("draft-made", { draft: "d", shot: "s" });
  assert.deepEqual([rail().length, name(), at("picture").hidden], [1, "S01_SH010_v001", false]);
});

test("a draft one has only heard of is shown once the line is back", async (t) => {
  const { done, answers, tick } = await enter(t, {}, { answers: { "/films/f/drafts/e/": new Error("no line") } });
  await done("draft-made", { draft: "e", shot: "s" });
  assert.equal(rail().length, 1);
  answers["/films/f/drafts/e/"] = { ...NOTES, draft: SECOND };
  Line.latest.lose();
  tick(600);
  Line.latest.welcome(11, { members: paint().members });
  await settled();
  assert.equal(rail().length, 2);
});

test("a draft out of reach says so, leads back, and opens when the line is back", async (t) => {
  const { answers, tick } = await enter(t, { drafts: [draft("d"), SECOND] }, { answers: { "/films/f/drafts/e/": new Error("no line") } });
  rail()[1].click();
  await settled();
  assert.equal(heading(), "S01_SH010_v002 can't be shown just now.");
  assert.equal(at("empty").querySelector("p").textContent, "The site did not answer with it.");
  assert.equal(at("picture").hidden, true);
  button("Back to S01_SH010_v001").click();
  assert.equal(at("picture").hidden, false);
  rail()[1].click();
  await settled();
  Line.latest.lose();
  assert.equal(at("empty").querySelector("p").textContent, "There is no line. It opens by itself when the line is back.");
  button("Try again").click();
  await settled();
  assert.equal(at("picture").hidden, true);
  answers["/films/f/drafts/e/"] = { ...NOTES, draft: SECOND };
  tick(600);
  Line.latest.welcome(10, { members: paint().members });
  await settled();
  assert.deepEqual([name(), at("picture").hidden], ["S01_SH010_v002", false]);
});

test("a picture that can't be had says so, and is loaded again", async (t) => {
  const { clip } = await enter(t, { drafts: [draft("d"), SECOND] });
  clip.error = new Error("gone");
  rail()[1].click();
  await settled();
  assert.deepEqual([name(), heading()], ["S01_SH010_v002", "S01_SH010_v002 can't be shown just now."]);
  clip.error = null;
  dispatchEvent(new Event("online"));
  await settled();
  assert.deepEqual([at("picture").hidden, at("empty").hidden], [false, true]);
});

test("ink waits for the picture it lies on", async (t) => {
  const { clip } = await enter(t, { drafts: [draft("d"), SECOND] });
  await key("p");
  clip.held = true;
  rail()[1].click();
  await settled();
  assert.equal(name(), "S01_SH010_v002");
  drawLine();
  assert.deepEqual(sent("draw-stroke"), [], "the first draft's picture is still seen");
  clip.answer();
  await settled();
  drawLine();
  assert.deepEqual(sent("draw-stroke").map((each) => each.draft), ["e"]);
});

test("a draft is put forward by who may make, and that is seen", async (t) => {
  const { done } = await enter(t);
  button("Select").click();
  assert.deepEqual(sent("select-draft").map((each) => each.draft), ["d"]);
  await done("draft-selected", { shot: "s", draft: "d" }, { id: sent("select-draft")[0].id });
  assert.equal(document.querySelector(".draft-selected").textContent, "Selected");
  assert.equal(document.querySelector(".draft-select"), null);
});

test("a shot that locks shows everything and takes nothing", async (t) => {
  const { done } = await enter(t, { notes: [{ id: "n", ...words("Before the end."), actor: "member:ada", at: "2026-01-01T00:00:00Z", resolved_at: null, resolved_by: "" }] });
  assert.equal(at("locked").hidden, true);
  await done("shot-locked", { shot: "s", draft: "d" }, { at: "2026-03-01T00:00:00Z" });
  assert.equal(at("locked").textContent, "Locked by Ada Bell on 1 Mar 2026. Nothing in this shot can change any more.");
  assert.equal(document.querySelector(".note-text").textContent, "Before the end.");
  assert.equal(document.querySelector("#notes > .composer").hidden, true);
  assert.deepEqual([at("pens").hidden, document.querySelector(".thread-foot").textContent], [true, ""]);
  assert.deepEqual([document.querySelector(".draft-select"), document.querySelector(".draft-add")], [null, null]);
  await key("p");
  drawLine();
  assert.deepEqual(sent("draw-stroke"), []);
});

test("who may only look may neither write nor draw nor add", async (t) => {
  await enter(t, { rights: ["look"] });
  assert.deepEqual([at("pens").hidden, document.querySelector("#notes > .composer").hidden], [true, true]);
  assert.deepEqual([document.querySelector(".draft-select"), document.querySelector(".draft-add")], [null, null]);
  assert.equal(at("scenes").querySelectorAll("input").length, 0);
  await key("p");
  drawLine();
  assert.deepEqual(sent("draw-stroke"), []);
});

test("once the line is closed for good nobody would see what is drawn, so nothing is", async (t) => {
  await enter(t);
  type(document.querySelector("#notes textarea"), "Half a");
  Line.latest.lose(4403);
  assert.equal(at("line-lost").querySelector("span").textContent, "You are not on this film any more.");
  assert.equal(at("pens").hidden, true);
  const field = document.querySelector("#notes textarea");
  assert.deepEqual([field.value, field.readOnly], ["Half a", true]);
  await key("p");
  drawLine();
  assert.equal(document.querySelector(".ink canvas").pen.acts.length, 0);
});

test("a stroke under way when one is taken off the film stays in sight, and is said not to be sent", async (t) => {
  await enter(t);
  await key("p");
  pen("down", 300);
  pen("move", 320);
  Line.latest.lose(4403);
  pen("move", 340);
  pen("up", 340);
  assert.equal(at("line-lost").querySelector("span").textContent, "You are not on this film any more. 1 not sent, and kept in this browser.");
  assert.equal(document.querySelector(".ink canvas").pen.acts.filter(({ act }) => act === "fill").length, 1);
});

test("keys move the picture, draw and go to notes; an open dialog keeps them", async (t) => {
  const note = { id: "n", ...words("A", { first: 24, last: 25 }), actor: "member:ada", at: "2026-01-01T00:00:00Z", resolved_at: null, resolved_by: "" };
  await enter(t, { notes: [note] });
  await key("ArrowRight");
  assert.equal(place(), "00:00:00:01");
  await key(".");
  assert.equal(place(), "00:00:01:00");
  at("shot-name").click();
  for (const each of ["ArrowRight", "l", "p", "7"]) await key(each);
  at("scenes").close();
  assert.deepEqual([place(), at("pens").dataset.mode, button("Play").ariaLabel], ["00:00:01:00", "point", "Play"]);
  await key("ArrowRight");
  assert.equal(place(), "00:00:01:01");
});

test("what comes is shown where it belongs: notes, members, generations, titles", async (t) => {
  const { done } = await enter(t);
  await done("note-written", words("Slower."), { id: "n" });
  assert.equal(document.querySelector(".note-text").textContent, "Slower.");
  assert.equal(at("open-notes").textContent, "Notes 1");
  await done("generation-queued", { shot: "s", engine: "animatic" }, { id: "x" });
  assert.equal(document.querySelectorAll(".draft-coming").length, 1);
  Line.latest.say({ type: "passing", batch: [{ type: "progress", subject: "x", share: 0.5, eta: null }] });
  assert.equal(document.querySelector(".draft-coming progress").value, 0.5);
  await done("generation-queued", { shot: "other", engine: "animatic" }, { id: "y" });
  assert.equal(document.querySelectorAll(".draft-coming").length, 1);
  await done("film-changed", { title: "Rain" });
  assert.equal(document.title, "S01_SH010_v001 · Rain");
  Line.latest.say({ type: "passing", batch: [{ type: "here", member: "ada", draft: "d" }] });
  assert.equal(document.querySelectorAll(".presence li").length, 2);
});

test("an upload that failed is let go of", async (t) => {
  const { done } = await enter(t);
  await done("draft-upload-failed", { upload: "u", shot: "s", filename: "street.mov", error: "no-picture" });
  assert.equal(document.querySelector(".draft-failure p").textContent, "No picture could be found in it.");
  document.querySelector(".draft-failure button").click();
  assert.equal(document.querySelector(".draft-failure"), null);
});

test("who follows a presenter is led to their draft, and is not taken away while drawing", async (t) => {
  await enter(t, { drafts: [draft("d"), SECOND] });
  const playhead = { type: "playhead", member: "ada", draft: "d", frame: 7, playing: false, speed: 0, presenting: true };
  const hear = async (said) => {
    Line.latest.say({ type: "passing", batch: [said] });
    await settled();
  };
  await hear(playhead);
  button("Follow Ada Bell").click();
  await settled();
  assert.equal(place(), "00:00:00:07");
  await key("p");
  pen("down", 300);
  await hear({ ...playhead, frame: 9 });
  assert.equal(place(), "00:00:00:07");
  pen("move", 320);
  pen("up", 320);
  assert.equal(sent("draw-stroke")[0].frame, 7);
  await hear({ ...playhead, draft: "e", frame: 20 });
  await hear({ ...playhead, draft: "e", frame: 20 });
  assert.deepEqual([name(), place()], ["S01_SH010_v002", "00:00:00:20"]);
});

test("a mark on the time axis opens the notes", async (t) => {
  const { answers, done } = await enter(t, { notes: [{ id: "n", ...words("A"), actor: "member:ada", at: "2026-01-01T00:00:00Z", resolved_at: null, resolved_by: "" }] });
  answers["/films/f/shots/s/gate/panel"] = "<p>Nobody</p>";
  await done("shot-approved", {});
  button("Approval").click();
  assert.equal(at("notes").hidden, true);
  lay(at("timeline"), { width: 1000, height: 124 });
  at("timeline").setPointerCapture = () => {};
  at("timeline").dispatchEvent(new PointerEvent("pointerdown", { clientX: 15, clientY: 112, button: 0, pointerId: 2 }));
  assert.equal(at("notes").hidden, false);
});

test("a page that is older than what the room can continue is loaded anew", async (t) => {
  await enter(t);
  let loads = 0;
  Object.defineProperty(location, "reload", { value: () => (loads += 1) });
  Line.latest.entry(11, "film-changed", { title: "Rain" });
  Line.latest.welcome(11, { members: [], since: 9 });
  assert.equal(loads, 1);
});

test("what is said is shown under the picture at its frames, with what it means beside it", async (t) => {
  const said = [
    { first: 0, last: 2, character: "林遥（1998）", words: "落雨咯。", dialect: "闽南语", translation: "It rains." },
    { first: 2, last: 5, character: "林遥（2024）", words: "Yes.", dialect: "", translation: "" },
  ];
  await enter(t, { lines: said });
  const shown = () => [...document.querySelectorAll("#spoken p")].map((each) => each.textContent);
  assert.deepEqual(shown(), ["林遥（1998） · 闽南语", "落雨咯。", "It rains."]);
  assert.equal(document.getElementById("stage").classList.contains("speaks"), true);
  press("ArrowRight");
  press("ArrowRight");
  await settled();
  assert.deepEqual(shown(), ["林遥（2024）", "Yes."]);
  for (let n = 0; n < 3; n += 1) press("ArrowRight");
  await settled();
  assert.deepEqual([shown(), document.getElementById("spoken").hidden], [[], true]);
});

test("what a draft was made from is fetched for the draft that is looked at", async (t) => {
  const panel = "/films/f/drafts/d/inputs/panel";
  await enter(t, {}, { answers: { [panel]: "<ol><li>lamp.png</li></ol>" } });
  assert.equal(document.getElementById("inputs").dataset.panel, panel);
  assert.equal(document.querySelector("#inputs li")?.textContent, "lamp.png");
});
