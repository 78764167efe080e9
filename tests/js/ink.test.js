import assert from "node:assert/strict";
import { test } from "node:test";

import { keepUp } from "../../static/js/player/drift.js";
import { History } from "../../static/js/ink/history.js";
import { newId } from "../../static/js/shared/ids.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { OwnStroke, wholeOf } from "../../static/js/ink/own-stroke.js";
import { initials } from "../../static/js/room/presence.js";
import { View } from "../../static/js/player/view.js";

const command = (id) => ({ id, verb: "draw-stroke", fields: {}, at: "" });

test("without IndexedDB the outbox keeps its order, and what was refused", async () => {
  const outbox = await Outbox.open("film", "me");
  for (const id of ["c", "a", "b"]) outbox.add(command(id));
  outbox.refuse("a", { code: "locked", reason: "Locked." });
  assert.deepEqual(outbox.unsent.map(({ id }) => id), ["c", "b"]);
  assert.deepEqual(outbox.all.map(({ id }) => id), ["c", "a", "b"]);
  outbox.remove("c");
  outbox.add(command("d"));
  assert.deepEqual(outbox.all.map(({ id }) => id), ["a", "b", "d"]);
});

test("ids are UUIDs of version 4", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test("undo and redo go back and forth over whole movements", () => {
  const history = new History();
  history.did(false, ["a"]);
  history.did(true, ["x", "y"]);
  assert.deepEqual(history.undo(), [
    { verb: "restore-stroke", stroke: "x" },
    { verb: "restore-stroke", stroke: "y" },
  ]);
  assert.deepEqual(history.undo(), [{ verb: "erase-stroke", stroke: "a" }]);
  assert.deepEqual(history.undo(), []);
  assert.deepEqual(history.redo(), [{ verb: "restore-stroke", stroke: "a" }]);
  history.did(false, ["b"]);
  assert.equal(history.canRedo, false, "a new act ends what could be done again");
  history.drop("b");
  assert.deepEqual(history.undo(), [{ verb: "erase-stroke", stroke: "a" }]);
});

test("a stroke tells its tails without a gap and goes on when it is long", () => {
  const told = [];
  const done = [];
  const ink = { draft: "d", frame: 1, tool: "pen", colour: "#e8b04b", width: 40 };
  const stroke = new OwnStroke(ink, {
    tell: (tail) => told.push(tail),
    done: (id, drawn) => done.push({ id, points: drawn.points }),
  });
  for (let n = 0; n < 2500; n += 1) stroke.add([[n, n, 512, 0, 0]]);
  stroke.add([[2499, 2499, 512, 0, 0]]); // did not move: not a point
  stroke.finish();
  assert.deepEqual(done.map(({ points }) => points.length), [2000, 502]);
  assert.deepEqual(done[0].points.slice(-2), done[1].points.slice(0, 2));
  assert.notEqual(done[0].id, done[1].id);
  for (const { stroke: id, start, points } of told) {
    const whole = done.find((each) => each.id === id).points;
    assert.deepEqual(points, whole.slice(start, start + points.length));
  }
});

test("the picture fits its stage and a place stays under the fingers", () => {
  const view = new View();
  view.resize(1000, 1000);
  view.show(1600, 900);
  assert.deepEqual(view.rect, { left: 0, top: 218.75, width: 1000, height: 562.5 });
  assert.deepEqual(view.toPicture(500, 500), [0.5, 0.5]);
  const before = view.toPicture(600, 450);
  view.pinch(3, { x: 600, y: 450 }, { x: 0, y: 0 });
  view.toPicture(600, 450).forEach((part, index) => assert.ok(Math.abs(part - before[index]) < 1e-9));
  const [x, y] = view.toStage(...before);
  assert.ok(Math.hypot(x - 600, y - 450) < 1e-6);
  view.pinch(1, { x: 0, y: 0 }, { x: 9999, y: -9999 });
  assert.deepEqual([view.x, view.y], [0, -2000], "one does not get lost");
  view.pinch(0.01, { x: 0, y: 0 }, { x: 0, y: 0 });
  assert.equal(view.scale, 1);
});

test("a follower jumps when far, hurries when near, and else plays on", () => {
  assert.deepEqual(keepUp(0, { frame: 100, speed: 1 }, 24), { jump: 101, speed: 1 });
  assert.deepEqual(keepUp(100, { frame: 100, speed: 1 }, 24), { jump: null, speed: 1 + 1.2 / 24 });
  assert.deepEqual(keepUp(101, { frame: 100, speed: 1 }, 24), { jump: null, speed: 1 });
  assert.ok(keepUp(105, { frame: 100, speed: 1 }, 24).speed < 1);
  assert.equal(keepUp(0, { frame: 8, speed: 2 }, 24).speed, 2 * 1.15);
});

test("initials are those people are called by", () => {
  const called = {
    "Ada Bell": "AB",
    ada: "Ad",
    "Jean Luc Godard": "JG",
    "Lin Yao 林遥": "LY",
    王小明: "小明",
    "林遥 Lin Yao": "遥",
    "韦一宁 Wei Yining": "一宁",
    欧阳修远: "修远",
    林: "林",
    "": "",
  };
  for (const [name, signs] of Object.entries(called)) assert.equal(initials(name), signs, name);
});

test("an eraser that touches a part of a long stroke takes the whole, and nobody else's", () => {
  const points = (from, count) => Array.from({ length: count }, (_, n) => [from + n, 0, 512, 0, 0]);
  const part = (id, from, count, actor = "member:me") => ({ id, actor, tool: "pen", points: points(from, count) });
  const strokes = [part("a", 0, 2000), part("b", 1998, 2000), part("c", 3996, 509), part("d", 1998, 9, "member:you"), part("e", 0, 9)];
  for (const at of [0, 1, 2]) assert.deepEqual(wholeOf(strokes[at], strokes).toSorted(), ["a", "b", "c"]);
  for (const at of [3, 4]) assert.deepEqual(wholeOf(strokes[at], strokes), [strokes[at].id]);
});
