import assert from "node:assert/strict";
import test from "node:test";

import { asked, retagged, tagsOf } from "../../static/js/tags.js";

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
