import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { heard, openPage, settled, stopClock } from "./page.js";
import { film } from "./video.js";
import { Player } from "../../static/js/player/player.js";

const SOURCE = { url: "/clip.mp4", rate: "24", frames: 100, width: 1280, height: 720 };

beforeEach(() => {
  openPage(`<div class="player"><video></video><canvas></canvas></div>`);
});

/** A player that shows the first frame of a clip of 100. */
async function loaded(more = {}) {
  const [video, canvas] = ["video", "canvas"].map((name) => document.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  const events = heard(player, "ready", "frame", "state", "error");
  const said = (name) => events.filter(([each]) => each === name).map(([, detail]) => detail);
  await player.load({ ...SOURCE, ...more });
  return { player, clip, canvas, video, said };
}

test("a clip that is taken up shows the frame asked for, says so, and marks nothing", async () => {
  const { player, canvas, video, said } = await loaded({ frame: 12 });
  assert.deepEqual([player.frame, player.position, player.frames, player.speed], [12, 12, 100, 0]);
  assert.deepEqual(player.rate, { n: 24, d: 1 });
  assert.deepEqual([canvas.width, canvas.height, canvas.hidden], [1280, 720, false]);
  assert.match(video.src, /clip\.mp4$/);
  assert.deepEqual(said("frame"), [{ frame: 12 }]);
  assert.equal(said("ready").length, 1);
  assert.equal(player.loop.span, null);
});

test("another clip is stood in where one stood, as far as it reaches", async () => {
  const { player } = await loaded({ frame: 80 });
  await player.load({ ...SOURCE, url: "/other.mp4" });
  assert.equal(player.frame, 80);
  player.loop.set(10, 20);
  await player.load({ ...SOURCE, frames: 50 });
  assert.equal(player.frame, 49);
  assert.equal(player.loop.span, null, "what was marked was marked in the other");
});

test("of two clips asked for the later is shown", async () => {
  const { player, said } = await loaded();
  await Promise.all([player.load({ ...SOURCE, frame: 10 }), player.load({ ...SOURCE, frame: 20 })]);
  assert.equal(player.frame, 20);
  assert.deepEqual(said("frame").at(-1), { frame: 20 });
  assert.equal(said("ready").length, 2, "the overtaken one is not said");
});

test("a clip that can't be had is an error, and leaves the picture and the place", async () => {
  const { player, clip, said, canvas } = await loaded({ frame: 50 });
  clip.error = new Error("gone");
  await player.load({ ...SOURCE, url: "/nothing.mp4" });
  assert.deepEqual(said("error").map(({ error, loading }) => [error.message, loading]), [["gone", true]]);
  assert.deepEqual([player.frame, canvas.hidden], [50, false]);
  assert.equal(said("ready").length, 1);
});

test("seeks go as far as the clip reaches, whole frames", async () => {
  const { player, clip } = await loaded();
  assert.equal(await player.seek(41), 41);
  assert.equal(clip.frame, 41);
  assert.equal(await player.seek(7.4), 7);
  assert.equal(await player.seek(100_000), 99);
  assert.equal(await player.seek(-3), 0);
  assert.equal(await player.step(10), 10);
  assert.equal(await player.step(-100_000), 0);
});

test("of many places asked for at once only the first and the last are shown", async () => {
  const { player, clip, said } = await loaded();
  clip.seeks.length = 0;
  const asked = [];
  for (let frame = 1; frame < 90; frame += 7) asked.push(player.seek(frame));
  assert.equal(player.position, 85, "where one will be");
  await Promise.all(asked);
  assert.deepEqual(said("frame").slice(1).map(({ frame }) => frame), [85]);
  assert.ok(clip.seeks.length <= 2, String(clip.seeks));
});

test("without a clip nothing plays and nothing moves", async () => {
  const [video, canvas] = ["video", "canvas"].map((name) => document.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  player.play();
  assert.equal(await player.seek(5), 0);
  await settled();
  assert.deepEqual([player.speed, player.frames, clip.playing], [0, 0, false]);
});

test("it plays on the video and says each frame; pausing stands on the one that is seen", async () => {
  const { player, clip, canvas, said } = await loaded();
  clip.held = true;
  player.play();
  await settled();
  assert.equal(canvas.hidden, false, "until the video has its picture");
  clip.run(5);
  assert.equal(canvas.hidden, true);
  assert.equal(player.speed, 1);
  assert.deepEqual(said("frame").map(({ frame }) => frame), [0, 1, 2, 3, 4, 5]);
  clip.held = false;
  player.pause();
  await settled();
  assert.deepEqual([player.speed, player.frame, clip.playing, canvas.hidden], [0, 5, false, false]);
  clip.run(5);
  assert.equal(player.frame, 5);
});

test("the end stops on the last frame, and playing again begins at the first", async () => {
  const { player, clip } = await loaded({ frame: 95 });
  player.toggle();
  await settled();
  clip.run(50);
  await settled();
  assert.deepEqual([player.speed, player.frame], [0, 99]);
  player.toggle();
  await settled();
  clip.run(3);
  assert.equal(player.frame, 3);
});

test("shuttle doubles, turns round and stops", async () => {
  const { player, clip } = await loaded({ frame: 50 });
  const speeds = [];
  for (const way of [1, 1, 1, 1, 1, -1, -1, 0]) {
    player.shuttle(way);
    await settled();
    speeds.push(player.speed);
  }
  assert.deepEqual(speeds, [1, 2, 4, 8, 8, -1, -2, 0]);
  assert.equal(clip.playing, false);
});

test("the speed is the video's, and toggle plays at the pace one has chosen", async () => {
  const { player, clip, said } = await loaded();
  player.pace = 0.5;
  assert.equal(player.speed, 0);
  const before = said("state").length;
  player.toggle();
  await settled();
  assert.deepEqual([player.speed, clip.speed], [0.5, 0.5]);
  player.pace = 2;
  assert.deepEqual([player.speed, clip.speed], [2, 2]);
  assert.ok(said("state").length > before);
  player.toggle();
  player.pace = 1;
  assert.equal(player.speed, 0, "a pace alone plays nothing");
});

test("backwards it runs to the first frame and stops", async (t) => {
  let clock = 0;
  t.mock.method(performance, "now", () => clock);
  let turn = () => {};
  globalThis.requestAnimationFrame = (act) => (turn = act);
  const { player, said } = await loaded({ frame: 3 });
  player.shuttle(-1);
  for (let n = 0; n < 12 && player.speed < 0; n += 1) {
    clock += 1000 / 24;
    turn(clock);
    await settled();
  }
  assert.deepEqual([player.speed, player.frame], [0, 0]);
  const frames = said("frame").map(({ frame }) => frame);
  assert.deepEqual(frames, frames.toSorted((one, other) => other - one), "each earlier than the last");
  assert.deepEqual([...new Set(frames)], [3, 2, 1, 0]);
});

test("backwards is left by stepping, seeking and playing", async () => {
  for (const leave of [(player) => player.step(1), (player) => player.seek(9), (player) => player.pause()]) {
    const { player } = await loaded({ frame: 50 });
    player.shuttle(-1);
    assert.equal(player.speed, -1);
    await leave(player);
    assert.equal(player.speed, 0);
    openPage(`<div class="player"><video></video><canvas></canvas></div>`);
  }
});

test("what is marked is played over and over, by frames and at the clip's end", async () => {
  const { player, clip, said } = await loaded({ frame: 48 });
  player.loop.markIn(48);
  player.loop.markOut(59);
  player.loop.on = true;
  player.play();
  await settled();
  clip.run(40);
  const frames = said("frame").map(({ frame }) => frame).slice(1);
  assert.deepEqual([Math.min(...frames), Math.max(...frames)], [48, 59]);
  assert.ok(frames.length > 30);
});

test("a clip whose last frame was not told is played over all the same, each frame said once", async () => {
  const { player, clip, video, said } = await loaded({ frame: 95 });
  player.loop.set(90, 100);
  player.loop.on = true;
  player.play();
  await settled();
  clip.run(2);
  clip.playing = false;
  video.dispatchEvent(new Event("ended"));
  await settled();
  assert.deepEqual([player.speed, clip.playing, player.frame], [1, true, 97]);
  const before = said("frame").length;
  clip.run(2);
  assert.deepEqual(said("frame").slice(before).map(({ frame }) => frame), [98, 99]);
});

test("from outside what is marked it begins at the mark", async () => {
  const { player, clip } = await loaded({ frame: 5 });
  player.loop.set(40, 60);
  player.loop.on = true;
  player.play();
  await settled();
  assert.equal(clip.frame, 40);
});

test("a seek while it plays goes on from there, a step stands still", async () => {
  const { player, clip } = await loaded();
  player.play();
  await settled();
  clip.run(3);
  player.seek(60);
  await settled();
  assert.equal(player.speed, 1);
  clip.run(2);
  assert.equal(player.frame, 62);
  assert.equal(await player.step(-1), 61);
  assert.equal(player.speed, 0);
});

test("a browser that will not play is an error; one that was paused first is none", async () => {
  const { player, clip, said } = await loaded();
  clip.refusal = Object.assign(new Error("no gesture"), { name: "NotAllowedError" });
  player.play();
  await settled();
  assert.equal(player.speed, 0);
  assert.deepEqual(said("error").map(({ error, loading }) => [error.message, loading]), [["no gesture", undefined]]);
  clip.refusal = Object.assign(new Error("paused"), { name: "AbortError" });
  player.play();
  player.pause();
  await settled();
  assert.equal(said("error").length, 1);
});

test("volume is the video's, 0 when it is muted", async () => {
  const { player, video, said } = await loaded();
  const before = said("state").length;
  player.volume = 0;
  assert.deepEqual([player.volume, video.muted], [0, true]);
  player.volume = 0.4;
  assert.deepEqual([player.volume, video.muted], [0.4, false]);
  player.volume = 7;
  assert.equal(player.volume, 1);
  video.muted = true;
  assert.equal(player.volume, 0);
  assert.ok(said("state").length > before);
});

test("closed it has no clip any more, and what was on its way is not shown", async () => {
  const { player, clip, said } = await loaded();
  const before = said("frame").length;
  const asked = player.seek(30);
  player.close();
  await asked;
  assert.equal(player.frames, 0);
  assert.equal(said("frame").length, before);
  player.play();
  await settled();
  assert.equal(clip.playing, false);
});

test("a single picture that can't be had is an error, and the clip stays", async () => {
  const { player, clip, said } = await loaded();
  clip.error = new Error("broken");
  await player.seek(9);
  assert.deepEqual(said("error").map(({ error, loading }) => [error.message, loading]), [["broken", undefined]]);
  clip.error = null;
  assert.equal(await player.seek(10), 10);
});

test("the last picture stays until the first of the new clip is there", async () => {
  const { player, clip, canvas } = await loaded();
  player.play();
  await settled();
  clip.run(4);
  assert.equal(canvas.hidden, true);
  clip.held = true;
  const loading = player.load({ ...SOURCE, url: "/other.mp4" });
  assert.equal(canvas.hidden, false, "a copy of what the video showed");
  assert.equal(player.frame, 4);
  await settled();
  clip.answer();
  await loading;
  assert.equal(canvas.hidden, false);
});

test("what the video shows on its way is not taken for the frame asked for", async () => {
  const { player, clip } = await loaded();
  clip.held = true;
  let there = false;
  const asked = player.seek(30).then(() => (there = true));
  await settled();
  clip.show(12);
  await settled();
  assert.equal(there, false);
  clip.show(30);
  await asked;
  assert.equal(player.frame, 30);
});

test("without a word from the video a seek ends a quarter of a second after it", async (t) => {
  const { player, clip, video } = await loaded();
  const tick = stopClock(t);
  clip.held = true;
  const asked = player.seek(9);
  await settled();
  video.dispatchEvent(new Event("seeked"));
  tick(250);
  assert.equal(await asked, 9);
});
