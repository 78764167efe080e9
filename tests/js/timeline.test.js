import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, heard, lay, openPage, press, settled } from "./page.js";
import { film } from "./video.js";
import { LANES, paintFilmstrip, paintMarks, paintRuler, paintWaveform } from "../../static/js/timeline/lanes.js";
import { Player } from "../../static/js/player/player.js";
import { Timeline } from "../../static/js/timeline/timeline.js";

const MARKS = [
  { id: "one", first: 20, last: 21, kind: "change" },
  { id: "two", first: 50, last: 60, kind: "question" },
  { id: "near", first: 51, last: 52, kind: "ink" },
];
const IN_MARKS = LANES.marks.top + 8;

beforeEach(() => {
  openPage(`<video></video><canvas></canvas><div id="axis"></div>`);
});

/** An axis 1,000 CSS pixels wide over 100 frames, ten to a frame. */
async function axis({ frames = 100, ...clip } = {}) {
  const root = document.getElementById("axis");
  lay(root, { left: 100, top: 50, width: 1000, height: 124 });
  const timeline = new Timeline(root);
  const events = heard(timeline, "grab", "seek", "release", "mark");
  await timeline.load({ rate: "24", frames, ...clip });
  timeline.marks = MARKS;
  const point = (name, x, { y = 60, ...more } = {}) =>
    root.dispatchEvent(new PointerEvent(name, { clientX: 100 + x, clientY: 50 + y, button: 0, pointerId: 1, bubbles: true, ...more }));
  return { root, timeline, events, point };
}

const part = (name) => document.querySelectorAll(`.timeline-${name}`);

test("it is a slider that says where it stands", async () => {
  const { root, timeline } = await axis();
  timeline.frame = 36;
  assert.deepEqual(
    [root.role, root.tabIndex, root.ariaValueMin, root.ariaValueMax, root.ariaValueNow, root.ariaValueText],
    ["slider", 0, "0", "99", "36", "00:00:01:12"],
  );
});

test("the playhead is as wide as a frame and stands over it", async () => {
  const { timeline } = await axis();
  timeline.frame = 30;
  const [playhead] = part("playhead");
  assert.deepEqual([playhead.style.width, playhead.style.translate], ["10px", "300px"]);
});

test("of a clip of few frames it stays slim, in the middle of its frame", async () => {
  const { timeline } = await axis({ frames: 10 });
  timeline.frame = 2;
  const [playhead] = part("playhead");
  assert.deepEqual([playhead.style.width, playhead.style.translate], ["28px", "236px"]);
});

test("a press goes to the frame beneath, a drag to each frame it comes over, never outside", async () => {
  const { timeline, events, point } = await axis();
  point("pointerdown", 205);
  for (const x of [206, 309, 315, -40, 5000]) point("pointermove", x);
  point("pointerup", 5000);
  point("pointermove", 400);
  assert.deepEqual(events.map(([name, detail]) => (detail ? `${name} ${detail.frame}` : name)), [
    "grab", "seek 20", "seek 30", "seek 31", "seek 0", "seek 99", "release",
  ]);
  assert.equal(timeline.frame, 99);
});

test("only the first button grasps it, and a pointer taken away lets it go once", async () => {
  const { events, point } = await axis();
  point("pointerdown", 205, { button: 2 });
  point("pointerup", 205);
  assert.deepEqual(events, []);
  point("pointerdown", 205);
  point("pointercancel", 205);
  point("pointerup", 205);
  assert.deepEqual(events.map(([name]) => name), ["grab", "seek", "release"]);
});

test("a mark is touched in its lane, the nearest of those in reach; above it the frame counts", async () => {
  const { timeline, events, point } = await axis();
  const touch = (x, y) => {
    events.length = 0;
    point("pointerdown", x, { y });
    point("pointerup", x, { y });
    return [timeline.frame, events.find(([name]) => name === "mark")?.[1].id];
  };
  assert.deepEqual(touch(212, IN_MARKS), [20, "one"]);
  assert.deepEqual(touch(214, IN_MARKS), [21, undefined]);
  assert.deepEqual(touch(508, IN_MARKS), [50, "two"]);
  assert.deepEqual(touch(512, IN_MARKS), [51, "near"]);
  assert.deepEqual(touch(207, LANES.marks.top - 1), [20, undefined]);
});

test("hovering shows the timecode, within the axis", async () => {
  const { point } = await axis();
  const [hover] = part("hover");
  assert.equal(hover.hidden, true);
  lay(hover, { width: 80 });
  point("pointermove", 365);
  assert.deepEqual([hover.hidden, hover.textContent, hover.style.translate], [false, "00:00:01:12", "325px"]);
  point("pointermove", 5);
  assert.equal(hover.style.translate, "0px");
  point("pointermove", 998);
  assert.equal(hover.style.translate, "920px");
  point("pointerleave", 998);
  assert.equal(hover.hidden, true);
});

test("the keyboard moves it by frames, tens, seconds and to the ends", async () => {
  const { root, timeline } = await axis();
  root.focus();
  for (const [key, frame, more] of [
    ["ArrowRight", 1], ["ArrowUp", 2], ["ArrowLeft", 1], ["ArrowDown", 0], ["ArrowLeft", 0],
    ["ArrowRight", 10, { shiftKey: true }], ["PageUp", 34], ["PageDown", 10], ["End", 99], ["ArrowRight", 99], ["Home", 0],
  ]) {
    assert.equal(press(key, more), false);
    assert.equal(timeline.frame, frame, key);
  }
  assert.equal(press("ArrowRight", { ctrlKey: true }), true);
  assert.equal(press("j"), true);
  assert.equal(timeline.frame, 0);
});

test("what lies outside in and out is dimmed", async () => {
  const { timeline } = await axis();
  const widths = () => [...part("outside")].map((each) => each.style.width);
  timeline.span = { first: 10, last: 40 };
  assert.deepEqual(widths(), ["100px", "600px"]);
  timeline.span = null;
  assert.deepEqual(widths(), ["0px", "0px"]);
});

test("another width keeps everything in its place", async () => {
  const { root, timeline } = await axis();
  timeline.frame = 30;
  timeline.span = { first: 10, last: 40 };
  lay(root, { left: 100, top: 50, width: 500, height: 124 });
  assert.equal(part("playhead")[0].style.translate, "150px");
  assert.deepEqual([...part("outside")].map((each) => each.style.width), ["50px", "300px"]);
});

test("its pictures and its sound come when they come; those of an earlier clip come too late", async () => {
  let late;
  const waveform = new Promise((resolve) => (late = resolve));
  answer({ "/late": () => waveform, "/peaks": "\u0001\u0002\u0003\u0004" });
  const { root, timeline } = await axis();
  const lanes = root.querySelector("canvas");
  const waves = () => lanes.pen.acts.filter(({ act, colour }) => act === "rect" && colour === "#7d7d7d").length;
  const first = timeline.load({ rate: "24", frames: 100, waveform: "/late" });
  await timeline.load({ rate: "24", frames: 50, waveform: "/peaks" });
  const before = waves();
  assert.ok(before > 0);
  late("\u007f\u007f");
  await first;
  assert.equal(waves(), before);
  assert.equal(root.ariaValueMax, "49");
  await timeline.load({ rate: "24", frames: 50, waveform: "/missing" });
  assert.equal(waves(), 0, "a lane whose file is missing stays dark");
});

test("a filmstrip is laid over its lane when its picture is there; one that can't be read leaves it dark", async () => {
  globalThis.Image = class {
    decode() {
      return this.src === "/strip" ? Promise.resolve() : Promise.reject(new Error("no picture"));
    }
  };
  const { root, timeline } = await axis();
  const tiles = () => root.querySelector("canvas").pen.acts.filter(({ act }) => act === "image").length;
  const strip = { tiles: 48, tile_width: 96, tile_height: 54 };
  await timeline.load({ rate: "24", frames: 50, filmstrip: { url: "/strip", ...strip } });
  assert.equal(tiles(), 12);
  await timeline.load({ rate: "24", frames: 50, filmstrip: { url: "/nothing", ...strip } });
  assert.equal(tiles(), 0);
});

test("a clip that is shorter takes the place back to its last frame", async () => {
  const { timeline } = await axis();
  timeline.frame = 80;
  await timeline.load({ rate: "24", frames: 50 });
  assert.equal(timeline.frame, 49);
});

test("marks that are the same are not painted again", async () => {
  const { root, timeline } = await axis();
  const { pen } = root.querySelectorAll("canvas")[1];
  pen.acts = [];
  timeline.marks = MARKS.map((mark) => ({ ...mark }));
  assert.equal(pen.acts.length, 0);
  timeline.marks = [...MARKS.slice(0, 2), { ...MARKS[2], kind: "keep" }];
  assert.ok(pen.acts.length > 0);
});

// ── beside a player ──────────────────────────────────────────────────────────

/** The same, following a player. */
async function following() {
  const [video, canvas] = ["video", "canvas"].map((name) => document.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  const beside = await axis();
  beside.timeline.follow(player);
  await player.load({ url: "/c", rate: "24", frames: 100, width: 16, height: 9 });
  return { player, clip, ...beside };
}

test("it follows the player, and moves it", async () => {
  const { player, timeline, point } = await following();
  await player.seek(12);
  assert.equal(timeline.frame, 12);
  player.loop.set(20, 40);
  assert.deepEqual([...part("outside")].map((each) => each.style.width), ["200px", "600px"]);
  point("pointerdown", 705);
  point("pointerup", 705);
  await settled();
  assert.equal(player.frame, 70);
});

test("in the hand it runs ahead of the picture and never jumps back to it", async () => {
  const { player, clip, timeline, point } = await following();
  clip.held = true;
  point("pointerdown", 105);
  await settled();
  for (const x of [205, 305, 405]) point("pointermove", x);
  clip.answer();
  await settled();
  assert.equal(timeline.frame, 40);
  assert.equal(player.frame, 10, "the picture is still on its way");
  point("pointerup", 405);
  clip.answer();
  await settled();
  assert.deepEqual([player.frame, timeline.frame], [40, 40]);
});

test("playing stops in the hand and goes on after, as fast as before", async () => {
  const { player, clip, point } = await following();
  player.play(2);
  await settled();
  clip.run(3);
  point("pointerdown", 605);
  assert.equal(player.speed, 0);
  point("pointerup", 605);
  assert.equal(player.speed, 2);
  await settled();
  clip.run(2);
  assert.ok(player.frame > 60);
  player.pause();
  point("pointerdown", 205);
  point("pointerup", 205);
  assert.equal(player.speed, 0);
});

// ── what is painted ──────────────────────────────────────────────────────────

/** What is painted onto an empty canvas. */
function painted(paint) {
  const pen = document.createElement("canvas").getContext("2d");
  paint(pen);
  return pen.acts;
}

const RATE = { n: 24, d: 1 };

test("the ruler has round distances with room for a label each", () => {
  const labels = (width, frames) =>
    painted((pen) => paintRuler(pen, width, frames, RATE, "")).filter(({ act }) => act === "text").map(({ text }) => text);
  assert.deepEqual(labels(1000, 100).slice(0, 3), ["00:00:00:00", "00:00:01:00", "00:00:02:00"]);
  assert.deepEqual(labels(1000, 50).slice(0, 3), ["00:00:00:00", "00:00:00:10", "00:00:00:20"]);
  assert.deepEqual(labels(1000, 24 * 3600).slice(0, 2), ["00:00:00:00", "00:10:00:00"]);
  for (const frames of [10, 100, 1000, 10_000, 100_000]) assert.ok(labels(1000, frames).length <= 10, String(frames));
});

test("the filmstrip fills its lane with tiles that are cut, never squeezed", () => {
  const strip = { url: "", tiles: 48, tile_width: 96, tile_height: 54 };
  for (const width of [1000, 333, 40]) {
    const tiles = painted((pen) => paintFilmstrip(pen, width, {}, strip)).map(({ box }) => box);
    let end = 0;
    for (const [, , cut, tall, left, top, wide, high] of tiles) {
      assert.ok(Math.abs(left - end) < 1e-6);
      assert.ok(Math.abs(cut / tall - wide / high) < 1e-6, "as it was shot");
      assert.ok(cut <= 96 && tall <= 54 && top === LANES.film.top);
      end = left + wide;
    }
    assert.ok(Math.abs(end - width) < 1e-6);
  }
  const sources = painted((pen) => paintFilmstrip(pen, 1000, {}, strip)).map(({ box }) => Math.floor(box[0] / 96));
  assert.deepEqual([sources[0], sources.at(-1)], [2, 46], "each slot shows the tile of its own middle");
});

test("the waveform stands around the middle of its lane, over the whole clip", () => {
  const peaks = Int8Array.from([...Array.from({ length: 100 }, (_, n) => (n % 2 ? 64 : -64)), ...Array(100).fill(0)]);
  const acts = painted((pen) => paintWaveform(pen, 100, peaks, 1)).filter(({ colour }) => colour === "#7d7d7d");
  assert.equal(acts.length, 50, "silence draws nothing but the line");
  const middle = LANES.wave.top + LANES.wave.height / 2;
  assert.deepEqual(acts[0].box, [0, middle - 8, 1, 16]);
});

test("each kind of mark has its own shape, and a span its line", () => {
  const shape = (mark) => painted((pen) => paintMarks(pen, 1000, 100, [{ id: "a", first: 10, last: 11, ...mark }], "gold"));
  const change = shape({ kind: "change" });
  assert.deepEqual(change[0].box, [101, IN_MARKS - 4, 8, 8]);
  assert.deepEqual(shape({ kind: "ink" })[0].box, [104, IN_MARKS - 6, 2, 12]);
  assert.deepEqual(shape({ kind: "keep" }).map(({ act, colour }) => [act, colour]), [["fill", "gold"]]);
  assert.equal(shape({ kind: "ink", colour: "#fff" })[0].colour, "#fff");
  assert.deepEqual(shape({ kind: "change", last: 21 })[0].box, [105, IN_MARKS + 7, 100, 2]);
});
