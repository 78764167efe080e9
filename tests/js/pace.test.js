import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { heard, openPage, stopClock } from "./page.js";
import { Line, listen } from "./line.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { RoomSocket } from "../../static/js/room/socket.js";

beforeEach(() => {
  openPage();
  listen();
});

/** A socket that was opened, what it was given, and a studio that takes so many commands at once. */
function opened(t) {
  const tick = stopClock(t);
  const outbox = new Outbox("room", null, []);
  const socket = new RoomSocket({ url: "ws://studio/ws/films/f/", since: 10, outbox });
  const refused = heard(socket, "refused");
  socket.open();
  t.after(() => socket.close());
  const give = (count) => Array.from({ length: count }, (_, n) => socket.command("draw-stroke", {}, `stroke-${n}`));
  return { socket, outbox, refused, give, tick, studio: otherEnd(Line.latest) };
}

/** The other end: answers what has arrived, in order, and counts how much was under way at once. */
function otherEnd(line) {
  const done = [];
  let read = 0;
  const told = { done, most: 0, answer };
  function answer(takes, code = "too-fast") {
    let left = takes;
    for (; read < line.sent.length; read += 1) {
      told.most = Math.max(told.most, line.sent.length - read);
      const { id } = line.sent[read];
      if (!id) continue;
      const known = done.includes(id);
      if (!known && left > 0) done.push(id);
      if (known || left > 0) line.say({ type: "ack", id, seq: 11 });
      else line.say({ type: "refused", id, code, reason: "No." });
      if (!known) left -= 1;
    }
  }
  return told;
}

test("a day's ink is sent a few at a time, and in order", (t) => {
  const { outbox, give, studio } = opened(t);
  const ids = give(500);
  Line.latest.welcome();
  studio.answer(Infinity);
  assert.deepEqual(studio.done, ids);
  assert.deepEqual(Line.latest.of("draw-stroke").map(({ id }) => id), ids);
  assert.ok(studio.most <= 33, `${studio.most} at once`);
  assert.equal(outbox.unsent.length, 0);
});

test("what came too fast is kept, and sent again in order until it is done", (t) => {
  const { outbox, refused, give, tick, studio } = opened(t);
  const ids = give(300);
  Line.latest.welcome();
  studio.answer(120);
  assert.equal(outbox.unsent.length, 180);
  for (let pauses = 0; outbox.unsent.length > 0; pauses += 1) {
    assert.ok(pauses < 10);
    tick(1500);
    studio.answer(45);
  }
  assert.deepEqual(studio.done, ids);
  assert.deepEqual(refused, []);
  assert.ok(Line.latest.sent.length < 300 + 6 * 33, "little is sent in vain");
});

test("what is given during such a pause waits its turn", (t) => {
  const { socket, give, tick, studio } = opened(t);
  Line.latest.welcome();
  give(3);
  studio.answer(0);
  socket.command("draw-stroke", {}, "later");
  assert.equal(Line.latest.of("draw-stroke").length, 3);
  tick(1500);
  studio.answer(10);
  assert.deepEqual(studio.done, ["stroke-0", "stroke-1", "stroke-2", "later"]);
});

test("a refusal for good makes room for what comes after it", (t) => {
  const { outbox, give, studio } = opened(t);
  const ids = give(100);
  Line.latest.welcome();
  studio.answer(0, "locked");
  assert.deepEqual(Line.latest.of("draw-stroke").map(({ id }) => id), ids);
  assert.equal(outbox.unsent.length, 0);
  assert.equal(outbox.all.length, 100);
});

test("what was let go while under way makes room too", (t) => {
  const { outbox, give, studio } = opened(t);
  const ids = give(40);
  Line.latest.welcome();
  for (const id of ids.slice(0, 32)) outbox.remove(id);
  studio.answer(0, "locked");
  assert.equal(Line.latest.of("draw-stroke").length, 40);
});
