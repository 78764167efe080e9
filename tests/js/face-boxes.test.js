import assert from "node:assert/strict";
import { test } from "node:test";

import { boxAt, dragged } from "../../static/js/library/face-boxes.js";

const found = { id: "a", first: 2, end: 30, boxes: [[4, 0, 0, 100, 100], [14, 1000, 500, 200, 100]] };

test("a box moves straight between the frames that tell of it, and stands before and after", () => {
  assert.deepEqual(boxAt(found, 9), [500, 250, 150, 100]);
  assert.deepEqual(boxAt(found, 14), [1000, 500, 200, 100]);
  assert.deepEqual(boxAt(found, 2), [0, 0, 100, 100]);
  assert.deepEqual(boxAt(found, 29), [1000, 500, 200, 100]);
  assert.equal(boxAt(found, 1), null);
  assert.equal(boxAt(found, 30), null);
  assert.equal(boxAt({ ...found, boxes: [] }, 9), null);
});

test("a box is the same whichever corner it is drawn from, and ends where the picture does", () => {
  assert.deepEqual(dragged([0.5, 0.25], [0.1, 1.2]), [1000, 2500, 4000, 7500]);
  assert.deepEqual(dragged([0.1, 1.2], [0.5, 0.25]), [1000, 2500, 4000, 7500]);
  assert.deepEqual(dragged([-1, -1], [2, 2]), [0, 0, 10000, 10000]);
});
