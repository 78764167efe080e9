import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, lay, openPage, press, settled, stopClock } from "./page.js";
import { draft, Line, listen, paint } from "./line.js";
import { film } from "./video.js";
import { InkCanvas } from "../../static/js/ink/canvas.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Pens } from "../../static/js/ink/pens.js";
import { Player } from "../../static/js/player/player.js";
import { Session } from "../../static/js/room/session.js";

const MEMBERS = paint().members;
const at = (n) => ({ x: 320 + 32 * n, y: 270 + 9 * n }); // a line over the picture, by its points
const LINE = Array.from({ length: 20 }, (_, n) => at(n));
const BELOW = LINE.map(({ x }) => ({ x, y: 720 }));
let pointer = 0;

beforeEach(() => {
  openPage(`<div id="pens"></div><div class="player"><video></video><canvas></canvas></div><input id="words">`);
  listen();
});

/** A hand before a picture of 1600 × 900 CSS pixels. */
async function seated(t, { strokes = [], clock = undefined } = {}) {
  const root = document.querySelector(".player");
  const [video, canvas] = ["video", "canvas"].map((name) => root.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  await player.load({ url: "/c", rate: "24", frames: 100, width: 1280, height: 720 });
  const tick = stopClock(t);
  if (clock) t.mock.method(performance, "now", clock);
  const session = new Session(paint(), new Outbox("f me", null, []));
  session.socket.open();
  Line.latest.welcome(10, { members: MEMBERS });
  answer(Object.fromEntries([0, 24].map((first) => [`/films/f/drafts/d/ink?first=${first}&last=${first + 24}&after=0`, { seq: 10, strokes: first ? [] : strokes, next: null }])));
  const pens = new Pens(document.getElementById("pens"), { undo: () => surface.undo(), redo: () => surface.redo() });
  const surface = new InkCanvas({ root, player, session, pens });
  const layer = root.querySelector(".ink");
  layer.setPointerCapture = () => {};
  lay(layer, { width: 1600, height: 900 });
  surface.show(draft("d"));
  await settled();
  const [dry, wet] = layer.querySelectorAll("canvas");
  const painted = (sheet) => (sheet.pen?.acts ?? []).filter(({ act }) => act === "fill");
  let seq = 10;
  const done = (verb, payload, more) => Line.latest.entry((seq += 1), verb, payload, more);
  return {
    player, clip, session, pens, surface, layer, tick, done, root,
    dry: () => painted(dry), wet: () => painted(wet), sheets: { dry, wet },
  };
}

/** Pointer events of one pen, finger or mouse. */
function hand(layer, pointerType, more = {}) {
  pointer += 1;
  const pointerId = pointer;
  const say = (name, spot, extra = {}) =>
    layer.dispatchEvent(new PointerEvent(name, { pointerId, pointerType, clientX: spot.x, clientY: spot.y, pressure: 0.5, bubbles: true, ...more, ...extra }));
  return {
    down: (spot, extra) => say("pointerdown", spot, { button: 0, buttons: 1, ...extra }),
    to: (...spots) => spots.forEach((spot) => say("pointermove", spot, { button: -1, buttons: 1 })),
    up: (spot) => say("pointerup", spot, { button: 0, buttons: 0 }),
    lose: (spot) => say("pointercancel", spot),
    draw(spots) {
      this.down(spots[0]);
      this.to(...spots.slice(1));
      this.up(spots.at(-1));
    },
  };
}

const sent = (verb) => Line.latest.of(verb);
const stroke = (id, spots, more = {}) => ({
  id, frame: 0, actor: "member:ada", tool: "pen", colour: "#4fb39a", width: 40, seq: 3,
  points: spots.map(({ x, y }) => [Math.round((x / 1600) * 65535), Math.round((y / 900) * 65535), 512, 0, 0]), ...more,
});

test("a pen's stroke is wet while it is drawn, told to others, and lies when it is done", async (t) => {
  const { pens, layer, tick, dry, wet, surface } = await seated(t);
  pens.take("pen");
  const pen = hand(layer, "pen", { pressure: 0.2, tiltX: 20, tiltY: -30 });
  pen.down(LINE[0]);
  pen.to(...LINE.slice(1, 10));
  assert.equal(surface.drawing, true);
  assert.deepEqual([wet().length, dry().length], [1, 0]);
  tick(60);
  pen.to(LINE[10]);
  const tails = sent("ink");
  assert.ok(tails.length >= 2);
  assert.deepEqual(tails.at(-1).points.at(-1).slice(2), [205, 20, -30]);
  assert.deepEqual(sent("draw-stroke"), [], "nothing is recorded yet");
  pen.up(LINE[10]);
  const [said] = sent("draw-stroke");
  assert.deepEqual([said.draft, said.frame, said.tool, said.colour, said.width], ["d", 0, "pen", "#e8b04b", 40]);
  assert.deepEqual(said.points[0], [13107, 19661, 205, 20, -30]);
  assert.equal(said.points.length, 11);
  assert.equal(tails[0].stroke, said.id);
  assert.deepEqual([wet().length, dry().length, surface.drawing], [0, 1, false]);
});

test("another's stroke is seen as it is drawn, on its frame only, and dries when it lies", async (t) => {
  const { player, dry, wet, done } = await seated(t);
  const tail = { type: "ink", member: "ada", draft: "d", frame: 0, tool: "pen", colour: "#4fb39a", width: 40, stroke: "x" };
  const { points } = stroke("x", LINE);
  Line.latest.say({ type: "passing", batch: [{ ...tail, start: 0, points: points.slice(0, 5) }] });
  Line.latest.say({ type: "passing", batch: [{ ...tail, start: 5, points: points.slice(5, 9) }] });
  assert.equal(wet().length, 1);
  await player.seek(1);
  assert.equal(wet().length, 0);
  await player.seek(0);
  assert.equal(wet().length, 1);
  const { draft: onto, frame, tool, colour, width } = tail;
  done("stroke-drawn", { draft: onto, frame, tool, colour, width, points }, { id: "known-to-ada-alone-until-now" });
  assert.deepEqual([wet().length, dry().length], [0, 1]);
});

/** What Ada and others draw, one stroke beginning at each n: as it passes, and as it lies. */
function strokesUnderWay(done) {
  const rest = { draft: "d", frame: 0, tool: "pen", colour: "#4fb39a", width: 40 };
  const pointsFrom = (n) => [0, 1, 2].map((more) => [n * 1000 + more, 500, 512, 0, 0]);
  return {
    pass: (n, { member = "ada", start = 0, ...more } = {}) =>
      Line.latest.say({ type: "passing", batch: [{ type: "ink", member, ...rest, ...more, stroke: `${member}${n}`, start, points: pointsFrom(n).slice(start) }] }),
    lie: (n, more = {}) => done("stroke-drawn", { ...rest, points: pointsFrom(n), ...more }),
  };
}

test("of a quick hand's strokes those are wet that do not lie yet", async (t) => {
  const { wet, dry, done } = await seated(t);
  const { pass, lie } = strokesUnderWay(done);
  for (const n of [1, 2, 3]) pass(n);
  pass(1, { member: "lin" });
  assert.deepEqual([wet().length, dry().length], [4, 0]);
  lie(1);
  assert.deepEqual([wet().length, dry().length], [3, 1], "the next ones are still on their way");
  lie(3);
  assert.deepEqual([wet().length, dry().length], [1, 2], "what was begun before it can't still be drawn");
  lie(1, {});
  assert.equal(wet().length, 1, "another's is not taken for it");
});

test("a stroke whose beginning was never heard dries with the next one, or is dropped in time", async (t) => {
  const { wet, done, tick } = await seated(t);
  const { pass, lie } = strokesUnderWay(done);
  pass(1, { start: 1 });
  lie(1);
  assert.equal(wet().length, 1, "it may be one that goes on");
  pass(2);
  assert.equal(wet().length, 2);
  lie(2);
  assert.equal(wet().length, 0);
  pass(3, { start: 1 });
  lie(3);
  tick(7999);
  assert.equal(wet().length, 1);
  tick(1);
  assert.equal(wet().length, 0);
});

test("ink of the same beginning on another frame is another stroke", async (t) => {
  const { wet, done } = await seated(t);
  const { pass, lie } = strokesUnderWay(done);
  pass(1);
  lie(1, { frame: 1 });
  assert.equal(wet().length, 1);
});

test("a stroke that is not heard of for eight seconds was abandoned", async (t) => {
  const { wet, done, tick } = await seated(t);
  const { pass } = strokesUnderWay(done);
  pass(1);
  tick(5000);
  pass(2);
  tick(3000);
  pass(2, { start: 1 });
  assert.equal(wet().length, 1, "while another goes on");
  tick(8000);
  assert.equal(wet().length, 0);
});

test("undo and redo go by keys, and are seen at once", async (t) => {
  const { pens, layer, dry } = await seated(t);
  pens.take("pen");
  const [undo, redo] = ["Undo", "Redo"].map((name) => document.querySelector(`[aria-label=${name}]`));
  assert.deepEqual([undo.disabled, redo.disabled], [true, true]);
  hand(layer, "pen").draw(LINE);
  const { id } = sent("draw-stroke")[0];
  assert.deepEqual([undo.disabled, redo.disabled], [false, true]);
  assert.equal(press("z", { ctrlKey: true }), false);
  assert.equal(dry().length, 0, "before it is acknowledged");
  assert.deepEqual(sent("erase-stroke").map((each) => each.stroke), [id]);
  assert.deepEqual([undo.disabled, redo.disabled], [true, false]);
  press("Z", { metaKey: true, shiftKey: true });
  assert.equal(dry().length, 1);
  assert.deepEqual(sent("restore-stroke").map((each) => each.stroke), [id]);
  undo.click();
  assert.equal(dry().length, 0);
  press("y", { ctrlKey: true });
  assert.equal(dry().length, 1);
});

test("keys of undo are left to words, dialogs, compositions and the browser", async (t) => {
  const { pens, layer } = await seated(t);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  assert.equal(press("z", { ctrlKey: true }, document.getElementById("words")), true);
  assert.equal(press("z", { ctrlKey: true, isComposing: true }), true);
  assert.equal(press("z", { ctrlKey: true, altKey: true }), true);
  assert.equal(press("z"), true);
  document.body.append(document.createElement("dialog"));
  document.querySelector("dialog").showModal();
  assert.equal(press("z", { ctrlKey: true }), true);
  assert.deepEqual(sent("erase-stroke"), []);
});

test("a tap of two fingers undoes, of three does it again", async (t) => {
  const { pens, layer, tick, dry } = await seated(t);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  const tap = (count, { late = 50, moved = 0 } = {}) => {
    const fingers = Array.from({ length: count }, () => hand(layer, "touch"));
    fingers.forEach((finger, n) => finger.down({ x: 500 + 80 * n, y: 400 }));
    fingers[0].to({ x: 500 + moved, y: 400 });
    tick(late);
    fingers.forEach((finger, n) => finger.up({ x: 500 + 80 * n, y: 400 }));
  };
  tap(2);
  assert.equal(dry().length, 0);
  tap(3);
  assert.equal(dry().length, 1);
  tap(2, { late: 301 });
  tap(2, { moved: 40 });
  tap(1);
  const [one, other] = [hand(layer, "touch"), hand(layer, "touch")];
  one.down({ x: 500, y: 400 });
  other.down({ x: 580, y: 400 });
  tick(50);
  one.up({ x: 500, y: 400 });
  tick(300);
  other.up({ x: 580, y: 400 });
  assert.equal(dry().length, 1, "slow ones, moved ones and one finger do nothing");
});

test("a tap that the system took away undoes nothing", async (t) => {
  const { pens, layer, dry } = await seated(t);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  const fingers = [hand(layer, "touch"), hand(layer, "touch")];
  fingers.forEach((finger, n) => finger.down({ x: 500 + 80 * n, y: 400 }));
  fingers.forEach((finger) => finger.lose({ x: 500, y: 400 }));
  assert.equal(dry().length, 1);
});

test("an eraser takes only own ink, each stroke once, and all of a swipe comes back together", async (t) => {
  const { pens, layer, dry } = await seated(t, { strokes: [stroke("theirs", LINE), stroke("mine", BELOW, { actor: "member:me" }), stroke("mine2", BELOW.map(({ x, y }) => ({ x, y: y + 60 })), { actor: "member:me" })] });
  assert.equal(dry().length, 3);
  pens.take("eraser");
  hand(layer, "pen").draw([LINE[4], LINE[5], BELOW[5], BELOW[6], { x: BELOW[6].x, y: 780 }]);
  assert.deepEqual(sent("erase-stroke").map((each) => each.stroke), ["mine", "mine2"]);
  assert.equal(dry().length, 1);
  press("z", { ctrlKey: true });
  assert.deepEqual(sent("restore-stroke").map((each) => each.stroke), ["mine", "mine2"]);
  assert.equal(dry().length, 3);
});

test("the eraser end erases whatever tool is taken up", async (t) => {
  const { pens, layer } = await seated(t, { strokes: [stroke("mine", LINE, { actor: "member:me" })] });
  pens.take("marker");
  const pen = hand(layer, "pen");
  pen.down(LINE[5], { button: 5, buttons: 32 });
  pen.up(LINE[5]);
  assert.deepEqual(sent("erase-stroke").map((each) => each.stroke), ["mine"]);
  assert.deepEqual(sent("draw-stroke"), []);
});

test("a pointer taken away leaves the ink", async (t) => {
  const { pens, layer } = await seated(t);
  pens.take("pen");
  const finger = hand(layer, "touch");
  finger.down(LINE[0]);
  finger.to(...LINE.slice(1));
  finger.lose(LINE[19]);
  assert.equal(sent("draw-stroke").length, 1);
  assert.equal(sent("draw-stroke")[0].points.length, 20);
});

test("until a pen was there a finger draws, and then no more", async (t) => {
  const { pens, layer, tick } = await seated(t);
  pens.take("pen");
  hand(layer, "touch").draw(LINE);
  assert.equal(sent("draw-stroke").length, 1);
  tick(500);
  hand(layer, "pen").draw(LINE);
  hand(layer, "touch").draw(BELOW);
  assert.equal(sent("draw-stroke").length, 2);
});

test("a palm beside the pen does nothing", async (t) => {
  const { pens, layer } = await seated(t);
  pens.take("pen");
  const [pen, palm] = [hand(layer, "pen"), hand(layer, "touch")];
  pen.down(LINE[0]);
  palm.down(BELOW[0]);
  palm.to(...BELOW);
  pen.to(...LINE.slice(1));
  palm.up(BELOW[19]);
  pen.up(LINE[19]);
  assert.deepEqual(sent("draw-stroke").map(({ points }) => points.length), [20]);
});

test("a second finger that comes soon makes a stroke a gesture; one that comes late does not", async (t) => {
  const { pens, layer, tick, root } = await seated(t);
  pens.take("pen");
  let [one, other] = [hand(layer, "touch"), hand(layer, "touch")];
  one.down({ x: 700, y: 450 });
  one.to({ x: 703, y: 450 });
  tick(100);
  other.down({ x: 900, y: 450 });
  one.to({ x: 600, y: 450 });
  other.to({ x: 1000, y: 450 });
  one.up({ x: 600, y: 450 });
  other.up({ x: 1000, y: 450 });
  assert.deepEqual(sent("draw-stroke"), []);
  assert.match(root.querySelector("canvas").style.transform, /scale\(2/);
  [one, other] = [hand(layer, "touch"), hand(layer, "touch")];
  one.down({ x: 700, y: 450 });
  tick(200);
  other.down({ x: 900, y: 450 });
  one.to({ x: 600, y: 450 });
  one.up({ x: 600, y: 450 });
  assert.equal(sent("draw-stroke").length, 1);
});

/** How the picture is seen: left, top, how many times as large. */
function view(root) {
  const found = /translate\((.*)px, (.*)px\) scale\((.*)\)/.exec(root.querySelector("canvas").style.transform);
  return found ? found.slice(1).map(Number) : [0, 0, 1];
}

test("two fingers go into the picture and out again, one moves it, and none of it draws", async (t) => {
  const { pens, layer, root } = await seated(t);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  const pinch = (from, to) => {
    const [one, other] = [hand(layer, "touch"), hand(layer, "touch")];
    one.down({ x: 800 - from, y: 450 });
    other.down({ x: 800 + from, y: 450 });
    one.to({ x: 800 - to, y: 450 });
    other.to({ x: 800 + to, y: 450 });
    one.up({ x: 800 - to, y: 450 });
    other.up({ x: 800 + to, y: 450 });
  };
  pinch(80, 240);
  const [left, top, scale] = view(root);
  assert.ok(Math.abs(scale - 3) < 0.1, String(scale));
  assert.ok(Math.abs(left + 1600) < 90 && Math.abs(top + 900) < 60, "around the fingers");
  const finger = hand(layer, "touch");
  finger.down({ x: 800, y: 450 });
  finger.to({ x: 700, y: 420 });
  finger.up({ x: 700, y: 420 });
  assert.deepEqual(view(root).map(Math.round), [left - 100, top - 30, scale].map(Math.round));
  assert.equal(sent("draw-stroke").length, 1);
  for (let n = 0; n < 3; n += 1) pinch(240, 40);
  assert.deepEqual(view(root), [0, 0, 1]);
});

test("a stroke in an enlarged picture lies where the hand was", async (t) => {
  const { pens, layer } = await seated(t);
  pens.take("pen");
  layer.dispatchEvent(new WheelEvent("wheel", { deltaY: -200 * Math.LN2, ctrlKey: true, clientX: 0, clientY: 0, cancelable: true }));
  hand(layer, "pen").draw([{ x: 800, y: 450 }, { x: 802, y: 450 }]);
  assert.deepEqual(sent("draw-stroke")[0].points[0].slice(0, 2), [16384, 16384]);
});

test("the wheel moves, with Ctrl it goes in and out around the pointer", async (t) => {
  const { layer, root } = await seated(t);
  const wheel = (more) => layer.dispatchEvent(new WheelEvent("wheel", { clientX: 800, clientY: 450, cancelable: true, ...more }));
  assert.equal(wheel({ deltaY: -200 * Math.log(2), ctrlKey: true }), false, "the page does not scroll");
  assert.deepEqual(view(root).map(Math.round), [-800, -450, 2]);
  wheel({ deltaX: 30, deltaY: -20 });
  assert.deepEqual(view(root).map(Math.round), [-830, -430, 2]);
});

test("the mouse drags the picture when it points, and by its other buttons always", async (t) => {
  const { pens, layer, root } = await seated(t);
  layer.dispatchEvent(new WheelEvent("wheel", { deltaY: -200 * Math.LN2, ctrlKey: true, clientX: 800, clientY: 450, cancelable: true }));
  const drag = (down) => {
    const mouse = hand(layer, "mouse");
    mouse.down({ x: 500, y: 500 }, down);
    mouse.to({ x: 480, y: 490 });
    mouse.up({ x: 480, y: 490 });
  };
  drag({});
  assert.deepEqual(view(root).map(Math.round), [-820, -460, 2]);
  pens.take("pen");
  drag({ button: 1, buttons: 4 });
  assert.deepEqual(view(root).map(Math.round), [-840, -470, 2]);
  drag({ button: 2, buttons: 2 });
  assert.deepEqual(view(root).map(Math.round), [-860, -480, 2]);
  assert.deepEqual(sent("draw-stroke"), []);
  drag({});
  assert.equal(sent("draw-stroke").length, 1);
});

test("in pointing mode a finger and a mouse leave no ink; a pen on glass draws at once", async (t) => {
  const { pens, layer } = await seated(t);
  for (const kind of ["touch", "mouse"]) hand(layer, kind).draw(LINE);
  assert.deepEqual(sent("draw-stroke"), []);
  hand(layer, "pen").draw(LINE);
  assert.deepEqual([sent("draw-stroke").length, pens.mode, pens.tool], [1, "ink", "pen"]);
  hand(layer, "touch").draw(LINE);
  assert.equal(sent("draw-stroke").length, 1, "the finger navigates");
});

test("who may not draw may still point, whatever key is pressed", async (t) => {
  const { pens, layer, dry } = await seated(t);
  pens.disabled = true;
  press("p");
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  assert.deepEqual([sent("draw-stroke"), dry().length, pens.mode], [[], 0, "point"]);
  assert.equal(sent("pointer").length, 1);
  pens.disabled = false;
  assert.equal(pens.mode, "ink");
});

test("without a draft there is nothing to draw on, and nothing of it is seen", async (t) => {
  const { pens, layer, surface, dry } = await seated(t, { strokes: [stroke("x", LINE)] });
  pens.take("pen");
  surface.show(null);
  hand(layer, "pen").draw(LINE);
  assert.deepEqual([sent("draw-stroke"), sent("pointer"), dry().length], [[], [], 0]);
});

test("a stroke under way ends when another draft is shown", async (t) => {
  const { pens, layer, surface } = await seated(t);
  pens.take("pen");
  const pen = hand(layer, "pen");
  pen.down(LINE[0]);
  pen.to(...LINE.slice(1, 6));
  surface.show(null);
  pen.to(...LINE.slice(6));
  pen.up(LINE[19]);
  assert.deepEqual(sent("draw-stroke").map(({ draft: onto, points }) => [onto, points.length]), [["d", 6]]);
});

test("a stroke ends where another frame comes under it", async (t) => {
  const { player, pens, layer, wet } = await seated(t);
  pens.take("pen");
  const pen = hand(layer, "pen");
  pen.down(LINE[0]);
  pen.to(...LINE.slice(1, 10));
  await player.seek(1);
  assert.equal(wet().length, 0);
  pen.to(...LINE.slice(10));
  pen.up(LINE[19]);
  assert.deepEqual(sent("draw-stroke").map(({ frame, points }) => [frame, points.length]), [[0, 10]]);
});

test("ink on what plays stops it: ink lies on the frame that is seen", async (t) => {
  const { player, clip, pens, layer } = await seated(t);
  player.play();
  await settled();
  clip.run(5);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  assert.equal(player.speed, 0);
  assert.equal(sent("draw-stroke")[0].frame, 5);
});

test("a long stroke goes on as another, and both are undone in one step", async (t) => {
  const { pens, layer, dry } = await seated(t);
  pens.take("pen");
  const spots = Array.from({ length: 2500 }, (_, n) => ({ x: 100 + (n % 500), y: 100 + n / 10 }));
  hand(layer, "mouse").draw(spots);
  const [first, second] = sent("draw-stroke");
  assert.deepEqual([first.points.length, sent("draw-stroke").length], [2000, 2]);
  assert.deepEqual(first.points.slice(-2), second.points.slice(0, 2));
  assert.equal(dry().length, 2);
  press("z", { ctrlKey: true });
  assert.deepEqual(sent("erase-stroke").map((step) => step.stroke), [first.id, second.id]);
  assert.equal(document.querySelector('[aria-label="Undo"]').disabled, true, "there is nothing more to undo");
});

test("every point between two frames of the screen is taken, and what is foreseen is only wet", async (t) => {
  const { pens, layer } = await seated(t);
  pens.take("pen");
  const pen = hand(layer, "pen");
  pen.down(LINE[0]);
  const event = (spot) => new PointerEvent("pointermove", { pointerId: pointer, pointerType: "pen", clientX: spot.x, clientY: spot.y, pressure: 0.5 });
  const move = event(LINE[3]);
  move.getCoalescedEvents = () => [event(LINE[1]), event(LINE[2]), event(LINE[3])];
  move.getPredictedEvents = () => [event(LINE[4])];
  layer.dispatchEvent(move);
  pen.up(LINE[3]);
  assert.equal(sent("draw-stroke")[0].points.length, 4);
});

test("refused ink stays in sight, pale, and can't be undone", async (t) => {
  const { pens, layer, dry, session } = await seated(t);
  pens.take("pen");
  hand(layer, "pen").draw(LINE);
  const { id } = sent("draw-stroke")[0];
  Line.latest.say({ type: "refused", id, code: "locked", reason: "This shot is locked." });
  assert.deepEqual(dry().map(({ alpha }) => alpha), [0.35]);
  assert.equal(document.querySelector("[aria-label=Undo]").disabled, true);
  session.forget(id);
  assert.equal(dry().length, 0);
});

test("an erasure that was refused is not undone either", async (t) => {
  const { pens, layer, dry } = await seated(t, { strokes: [stroke("mine", LINE, { actor: "member:me" })] });
  pens.take("eraser");
  hand(layer, "pen").draw([LINE[4], LINE[5]]);
  Line.latest.say({ type: "refused", id: sent("erase-stroke")[0].id, code: "locked", reason: "" });
  assert.equal(dry().length, 1);
  assert.equal(document.querySelector("[aria-label=Undo]").disabled, true);
});

test("another's eraser and hand are seen at once, on this frame", async (t) => {
  const { dry, done, player } = await seated(t, { strokes: [stroke("x", LINE)] });
  assert.equal(dry().length, 1);
  done("stroke-erased", { stroke: "x", draft: "d", frame: 0 });
  assert.equal(dry().length, 0);
  done("stroke-restored", { stroke: "x", draft: "d", frame: 0 });
  assert.equal(dry().length, 1);
  const { id: _id, seq: _seq, actor: _actor, ...ink } = stroke("y", BELOW);
  done("stroke-drawn", { ...ink, draft: "d", frame: 5 }, { id: "y" });
  assert.equal(dry().length, 1);
  await player.seek(5);
  assert.equal(dry().length, 1);
});

test("a marker lies broad and thin over the picture", async (t) => {
  const { pens, layer, dry } = await seated(t);
  press("m");
  document.querySelector("[aria-label=Sea]").click();
  document.querySelector("[aria-label=Broad]").click();
  hand(layer, "pen").draw(LINE);
  const [said] = sent("draw-stroke");
  assert.deepEqual([said.tool, said.colour, said.width, pens.width], ["marker", "#4fb39a", 270, 270]);
  assert.deepEqual(dry().map(({ colour, alpha }) => [colour, alpha]), [["#4fb39a", 0.45]]);
});

test("a long press asks whose stroke it is; one that moves or has company does not", async (t) => {
  const { layer, tick } = await seated(t, { strokes: [stroke("x", LINE)] });
  const words = () => document.querySelector(".nib-words").textContent;
  const finger = hand(layer, "touch");
  finger.down(LINE[6]);
  tick(499);
  assert.equal(words(), "");
  tick(1);
  assert.equal(words(), "Ada Bell");
  finger.up(LINE[6]);
  tick(1400);
  assert.equal(words(), "", "said for a moment");
  const moved = hand(layer, "touch");
  moved.down(LINE[6]);
  moved.to({ x: LINE[6].x + 40, y: LINE[6].y });
  tick(600);
  moved.up(LINE[6]);
  const [one, other] = [hand(layer, "touch"), hand(layer, "touch")];
  one.down(LINE[6]);
  other.down(BELOW[6]);
  other.up(BELOW[6]);
  tick(600);
  assert.equal(words(), "");
});

test("resting over a stroke tells whose it is, beside it nothing", async (t) => {
  const { layer, tick } = await seated(t, { strokes: [stroke("x", LINE)] });
  const words = () => document.querySelector(".nib-words").textContent;
  const mouse = hand(layer, "mouse");
  mouse.to(LINE[5]);
  tick(1400); // what mode one is in is said first
  mouse.to(LINE[5]);
  tick(350);
  assert.equal(words(), "Ada Bell");
  tick(1400);
  mouse.to(BELOW[5]);
  tick(350);
  assert.equal(words(), "");
  mouse.to(LINE[5]);
  layer.dispatchEvent(new PointerEvent("pointerleave"));
  tick(350);
  assert.equal(words(), "");
  assert.equal(document.querySelector(".nib").hidden, true);
});

test("the nib shows how broad the ink is, and the mode when it comes and when it changes", async (t) => {
  const { layer, pens, tick } = await seated(t);
  const nib = document.querySelector(".nib");
  const words = () => document.querySelector(".nib-words").textContent;
  const mouse = hand(layer, "mouse");
  mouse.to(BELOW[0]);
  assert.deepEqual([nib.hidden, nib.dataset.mode, words()], [false, "point", "Point"]);
  pens.take("pen");
  assert.equal(words(), "Ink");
  mouse.to(BELOW[1]);
  assert.deepEqual([nib.dataset.mode, nib.style.getPropertyValue("--nib-width")], ["ink", "6.4px"]);
  pens.take("eraser");
  assert.equal(words(), "Erase");
  mouse.to(BELOW[2]);
  assert.equal(nib.dataset.mode, "erase");
  tick(1400);
  assert.equal(words(), "");
});

test("where one points is told twenty times a second at most, and near the picture only", async (t) => {
  const { layer, tick } = await seated(t);
  const mouse = hand(layer, "mouse");
  mouse.to(LINE[0]);
  mouse.to(LINE[1]);
  assert.deepEqual(sent("pointer"), [{ type: "pointer", draft: "d", frame: 0, x: 0.2, y: 0.3, mode: "point" }]);
  tick(50);
  mouse.to(LINE[2]);
  assert.equal(sent("pointer").length, 2);
  tick(50);
  mouse.to({ x: 4000, y: 0 });
  assert.equal(sent("pointer").length, 2);
});

test("others' pointers stand on the picture with their names, while they look at the same frame", async (t) => {
  const { player, tick } = await seated(t);
  const said = { type: "pointer", member: "ada", draft: "d", frame: 0, x: 0.5, y: 0.5, mode: "point" };
  Line.latest.say({ type: "passing", batch: [said] });
  const shown = () => document.querySelector(".pointer");
  assert.deepEqual([shown().textContent, shown().hidden, shown().style.translate], ["Ada Bell", false, "800px 450px"]);
  await player.seek(1);
  assert.equal(shown().hidden, true);
  Line.latest.say({ type: "passing", batch: [{ ...said, frame: 1, x: 0.25 }] });
  assert.deepEqual([shown().hidden, shown().style.translate], [false, "400px 450px"]);
  tick(4000);
  assert.ok(shown());
  tick(1000);
  assert.equal(shown(), null);
});

test("much ink is painted a little at a time, and kept for coming back", async (t) => {
  let now = 0;
  const clock = () => (now += 6); // each look at it costs 6 ms
  const many = Array.from({ length: 100 }, (_, n) => stroke(`s${n}`, LINE, { seq: n }));
  const { player, dry, tick, sheets } = await seated(t, { strokes: many, clock });
  assert.ok(dry().length < 100, "not all at once");
  for (let n = 0; n < 30; n += 1) tick(16);
  assert.equal(dry().length, 100);
  await player.seek(1);
  assert.equal(dry().length, 0);
  await player.seek(0);
  assert.deepEqual(sheets.dry.pen.acts.map(({ act }) => act), ["image"], "as it was");
});

test("much ink goes in and out as it was painted, and is sharp when it stands still", async (t) => {
  const many = Array.from({ length: 50 }, (_, n) => stroke(`s${n}`, LINE, { seq: n }));
  const { layer, tick, sheets, dry } = await seated(t, { strokes: many });
  const wheel = () => layer.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, ctrlKey: true, clientX: 800, clientY: 450, cancelable: true }));
  wheel();
  assert.match(sheets.dry.style.transform, /scale\(1\.6/);
  tick(100);
  wheel();
  tick(119);
  assert.match(sheets.dry.style.transform, /scale\(2\.7/);
  tick(1);
  assert.equal(sheets.dry.style.transform, "");
  assert.equal(dry().length, 50);
});

test("little ink is sharp at once", async (t) => {
  const { layer, sheets, dry } = await seated(t, { strokes: [stroke("x", LINE)] });
  layer.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, ctrlKey: true, clientX: 800, clientY: 450, cancelable: true }));
  assert.deepEqual([sheets.dry.style.transform, dry().length], ["", 1]);
});

test("what would scroll the page, open a menu or take handwriting for text is kept from it", async (t) => {
  const { layer } = await seated(t);
  for (const name of ["contextmenu", "touchstart", "touchmove"]) {
    assert.equal(layer.dispatchEvent(new Event(name, { cancelable: true })), false, name);
  }
});
