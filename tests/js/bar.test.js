import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, openPage, press, settled } from "./page.js";
import { film } from "./video.js";
import { bindKeys } from "../../static/js/room/keys.js";
import { Player } from "../../static/js/player/player.js";
import { Transport } from "../../static/js/player/transport.js";

const MARKS = [{ first: 60 }, { first: 24 }];

beforeEach(() => {
  openPage(`<video></video><canvas></canvas><div id="transport"></div><input id="words">
    <textarea id="text"></textarea><dialog></dialog>`);
});

/** A clip of 100 frames with its bar and keys. */
async function seated() {
  const [video, canvas] = ["video", "canvas"].map((name) => document.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  void new Transport(document.getElementById("transport"), player);
  const unbind = bindKeys(player, () => MARKS);
  await player.load({ url: "/c", rate: "24", frames: 100, width: 16, height: 9 });
  return { player, clip, unbind };
}

const place = () => document.querySelector(".transport-place").textContent;
const entry = () => document.querySelector(".transport-entry");
const body = (key, more) => press(key, more, document.body);

test("keys move by frames, to marks and to the ends", async () => {
  const { player } = await seated();
  for (const [key, frame, more] of [
    ["ArrowRight", 1],
    ["ArrowRight", 11, { shiftKey: true }],
    ["ArrowLeft", 10],
    ["ArrowLeft", 0, { shiftKey: true }],
    [".", 24],
    ["。", 60],
    [".", 60],
    [",", 24],
    [",", 24],
    ["End", 99],
    ["Home", 0],
  ]) {
    assert.equal(body(key, more), false, "the browser does nothing else with it");
    await settled();
    assert.deepEqual([player.frame, player.position], [frame, frame], key);
    assert.equal(place(), `00:00:0${Math.floor(frame / 24)}:${String(frame % 24).padStart(2, "0")}`);
  }
});

test("keys play, shuttle and mark", async () => {
  const { player, clip } = await seated();
  await player.seek(50);
  const speeds = [];
  for (const key of ["l", "l", "j", "j", "k", " ", " "]) {
    body(key);
    await settled();
    speeds.push(player.speed);
  }
  assert.deepEqual(speeds, [1, 2, -1, -2, 0, 1, 0]);
  await player.seek(10);
  body("i");
  await player.seek(19);
  body("o");
  assert.deepEqual(player.loop.span, { first: 10, last: 20 });
  body("x");
  assert.equal(player.loop.span, null);
  assert.equal(clip.playing, false);
});

test("going to a mark stands there", async () => {
  const { player } = await seated();
  body("l");
  await settled();
  body(".");
  await settled();
  assert.deepEqual([player.speed, player.frame], [0, 24]);
});

test("keys are left to words being written and to an open dialog", async () => {
  const { player } = await seated();
  for (const field of ["words", "text"]) {
    for (const key of "jkl, io.7") assert.equal(press(key, {}, document.getElementById(field)), true, key);
  }
  document.querySelector("dialog").showModal();
  for (const key of ["ArrowRight", "l", "7"]) assert.equal(body(key), true);
  assert.deepEqual([player.position, player.speed, player.loop.span, entry().hidden], [0, 0, null, true]);
  document.querySelector("dialog").close();
  assert.equal(body("ArrowRight"), false);
});

test("keys that are let go move nothing any more", async () => {
  const { player, unbind } = await seated();
  unbind();
  assert.equal(body("ArrowRight"), true);
  assert.equal(player.position, 0);
});

test("one goes to a place by typing it", async () => {
  const { player } = await seated();
  assert.equal(body("1"), false);
  assert.deepEqual([entry().value, entry().hidden, document.activeElement], ["1", false, entry()]);
  assert.equal(document.querySelector(".transport-place").hidden, true);
  entry().value = "112";
  press("Enter", {}, entry());
  await settled();
  assert.equal(player.frame, 36);
  assert.deepEqual([place(), entry().hidden], ["00:00:01:12", true]);
});

test("what is no place is marked, and left by Escape or by going elsewhere", async () => {
  const { player } = await seated();
  for (const leave of [() => press("Escape", {}, entry()), () => entry().blur()]) {
    body("9");
    entry().value = "99";
    press("Enter", {}, entry());
    assert.equal(entry().ariaInvalid, "true");
    assert.equal(entry().hidden, false);
    entry().dispatchEvent(new InputEvent("input"));
    assert.equal(entry().ariaInvalid, "false");
    leave();
    assert.deepEqual([entry().hidden, document.querySelector(".transport-place").hidden], [true, false]);
  }
  assert.equal(player.frame, 0);
});

test("typing a place stops what plays; twice on the place begins it too", async () => {
  const { player } = await seated();
  body("l");
  await settled();
  body("4");
  assert.equal(player.speed, 0);
  press("Escape", {}, entry());
  document.querySelector(".transport-place").dispatchEvent(new Event("dblclick"));
  assert.deepEqual([entry().hidden, entry().value], [false, ""]);
});

test("a figure with a modifier, in a composition, or without a clip begins nothing", async () => {
  const { player } = await seated();
  for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing"]) assert.equal(body("4", { [held]: true }), true);
  player.close();
  assert.equal(body("4"), true);
  assert.equal(entry().hidden, true);
});

test("a composition's Enter goes nowhere", async () => {
  const { player } = await seated();
  body("7");
  press("Enter", { isComposing: true }, entry());
  await settled();
  assert.deepEqual([player.frame, entry().hidden], [0, false]);
});

test("the place is shown as timecode or as a frame number of the clip's width, and read as it is shown", async () => {
  const { player } = await seated();
  document.querySelector(".transport-place").click();
  assert.equal(place(), "00 / 99");
  body("7");
  press("Enter", {}, entry());
  await settled();
  assert.equal(player.frame, 7);
  assert.equal(place(), "07 / 99");
});

test("buttons step, play and mark, and say how it stands", async () => {
  const { player } = await seated();
  button("One frame forward").click();
  button("One frame forward").click();
  await settled();
  button("One frame back").click();
  await settled();
  assert.equal(player.frame, 1);
  assert.equal(button("Clear in and out").disabled, true);
  button("Mark in").click();
  await player.seek(5);
  button("Mark out").click();
  assert.deepEqual(player.loop.span, { first: 1, last: 6 });
  assert.equal(button("Loop").ariaPressed, "false");
  button("Loop").click();
  assert.deepEqual([player.loop.on, button("Loop").ariaPressed], [true, "true"]);
  button("Clear in and out").click();
  assert.equal(player.loop.span, null);
  button("Play").click();
  await settled();
  assert.equal(player.speed, 1);
  button("Pause").click();
  assert.equal(player.speed, 0);
  assert.ok(button("Play"));
});

test("speed is said when it is not the chosen pace, backwards with a true minus", async () => {
  const { player } = await seated();
  const said = () => document.querySelector(".transport-speed").value;
  const pace = document.querySelector("select");
  pace.value = "0.5";
  pace.dispatchEvent(new Event("change"));
  button("Play").click();
  await settled();
  assert.deepEqual([player.speed, said()], [0.5, ""]);
  player.shuttle(1);
  assert.equal(said(), "1×");
  player.shuttle(-1);
  assert.equal(said(), "\u22121×");
  player.pause();
  assert.equal(said(), "");
});

test("mute keeps the volume to come back to", async () => {
  const { player } = await seated();
  const volume = document.querySelector("input[type=range]");
  volume.value = "0.4";
  volume.dispatchEvent(new Event("input"));
  assert.equal(player.volume, 0.4);
  button("Mute").click();
  assert.deepEqual([player.volume, volume.value], [0, "0"]);
  button("Sound on").click();
  assert.deepEqual([player.volume, volume.value], [0.4, "0.4"]);
});

test("a press on the bar leaves the keyboard where it was", async () => {
  await seated();
  const down = new Event("mousedown", { bubbles: true, cancelable: true });
  button("Play").dispatchEvent(down);
  assert.equal(down.defaultPrevented, true);
  const onVolume = new Event("mousedown", { bubbles: true, cancelable: true });
  document.querySelector("input[type=range]").dispatchEvent(onVolume);
  assert.equal(onVolume.defaultPrevented, false, "what is dragged must be grasped");
});

test("places are shown as drop-frame, non-drop, as the file counts, and in frames", async () => {
  const { player } = await seated();
  await player.load({ url: "/d", rate: "30000/1001", frames: 1900, width: 16, height: 9, timecode: "10:00:00:00" });
  await player.seek(1800);
  await settled();
  const shown = () => {
    const { textContent, dataset } = document.querySelector(".transport-place");
    return [textContent, dataset.counting];
  };
  const click = () => document.querySelector(".transport-place").click();
  const ways = [
    ["00:01:00;02", ""],
    ["00:01:00:00", "non-drop"],
    ["10:01:00:00", "source"],
    ["1800 / 1899", ""],
    ["00:01:00;02", ""],
  ];
  for (const way of ways) {
    assert.deepEqual(shown(), way);
    click();
  }
  click();
  body("1");
  entry().value = "10:00:01:00";
  press("Enter", {}, entry());
  await settled();
  assert.equal(player.frame, 30);
  await player.load({ url: "/e", rate: "24", frames: 100, width: 16, height: 9 });
  await settled();
  assert.equal(place(), "00:00:01:06", "a clip that says nothing has no such way");
});
