import assert from "node:assert/strict";
import { test } from "node:test";

import { actFor, nextMark, previousMark } from "../../static/js/room/keys.js";

/** A key press on an element that matches the selectors given. */
function press(key, more = {}, within = "") {
  const target = { closest: (selectors) => within !== "" && selectors.includes(within) };
  return { key, keyCode: 0, target, ...more };
}

test("each key has its act, in capitals and under Chinese punctuation too", () => {
  const acts = { j: "backwards", K: "stop", l: "forwards", " ": "toggle", I: "markIn", o: "markOut" };
  for (const [key, act] of Object.entries(acts)) assert.equal(actFor(press(key)), act);
  assert.equal(actFor(press("，")), "previousMark");
  assert.equal(actFor(press("。")), "nextMark");
  assert.equal(actFor(press("ArrowLeft")), "back");
  assert.equal(actFor(press("ArrowLeft", { shiftKey: true })), "backTen");
  assert.equal(actFor(press("x")), "whole");
  assert.equal(actFor(press("q")), null);
});

test("a composition keeps its keys", () => {
  assert.equal(actFor(press("j", { isComposing: true })), null);
  assert.equal(actFor(press("j", { keyCode: 229 })), null);
});

test("shortcuts of the browser are left alone", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) {
    assert.equal(actFor(press("l", { [held]: true })), null);
  }
});

test("controls keep the keys they use, and only those", () => {
  assert.equal(actFor(press("j", {}, "textarea")), null);
  assert.equal(actFor(press("j", {}, "contenteditable")), null);
  assert.equal(actFor(press(" ", {}, "button")), null);
  assert.equal(actFor(press("j", {}, "button")), "backwards");
  assert.equal(actFor(press("ArrowLeft", {}, "[role=slider]")), null);
  assert.equal(actFor(press("i", {}, "[role=slider]")), "markIn");
  assert.equal(actFor(press("j", { defaultPrevented: true })), null);
});

test("marks are found before and after, in any order", () => {
  const marks = [{ first: 40 }, { first: 10 }, { first: 25 }];
  assert.equal(nextMark(marks, 10), 25);
  assert.equal(previousMark(marks, 25), 10);
  assert.equal(nextMark(marks, 40), null);
  assert.equal(previousMark([], 40), null);
});
