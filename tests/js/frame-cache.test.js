import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameCache } from "../../static/js/player/frame-cache.js";

/** Pictures that note when they are closed. */
function pictures() {
  const closed = [];
  return { closed, picture: (name) => ({ name, close: () => closed.push(name) }) };
}

test("the picture farthest from where one looks is closed and let go", () => {
  const { closed, picture } = pictures();
  const cache = new FrameCache(3);
  for (const frame of [10, 11, 12, 13]) cache.keep(frame, picture(frame), 13);
  assert.deepEqual(closed, [10]);
  cache.keep(40, picture(40), 11);
  assert.deepEqual(closed, [10, 40]);
  assert.deepEqual([11, 12, 13].map((frame) => cache.has(frame)), [true, true, true]);
  assert.equal(cache.size, 3);
});

test("a picture that is kept again replaces the old one, which is closed", () => {
  const { closed, picture } = pictures();
  const cache = new FrameCache(3);
  cache.keep(5, picture("old"), 5);
  cache.keep(5, picture("new"), 5);
  assert.deepEqual(closed, ["old"]);
  assert.equal(cache.get(5).name, "new");
});

test("clearing closes all", () => {
  const { closed, picture } = pictures();
  const cache = new FrameCache(3);
  for (const frame of [1, 2]) cache.keep(frame, picture(frame), 1);
  cache.clear();
  assert.deepEqual(closed, [1, 2]);
  assert.equal(cache.size, 0);
});
