import assert from "node:assert/strict";
import { test } from "node:test";

import { button, lay, openPage, press } from "./page.js";
import * as levels from "../../static/js/brief/levels.js";

const CURVE = [[1, 0], [3, -12]];

test("a curve is flat at its ends and straight between its points", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map((second) => levels.levelAt(CURVE, second)), [0, 0, -6, -12, -12]);
  assert.equal(levels.levelAt([], 2), 0);
});

test("a point is added in its place, tidy, and only while there is room", () => {
  assert.deepEqual(levels.added(CURVE, [2.00049, 99], 5), { points: [[1, 0], [2, 12], [3, -12]], at: 1 });
  assert.deepEqual(levels.added([], [9, -99], 5).points, [[5, -60]]);
  const full = Array.from({ length: levels.MOST }, (_, place) => [place, 0]);
  assert.equal(levels.added(full, [1, 1], 99).points, full);
});

test("a point moves between its neighbours", () => {
  assert.deepEqual(levels.moved(CURVE, 0, [4, -3], 5), [[2.99, -3], [3, -12]]);
  assert.deepEqual(levels.moved(CURVE, 1, [9, -3], 5), [[1, 0], [5, -3]]);
  assert.deepEqual(levels.removed(CURVE, 0), [[3, -12]]);
});

test("loud levels have the upper half of the height, and there and back is the same", () => {
  assert.deepEqual([-60, -18, 12].map(levels.share), [0, 0.5, 1]);
  for (const level of [-60, -40, -18, -6, 0, 12]) assert.ok(Math.abs(levels.levelOf(levels.share(level)) - level) < 1e-9);
});

test("a shorter shot keeps the level at which it now ends", () => {
  assert.deepEqual(levels.cutAt(CURVE, 2), [[1, 0], [2, -6]]);
  assert.equal(levels.cutAt(CURVE, 5), CURVE);
});

/** A curve over five seconds in a box of 500 × 100. */
async function drawn(points = []) {
  openPage(`<ol id="curves"></ol>`);
  const { LevelCurve } = await import("../../static/js/brief/level-curve.js");
  const curve = new LevelCurve(points);
  document.getElementById("curves").append(curve.element);
  const box = curve.element.querySelector(".curve-box");
  lay(box, { width: 500, height: 100 });
  box.setPointerCapture = () => {};
  curve.show({ tag: "@Audio1", name: "rain.wav", seconds: 5, wave: null });
  const point = (name, x, y, target = box) =>
    target.dispatchEvent(new PointerEvent(name, { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true, cancelable: true }));
  return { curve, box, point, handles: () => [...box.querySelectorAll(".handle")] };
}

test("a click adds a point, a drag moves it, a double click takes it away", async () => {
  const { curve, point, handles } = await drawn();
  point("pointerdown", 200, 50);
  assert.deepEqual(curve.points, [[2, -18]]);
  point("pointermove", 300, 20);
  assert.deepEqual(curve.points, [[3, 0]]);
  point("pointerup", 300, 20);
  point("pointermove", 400, 20);
  assert.deepEqual(curve.points, [[3, 0]]);
  assert.equal(handles()[0].ariaLabel, "3.00 s, 0.0 dB");
  handles()[0].dispatchEvent(new MouseEventOf("dblclick"));
  assert.deepEqual(curve.points, []);
});

test("points are added, moved and taken away by keys", async () => {
  const { curve, handles } = await drawn(CURVE);
  button("Add a point", curve.element).click();
  assert.deepEqual(curve.points[1], [2, -6]);
  assert.equal(document.activeElement, handles()[1]);
  press("ArrowRight");
  press("ArrowUp", { shiftKey: true });
  assert.deepEqual(curve.points[1], [2.1, 0]);
  press("Delete");
  assert.deepEqual(curve.points, CURVE);
  button("Flat", curve.element).click();
  assert.deepEqual(curve.points, []);
});

/** A double click, wherever it is. */
class MouseEventOf extends Event {
  constructor(name) {
    super(name, { bubbles: true });
  }
}

const BRIEF = `<form id="brief"><div id="levels"><input type="hidden" id="id_levels" name="levels"><ol id="curves"></ol></div>
  <input id="id_seconds" value="4"></form>`;

test("each sound has a curve, what is spoken one together, and only drawn ones are sent", async () => {
  openPage(BRIEF);
  const { BriefLevels } = await import("../../static/js/brief/level-curves.js");
  const field = document.getElementById("id_levels");
  field.value = JSON.stringify([{ tag: "Audio1", points: [[1, -3]] }]);
  const cited = (tag, kind, role) => ({ tag, role, start: "", end: "", character: "", choice: { id: tag, name: tag, kind, seconds: 9, waveform: "" } });
  const cast = { tagged: [cited("Image1", "picture", "plate"), cited("Audio1", "sound", "ambience"), cited("Video1", "video", "screen"), cited("Video2", "video", "plate")] };
  const lines = Object.assign(new EventTarget(), { said: [{ title: "Lin" }] });
  const engine = { levels: true };
  const form = document.getElementById("brief");
  const part = new BriefLevels({ form, cast, lines, engine: () => engine });
  const names = () => [...document.querySelectorAll(".curve .names")].map((each) => each.textContent);
  assert.deepEqual(names(), ["Lines", "@Audio1Audio1", "@Video1Video1"]);
  assert.deepEqual(JSON.parse(field.value), [{ tag: "Audio1", points: [[1, -3]] }]);
  button("Add a point", document.querySelector(".curve")).click();
  assert.deepEqual(JSON.parse(field.value)[0], { tag: "lines", points: [[2, 0]] });
  cast.tagged[1].tag = "Audio2";
  part.refresh();
  assert.deepEqual(JSON.parse(field.value)[1].tag, "Audio2", "a curve follows its reference");
  lines.said = [];
  cast.tagged = cast.tagged.slice(0, 1);
  part.refresh();
  assert.deepEqual([field.value, document.getElementById("levels").hidden], ["", true]);
});
