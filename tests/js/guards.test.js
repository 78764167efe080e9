/** What may not be shown, as it is marked. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { boxAt, boxOf, Guards } from "../../static/js/library/guards.js";

test("a box drawn again at another frame is one guard that moves", () => {
  const guards = new Guards();
  guards.box("face", 0, boxOf([0.3, 0.3], [0.1, 0.2]));
  guards.box("face", 10, boxOf([0.5, 0.2], [0.7, 0.3]));
  assert.equal(guards.list.length, 1);
  const between = boxAt(guards.list[0], 5);
  assert.ok(between && Math.abs(between.left - 0.3) < 1e-9 && Math.abs(between.width - 0.2) < 1e-9);
  assert.equal(boxAt(guards.list[0], 99)?.left, 0.5);
});

test("a second box at the same frame is another guard, a tap is none", () => {
  const guards = new Guards();
  for (const x of [0, 0.5]) guards.box("body", 3, boxOf([x, 0], [x + 0.2, 0.4]));
  guards.box("body", 3, boxOf([0.4, 0.4], [0.4, 0.4]));
  assert.equal(guards.list.length, 2);
});

test("strokes over a place are one guard; undo takes them one by one", () => {
  const guards = new Guards();
  guards.dab(0.1, [[0.1, 0.1], [0.2, 0.2]]);
  guards.dab(0.1, Array.from({ length: 1000 }, (_each, n) => /** @type {[number, number]} */ ([n / 1000, 0.5])));
  assert.equal(guards.list.length, 1);
  const long = guards.list[0].dabs[1].points;
  assert.ok(long.length <= 400 && long.at(-1)?.[0] === 0.999);
  guards.undo();
  guards.undo();
  assert.deepEqual(guards.told(), []);
  guards.undo();
});
