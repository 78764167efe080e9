import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, button, heard, lay, openPage, press, settled, stopClock } from "./page.js";
import * as layouts from "../../static/js/brief/layout.js";
import { fromHex, toHex } from "../../static/js/light-space/colour.js";
import { LayoutFrame } from "../../static/js/brief/layout-frame.js";

const ASPECT = 2;
const LAMP = { at: [0.2, 0.1], strength: 1, radius: 0.1, colour: [2, 1, 0.5] };
const FIGURE = { tag: "Image2", foot: [0.4, 0.9], height: 0.6, mirrored: false, span: null };
const GUESS = {
  vanishing: [0.5, 0.4],
  horizon: 0.4,
  lamps: [LAMP],
  screen: [[0.7, 0.3], [0.9, 0.3], [0.9, 0.5], [0.7, 0.5]],
  figures: [FIGURE, { ...FIGURE, tag: "Image3", foot: [0.6, 0.7] }],
  occluders: [],
};
const move = (name, to, layout = GUESS) => layouts.moved(layout, name, to, ASPECT);
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

test("each handle stands where its part is, and what it moves moves alone", () => {
  const there = Object.fromEntries(layouts.handles(GUESS, ASPECT).map(({ name, at }) => [name, at]));
  assert.deepEqual(there["lamp 0 at"], [0.2, 0.1]);
  near(there["lamp 0 edge"][0], 0.2 + (0.1 + layouts.ARM) / ASPECT);
  near(there["figure Image2 head"][1], 0.3);
  near(there["screen all"][0], 0.8);
  assert.deepEqual(move("lamp 0 at", [0.3, 0.2]), { ...GUESS, lamps: [{ ...LAMP, at: [0.3, 0.2] }] });
  near(move("lamp 0 edge", [0.3, 0.1]).lamps[0].radius, 0.2 - layouts.ARM);
  near(move("lamp 0 edge", there["lamp 0 edge"]).lamps[0].radius, 0.1);
  assert.deepEqual(move("screen 2", [0.95, 0.6]).screen[2], [0.95, 0.6]);
  assert.deepEqual(move("screen all", [0.7, 0.4]).screen.map(([x]) => Math.round(x * 10) / 10), [0.6, 0.8, 0.8, 0.6]);
});

test("a street and its horizon go together, a flat picture's horizon alone", () => {
  assert.deepEqual(move("horizon", [0.1, 0.5]).vanishing, [0.5, 0.5]);
  const point = move("vanishing", [0.3, 0.45]);
  assert.deepEqual([point.vanishing, point.horizon], [[0.3, 0.45], 0.45]);
  assert.equal(move("horizon", [0, 0.5], { ...GUESS, vanishing: null }).vanishing, null);
});

test("who comes nearer grows, and the head alone says how tall they are", () => {
  const [nearer, other] = move("figure Image2 foot", [0.3, 1.4]).figures;
  assert.deepEqual(nearer.foot, [0.3, 1.4]);
  near(nearer.height, 1.2);
  assert.equal(other.height, 0.6);
  near(move("figure Image2 head", [0, 0.5]).figures[0].height, 0.4);
  near(move("figure Image2 head", [0, 2]).figures[0].height, 0.02);
  near(move("figure Image2 foot", [0.3, 0.2]).figures[0].height, 0.6);
});

test("a screen's corners never cross, and nothing leaves for good", () => {
  assert.equal(move("screen 0", [0.95, 0.6]), GUESS);
  assert.deepEqual(move("lamp 0 at", [9, -9]).lamps[0].at, [1.8, -0.6]);
});

test("what a hand changed is known, and goes back by itself or with all", () => {
  const layout = move("lamp 0 at", [0.3, 0.2], move("screen 2", [0.95, 0.6]));
  const told = layouts.items(layout).filter((item) => layouts.changed(layout, GUESS, item));
  assert.deepEqual(told, ["screen", "lamp 0"]);
  assert.deepEqual(layouts.restored(layouts.restored(layout, GUESS, "lamp 0"), GUESS, "screen"), GUESS);
  assert.equal(layouts.changedAtAll({ ...GUESS, figures: GUESS.figures.toReversed() }, GUESS), false);
  assert.equal(layouts.changedAtAll({ ...GUESS, horizon: 0.40001 }, GUESS), false, "rounding is no hand");
  const more = layouts.withOneMoreLamp(GUESS);
  assert.equal(more.lamps.length, 2);
  assert.deepEqual(layouts.restored(more, GUESS, "lamp 1"), GUESS);
  assert.equal(layouts.withOrWithoutScreen(GUESS).screen, null);
  assert.equal(layouts.deepOrFlat(GUESS).vanishing, null);
});

test("a new guess keeps what a hand set right, of the plate only while it is the same", () => {
  const layout = move("figure Image2 foot", [0.3, 0.9], move("horizon", [0, 0.5]));
  const guess = { ...GUESS, horizon: 0.3, vanishing: [0.4, 0.3], figures: [GUESS.figures[0], { ...FIGURE, tag: "Image4" }] };
  const same = layouts.carried(layout, GUESS, guess, true);
  assert.equal(same.horizon, 0.5);
  assert.deepEqual(same.figures.map(({ tag, foot }) => [tag, foot[0]]), [["Image2", 0.3], ["Image4", 0.4]]);
  const other = layouts.carried(layout, GUESS, guess, false);
  assert.deepEqual([other.horizon, other.figures[0].foot[0]], [0.3, 0.3]);
});

test("figures follow their references' tags", () => {
  const renamed = layouts.retagged(GUESS, new Map([["Image2", "Image3"], ["Image3", null]]));
  assert.deepEqual(renamed.figures.map(({ tag, foot }) => [tag, foot[0]]), [["Image3", 0.4]]);
});

test("what comes into the frame holds the street, the screen and the people", () => {
  assert.deepEqual(layouts.seen(GUESS, 2, 2), { left: 0, top: 0, right: 1, bottom: 1 });
  const { left, right, top, bottom } = layouts.seen(GUESS, 2, 1);
  near(right - left, 0.5);
  near((left + right) / 2, 0.6);
  assert.deepEqual([top, bottom], [0, 1]);
  near(layouts.seen(GUESS, 1, 2).top, 0.4 - 0.21);
});

test("it is written with no more digits than are seen", () => {
  assert.deepEqual(JSON.parse(layouts.written({ ...GUESS, horizon: 1 / 3 })).horizon, 0.33333);
});

test("a lamp's colour is shown as bright as can be, and stays as bright as it was", () => {
  assert.equal(toHex([4, 2, 0]), "#ffbc00");
  const [red, green, blue] = fromHex("#ffbc00", [0, 8, 0]);
  near(red, 8);
  assert.ok(Math.abs(green - 4) < 0.05);
  near(blue, 0);
});

test("there is room for who stands beyond the plate's edge", () => {
  const place = new LayoutFrame();
  place.fit(448, 1000, ASPECT);
  place.hold({ ...GUESS, figures: [{ ...FIGURE, foot: [0.5, 1.4], height: 1.5 }] });
  assert.deepEqual(place.plate.width, 400);
  assert.ok(place.height > 48 + 200 * 1.4);
  const at = place.toPage([0.25, 1.4]);
  const [u, v] = place.toPlate(at);
  near(u, 0.25);
  near(v, 1.4);
  place.fit(448, 50, ASPECT);
  assert.equal(place.plate.width, 100, "no taller than the window allows");
});

const POST = { points: [[0.4, 0.2], [0.5, 0.2], [0.5, 0.9], [0.4, 0.9]], everybody: true };

test("what stands before people is drawn around, and its outline is dragged by point or whole", () => {
  const circle = Array.from({ length: 200 }, (_, at) => [0.5 + 0.1 * Math.cos(at / 32), 0.5 + 0.1 * Math.sin(at / 32)]);
  const [drawn] = layouts.withOneMoreOccluder(GUESS, circle).occluders;
  assert.ok(drawn.points.length >= 8 && drawn.points.length <= 32, `${drawn.points.length} points`);
  for (const [x, y] of drawn.points) near(Math.round(Math.hypot(x - 0.5, y - 0.5) * 1e6) / 1e6, 0.1);
  assert.equal(layouts.withOneMoreOccluder(GUESS, [[0.5, 0.5], [0.501, 0.5], [0.5, 0.501]]), GUESS, "a touch draws around nothing");
  const layout = { ...GUESS, occluders: [POST] };
  assert.deepEqual(move("occluder 0 1", [0.6, 0.3], layout).occluders[0].points[1], [0.6, 0.3]);
  near(move("occluder 0 all", [0.55, 0.55], layout).occluders[0].points[0][0], 0.5);
  const more = layouts.withOneMorePoint(POST);
  assert.deepEqual(more.points[2], [0.5, 0.55]);
  assert.deepEqual(layouts.withOneLessPoint(more), POST);
  assert.deepEqual(layouts.restored(layout, GUESS, "occluder 0"), GUESS);
  assert.deepEqual(layouts.carried(layout, GUESS, GUESS, true).occluders, [POST]);
  assert.deepEqual(layouts.carried(layout, GUESS, GUESS, false).occluders, [], "another plate has other things");
  assert.deepEqual(layouts.read({ ...GUESS, occluders: undefined }).occluders, [], "an earlier brief");
  const many = Array.from({ length: 20 }).reduce((made) => layouts.withOneMoreOccluder(made), GUESS);
  assert.equal(many.occluders.length, 16);
});

/** A stage of 448 × 248 with a plate of 400 × 200 on it. */
async function staged() {
  const { body } = openPage(`<div id="stage"></div>`);
  const { LayoutView } = await import("../../static/js/brief/layout-view.js");
  const stage = document.getElementById("stage");
  lay(stage, { left: 10, top: 20, width: 448, height: 248 });
  stage.setPointerCapture = () => {};
  const view = new LayoutView(stage);
  view.aspect = ASPECT;
  let layout = { ...GUESS, figures: [] };
  const show = () => view.show({ layout, guess: GUESS, aspect: ASPECT, frame: ASPECT, item: "lamp 0", nameOf: (tag) => tag, turnOf: () => "" });
  view.addEventListener("move", ({ detail }) => {
    layout = layouts.moved(layout, detail.name, detail.to, ASPECT);
    show();
  });
  show();
  return { body, view, stage, layout: () => layout, handle: (name) => stage.querySelector(`button[data-handle="${name}"]`) };
}

const pointer = (target, name, x, y) =>
  target.dispatchEvent(new PointerEvent(name, { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true, cancelable: true }));

test("a handle is dragged from where it was taken, and says what it is", async () => {
  const { handle, stage, layout } = await staged();
  const lamp = handle("lamp 0 at");
  assert.equal(lamp.style.translate, "104px 44px");
  assert.equal(lamp.ariaLabel, "Lamp 1");
  pointer(lamp, "pointerdown", 117, 66);
  pointer(stage, "pointermove", 157, 86);
  near(layout().lamps[0].at[0], 0.3);
  near(layout().lamps[0].at[1], 0.2);
  pointer(stage, "pointerup", 157, 86);
  pointer(stage, "pointermove", 257, 86);
  near(layout().lamps[0].at[0], 0.3);
  assert.equal(lamp.classList.contains("changed"), true);
  assert.equal(handle("horizon").classList.contains("changed"), false);
});

test("arrows move it by a 200th, with shift by a 20th; Escape asks for the guess", async () => {
  const { view, handle, layout } = await staged();
  const told = heard(view, "restore", "take");
  handle("lamp 0 at").focus();
  press("ArrowRight");
  press("ArrowUp", { shiftKey: true });
  near(layout().lamps[0].at[0], 0.205);
  near(layout().lamps[0].at[1], 0.05);
  assert.equal(press("a"), true, "other keys are the page's");
  press("Escape");
  assert.deepEqual(told.at(-1), ["restore", { name: "lamp 0 at" }]);
});

test("a hand that draws moves no handle, and what it drew is told at its end", async () => {
  const { handle, stage, view, layout } = await staged();
  const told = heard(view, "drawn", "move");
  view.drawing = true;
  pointer(handle("lamp 0 at"), "pointerdown", 117, 66);
  for (const [x, y] of [[157, 66], [157, 106], [117, 106]]) pointer(stage, "pointermove", x, y);
  assert.equal(document.querySelectorAll(".layout-lines polyline").length, 1, "it is seen as it goes");
  pointer(stage, "pointerup", 117, 106);
  assert.deepEqual(told.map(([name]) => name), ["drawn"]);
  const [, { points }] = told[0];
  assert.deepEqual([points.length, layout().lamps[0].at], [4, [0.2, 0.1]]);
  near(points[1][0] - points[0][0], 0.1);
  assert.equal(document.querySelectorAll(".layout-lines polyline").length, 0);
});

const BRIEF = `<form id="brief"><div id="layout" data-endpoint="/layout"><input type="hidden" id="id_layout" name="layout">
  <div id="layout-stage"></div></div><select id="id_size" name="size"><option>640x360</option></select></form>`;

const DONE = { state: "done", layout: GUESS };

/** The part of a brief that asks for a guess and keeps what a hand sets right. */
async function inBrief(answers, came = "") {
  openPage(BRIEF);
  const asked = answer({ "/layout": answers });
  const { BriefLayout } = await import("../../static/js/brief/layout-opening.js");
  const field = document.getElementById("id_layout");
  field.value = came;
  const choice = (id) => ({ id, name: id, kind: "picture", proxy: `/${id}`, poster: "", copy: [960, 480] });
  const plate = { tag: "Image1", choice: choice("street"), role: "plate", start: "", end: "", character: "" };
  const her = { tag: "Image2", choice: choice("her"), role: "subject", start: "", end: "", character: "Lin（1998）" };
  const him = { ...her, tag: "Image3", choice: choice("him"), character: "" };
  const cast = { tagged: [plate, her, him] };
  const lines = Object.assign(new EventTarget(), { said: [{ title: "Lin（1998）", words: "…" }, { title: "Ada（now）", words: "…" }], swap: () => {} });
  const engine = { layout: true, needs: [{ roles: ["plate"] }, { roles: ["subject", "driving"] }] };
  const form = document.getElementById("brief");
  const part = new BriefLayout({ form, cast, lines, engine: () => engine });
  return { part, field, cast, engine, plate, her, him, asked };
}

beforeEach((t) => stopClock(t));

test("the guess is asked for, waited for, and drawn; untouched it is not sent", async (t) => {
  let looks = 0;
  const { field, asked } = await inBrief(() => ((looks += 1), looks < 2 ? { state: "running" } : DONE));
  assert.match(document.querySelector("[role=status]").textContent, /Looking at the plate/);
  t.mock.timers.tick(700);
  await settled();
  t.mock.timers.tick(700);
  await settled();
  assert.deepEqual(asked, ["POST /layout", "POST /layout"]);
  assert.equal(document.querySelectorAll(".layout-stage .handle").length, 1 + 1 + 5 + 2 + 4);
  assert.equal(field.value, "");
  assert.match(document.querySelector(".layout-lines").textContent, /1 · Lin（1998）/);
  document.querySelector('button[data-handle="lamp 0 at"]').focus();
  press("ArrowRight");
  assert.equal(JSON.parse(field.value).lamps[0].at[0], 0.205);
  const strength = document.querySelector(".strength");
  strength.value = "2";
  strength.dispatchEvent(new Event("input", { bubbles: true }));
  assert.equal(JSON.parse(field.value).lamps[0].strength, 2);
  press("Escape", {}, document.querySelector('button[data-handle="lamp 0 at"]'));
  assert.equal(field.value, "");
});

test("what came with an earlier brief stays, and follows its reference's tag", async (t) => {
  const { part, field, cast, plate, her, him } = await inBrief(DONE, layouts.written(move("figure Image3 foot", [0.9, 0.7])));
  t.mock.timers.tick(700);
  await settled();
  assert.equal(JSON.parse(field.value).figures[1].foot[0], 0.9);
  cast.tagged = [plate, { ...him, tag: "Image2" }, { ...her, tag: "Image3" }];
  const [first, second] = GUESS.figures;
  const figures = [{ ...second, tag: "Image2" }, { ...first, tag: "Image3" }];
  answer({ "/layout": { state: "done", layout: { ...GUESS, figures } } });
  part.refresh();
  t.mock.timers.tick(700);
  await settled();
  const moved = JSON.parse(field.value).figures.find(({ tag }) => tag === "Image2");
  assert.equal(moved.foot[0], 0.9);
});

test("a foreground is drawn with a hand or set by the keyboard, and goes into the brief", async (t) => {
  const { field } = await inBrief(DONE);
  t.mock.timers.tick(700);
  await settled();
  button("Draw a foreground").dispatchEvent(Object.assign(new Event("click"), { detail: 0 }));
  const [post] = JSON.parse(field.value).occluders;
  assert.deepEqual([post.points.length, post.everybody], [4, true]);
  const whom = document.querySelector(".whom");
  whom.value = "behind";
  whom.dispatchEvent(new Event("change"));
  assert.equal(JSON.parse(field.value).occluders[0].everybody, false);
  button("Remove").click();
  assert.equal(field.value, "", "the guess again");
  const draw = button("Draw a foreground");
  draw.dispatchEvent(Object.assign(new Event("click"), { detail: 1 }));
  assert.equal(draw.ariaPressed, "true");
  press("Escape");
  assert.equal(draw.ariaPressed, "false");
});

test("a failure is said in its words, and asked again by the button", async (t) => {
  let asked = null;
  await inBrief({ state: "failed", layout: null, reason: "No person could be found." });
  t.mock.timers.tick(700);
  await settled();
  const said = document.querySelector("[role=status]");
  assert.deepEqual([said.textContent, said.className], ["No person could be found.", "help refusal"]);
  globalThis.fetch = async (_path, { body }) => ((asked = body.get("again")), Response.json(DONE));
  button("Guess again").click();
  await settled();
  assert.equal(asked, "yes");
  assert.equal(said.textContent, "");
});

test("an engine that places nothing is sent no layout", async (t) => {
  const { part, field, engine } = await inBrief(DONE, layouts.written(GUESS));
  t.mock.timers.tick(700);
  await settled();
  engine.layout = false;
  part.refresh();
  assert.deepEqual([document.getElementById("layout").hidden, field.disabled], [true, true]);
});
