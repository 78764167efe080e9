import assert from "node:assert/strict";
import { test } from "node:test";

import { extremes, markPlace } from "../../static/js/timeline/lanes.js";

const peaks = Int8Array.from([-1, 1, -50, 20, -3, 90, -7, 7]);

test("a pixel shows the lowest and the highest of its time", () => {
  assert.deepEqual(extremes(peaks, 0, 0.03), [-50, 90]);
  assert.deepEqual(extremes(peaks, 0.03, 0.04), [-7, 7]);
});

test("a pixel narrower than a pair shows that pair", () => {
  assert.deepEqual(extremes(peaks, 0.011, 0.012), [-50, 20]);
});

test("after the sound there is silence", () => {
  assert.deepEqual(extremes(peaks, 0.05, 0.09), [0, 0]);
});

test("a mark stands in the middle of its first frame", () => {
  assert.equal(markPlace({ id: "a", first: 12, last: 13, kind: "ink" }, 1000, 100), 125);
});
