import assert from "node:assert/strict";
import { test } from "node:test";

import { Loop } from "../../static/js/player/loop.js";

/** A loop over a clip of 100 frames. */
function loop() {
  const made = new Loop();
  made.reset(100);
  return made;
}

test("in and out hold the frames they were marked on", () => {
  const marked = loop();
  marked.markIn(10);
  assert.deepEqual(marked.span, { first: 10, last: 100 });
  marked.markOut(19);
  assert.deepEqual(marked.span, { first: 10, last: 20 });
  marked.markOut(10);
  assert.deepEqual(marked.span, { first: 10, last: 11 });
});

test("a point set beyond the other lets the other go", () => {
  const marked = loop();
  marked.set(10, 20);
  marked.markIn(30);
  assert.deepEqual(marked.span, { first: 30, last: 100 });
  marked.markOut(5);
  assert.deepEqual(marked.span, { first: 0, last: 6 });
});

test("the span is played only when looping is on", () => {
  const marked = loop();
  marked.set(10, 20);
  assert.deepEqual(marked.played, { first: 0, last: 100 });
  marked.on = true;
  assert.deepEqual(marked.played, { first: 10, last: 20 });
  marked.clear();
  assert.deepEqual(marked.played, { first: 0, last: 100 });
});

test("a span stays in the clip, and an empty one is none", () => {
  const marked = loop();
  marked.set(-5, 500);
  assert.deepEqual(marked.span, { first: 0, last: 100 });
  marked.set(20, 20);
  assert.equal(marked.span, null);
});

test("each change is said", () => {
  const marked = loop();
  let changes = 0;
  marked.addEventListener("change", () => (changes += 1));
  marked.markIn(3);
  marked.on = true;
  marked.reset(50);
  assert.equal(changes, 3);
});
