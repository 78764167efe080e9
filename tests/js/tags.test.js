import assert from "node:assert/strict";
import test from "node:test";

import { asked, narrow, retagged, tagsOf, unwritten } from "../../static/js/brief/tags.js";

const NAMES = { picture: "Image", video: "Video", sound: "Audio" };

test("tags count each kind in order", () => {
  assert.deepEqual(tagsOf(["picture", "sound", "picture"], NAMES), ["Image1", "Audio1", "Image2"]);
});

test("two tags change places at once, and ten is not one", () => {
  const renamed = new Map([["Image1", "Image2"], ["Image2", "Image1"]]);
  assert.equal(retagged("@Image1 @Image2 @Image10", renamed, String), "@Image2 @Image1 @Image10");
});

test("what is cited no more keeps its name in the text", () => {
  const renamed = new Map([["Image1", null], ["Image2", "Image1"]]);
  assert.equal(retagged("雨里的@Image1和@Image2。", renamed, () => "灯"), "雨里的灯和@Image1。");
});

test("an @ asks after Chinese and at the start, not inside an address", () => {
  assert.deepEqual(asked("看@la", 4), { start: 1, part: "la" });
  assert.deepEqual(asked("@", 1), { start: 0, part: "" });
  assert.equal(asked("me@home", 7), null);
  assert.equal(asked("@la mp", 6), null);
});

test("width makes no difference, and what was typed stays as it was", () => {
  const renamed = new Map([["Image1", "Image2"]]);
  assert.equal(retagged("＠Ｉｍａｇｅ１，＠Video１：㍿", renamed, String), "@Image2，＠Video１：㍿");
  assert.deepEqual(asked("看＠灯", 3), { start: 1, part: "灯" });
  assert.equal(narrow("＠林遥㍿😀").length, "＠林遥㍿😀".length);
});

test("an @ that a button wrote goes when nothing follows it, and only then", () => {
  assert.equal(unwritten("rain @", { start: 4, sign: " @" }), "rain");
  assert.equal(unwritten("雨@，夜", { start: 1, sign: "@" }), "雨@，夜");
  assert.equal(unwritten("雨@ 夜", { start: 1, sign: "@" }), "雨 夜");
  assert.equal(unwritten("雨@la", { start: 1, sign: "@" }), "雨@la", "it was typed on");
  assert.equal(unwritten("雨夜", { start: 1, sign: "@" }), "雨夜", "it is gone already");
});
