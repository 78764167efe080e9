import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { frameAt, frameOf, middle, parseRate, parseTimecode, timecode } from "../../static/js/timeline/timecode.js";

const vectors = JSON.parse(
  readFileSync(new URL("../timecode_vectors.json", import.meta.url), "utf8"),
);

test("a rate is read", () => {
  for (const { text, n, d } of vectors.rates) assert.deepEqual(parseRate(text), { n, d });
});

test("what is no rate is refused", () => {
  for (const text of vectors.bad_rates) assert.throws(() => parseRate(text), RangeError, text);
});

test("a frame has its label and a label its frame", () => {
  for (const { rate, frame, label } of vectors.labels) {
    assert.equal(timecode(frame, parseRate(rate)), label);
    assert.equal(parseTimecode(label, parseRate(rate)), frame);
  }
});

test("non-drop timecode leaves no label out", () => {
  for (const { rate, frame, label } of vectors.non_drop) {
    assert.equal(timecode(frame, parseRate(rate), false), label);
    assert.equal(parseTimecode(label, parseRate(rate), false), frame);
  }
});

test("either separator may be typed", () => {
  for (const { rate, frame, label } of vectors.typed) {
    assert.equal(parseTimecode(label, parseRate(rate)), frame);
  }
});

test("what is no label is refused", () => {
  for (const { rate, label } of vectors.bad_labels) {
    assert.throws(() => parseTimecode(label, parseRate(rate)), RangeError, label);
  }
});

test("a typed place is read from the right, with or without its signs", () => {
  const rate = parseRate("24");
  const said = { "112": 36, "1:12": 36, "1.12": 36, "1：12": 36, "00:00:01:12": 36, "5": 5, "10000": 1440 };
  for (const [text, frame] of Object.entries(said)) assert.equal(frameOf(text, rate, false), frame, text);
  assert.equal(frameOf("112", rate, true), 112);
  assert.equal(frameOf("1:12", rate, true), 36);
  assert.equal(frameOf("1000000", rate, false), 86400, "an hour");
  for (const text of ["", ":", "24", "61:00", "1:2:3:4:5", "a", "1:b", "-1"]) {
    assert.equal(frameOf(text, rate, false), null, text);
  }
});

test("there is no label before the first frame", () => {
  assert.throws(() => timecode(-1, parseRate("24")), RangeError);
  assert.throws(() => timecode(0.5, parseRate("24")), RangeError);
});

test("the middle is within a float of the exact one", () => {
  for (const { rate, frame, n, d } of vectors.middles) {
    const found = middle(frame, parseRate(rate));
    assert.ok(Math.abs(found - n / d) <= Number.EPSILON * found, `${rate} ${frame}`);
  }
});

test("a time has its frame", () => {
  for (const { rate, seconds, frame } of vectors.times) {
    assert.equal(frameAt(seconds, parseRate(rate)), frame, `${rate} ${seconds}`);
  }
});

test("middles and boundaries come back to their frame over four hours", () => {
  for (const text of ["24000/1001", "24", "25", "30000/1001", "60000/1001"]) {
    const rate = parseRate(text);
    for (let frame = 0; frame < 864000; frame += 997) {
      assert.equal(frameAt(middle(frame, rate), rate), frame);
      assert.equal(frameAt((frame * rate.d) / rate.n, rate), frame);
    }
  }
});
