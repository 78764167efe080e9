import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openPage, stopClock } from "./page.js";
import { Presenting } from "../../static/js/sittings/present.js";
import { put, Seen } from "../../static/js/sittings/seen.js";
import { GONE, Stand } from "../../static/js/sittings/stand.js";
import { stepAt } from "../../static/js/sittings/trail.js";
import { untilText } from "../../static/js/sittings/until.js";

beforeEach(() => openPage());

const HELD = { presenter: "ada", hold: "h1" };
const ADA = { type: "presented", sitting: "s", hold: "h1", member: "ada", draft: "d", n: 5, frame: 7, speed: 0 };

test("only the presenter's latest counts, whatever order it comes in", () => {
  const stand = new Stand("s", HELD, 0);
  assert.equal(stand.hear(ADA, 10), true);
  assert.equal(stand.hear({ ...ADA, n: 4, frame: 3 }, 20), false, "what overtook it");
  assert.equal(stand.hear({ ...ADA, n: 5, frame: 9 }, 20), false, "what was said already");
  for (const other of [{ member: "lin" }, { hold: "h0" }, { sitting: "t" }]) {
    assert.equal(stand.hear({ ...ADA, n: 9, ...other }, 30), false);
  }
  assert.equal(stand.last.frame, 7);
  assert.equal(stand.hear({ ...ADA, n: 6, frame: 8 }, 40), true);
  assert.equal(stand.last.frame, 8);
});

test("whoever takes over counts from their first word, and the picture stays till then", () => {
  const stand = new Stand("s", HELD, 0);
  stand.hear(ADA, 10);
  stand.change({ presenter: "lin", hold: "h2" }, 20);
  assert.equal(stand.last.frame, 7);
  assert.equal(stand.hear({ ...ADA, n: 99 }, 30), false, "who presented has been relieved");
  assert.equal(stand.hear({ ...ADA, member: "lin", hold: "h2", n: 1, frame: 2 }, 40), true, "their numbers are their own");
  assert.equal(stand.last.frame, 2);
});

test("a presenter who is silent for some seconds has gone; what is old is a sign of life too", () => {
  const stand = new Stand("s", HELD, 0);
  stand.hear(ADA, 1000);
  assert.equal(stand.silent(1000 + GONE), false);
  assert.equal(stand.silent(1001 + GONE), true);
  stand.hear(ADA, 1001 + GONE);
  assert.equal(stand.silent(1002 + GONE), false);
  stand.change({ presenter: null, hold: "h2" }, 0);
  assert.equal(stand.silent(99_999), false, "nobody is missed");
});

test("in every order of twenty changes with losses, the last one wins once it comes", () => {
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 200; round += 1) {
    const stand = new Stand("s", HELD, 0);
    const all = Array.from({ length: 20 }, (_, n) => ({ ...ADA, n, frame: n * 11 }));
    const came = all.filter(({ n }) => n === 19 || random() < 0.6).toSorted(() => random() - 0.5);
    for (const said of came) stand.hear(said, 1);
    assert.equal(stand.last.frame, 19 * 11);
  }
});

/** Somebody who presents, and what leaves. */
function presenter(t) {
  const tick = stopClock(t);
  const at = { draft: "d", frame: 0, speed: 0 };
  const told = [];
  const recorded = [];
  const presenting = new Presenting({
    look: () => ({ ...at }),
    tell: (shown, n) => told.push({ ...shown, n }),
    record: (steps) => recorded.push(...steps),
    clock: () => Date.now(),
    fps: 24,
  });
  t.after(() => presenting.stop());
  const go = (frame, speed = 0) => {
    Object.assign(at, { frame, speed });
    presenting.changed();
  };
  return { at, go, told, recorded, presenting, tick };
}

test("each change is told at once, twenty a second at most, and twice again", (t) => {
  const { go, told, tick } = presenter(t);
  assert.equal(told.length, 1);
  go(1);
  go(2);
  assert.equal(told.length, 1);
  tick(50);
  assert.deepEqual(told.map(({ frame }) => frame), [0, 2]);
  tick(250);
  assert.deepEqual(told.map(({ frame }) => frame), [0, 2, 2, 2], "it may have been lost");
  const numbers = told.map(({ n }) => n);
  assert.deepEqual(numbers, [...new Set(numbers)].toSorted((a, b) => a - b), "numbers grow");
  tick(3000);
  assert.ok(told.length >= 6 && told.length <= 8, "and about once a second while nothing moves");
});

test("what plays on is told now and then, from where it is then; a jump at once", (t) => {
  const { at, go, told, tick, presenting } = presenter(t);
  tick(500);
  go(0, 1);
  tick(10);
  const before = told.length;
  for (let frame = 1; frame <= 20; frame += 1) {
    tick(42);
    at.frame = frame;
    presenting.changed();
  }
  assert.ok(told.length - before <= 4, `${told.length - before}`);
  assert.ok(told.at(-1).frame > 0, "not from where it began");
  go(90, 1);
  tick(60);
  assert.equal(told.at(-1).frame, 90);
});

test("the record gets what was shown, in pieces, and no more than ten steps a second", (t) => {
  const { go, recorded, tick } = presenter(t);
  for (let frame = 1; frame <= 40; frame += 1) {
    go(frame);
    tick(50);
  }
  tick(5000);
  assert.ok(recorded.length <= 22, `${recorded.length}`);
  assert.equal(recorded.at(-1).frame, 40);
  const times = recorded.map(({ ms }) => ms);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
});

test("frames that are seen are joined into spans", () => {
  let seed = 11;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 50; round += 1) {
    const spans = [];
    const frames = new Set();
    for (let many = 0; many < 40; many += 1) {
      const frame = Math.floor(random() * 50);
      frames.add(frame);
      put(spans, frame);
    }
    const found = spans.flatMap(([first, last]) => Array.from({ length: last - first }, (_, at) => first + at));
    assert.deepEqual(found, [...frames].toSorted((a, b) => a - b));
    assert.ok(spans.every(([first], at) => at === 0 || spans[at - 1][1] < first), "apart");
  }
});

test("all of it is told again, until it is heard", async (t) => {
  const tick = stopClock(t);
  const posts = [];
  globalThis.fetch = async (url, { body, headers }) => {
    posts.push([url, JSON.parse(body), headers["X-CSRFToken"]]);
    throw new Error("no line");
  };
  const seen = new Seen("/here", () => "token");
  seen.add("d", 3);
  seen.add("d", 4);
  tick(10_000);
  seen.add("e", 9);
  tick(10_000);
  seen.stop();
  tick(30_000);
  assert.deepEqual(posts, [
    ["/here", { seen: { d: [[3, 5]] } }, "token"],
    ["/here", { seen: { d: [[3, 5]], e: [[9, 10]] } }, "token"],
  ]);
});

test("what a sitting showed at a moment", () => {
  const steps = [{ ms: 100 }, { ms: 200 }, { ms: 200 }, { ms: 900 }];
  assert.equal(stepAt(steps, 99), null);
  assert.deepEqual(stepAt(steps, 150), { step: steps[0], since: 50 });
  assert.equal(stepAt(steps, 200).step, steps[2]);
  assert.deepEqual(stepAt(steps, 5000), { step: steps[3], since: 4100 });
  assert.equal(stepAt([], 5), null);
});

test("how long it is until it begins", () => {
  const minute = 60_000;
  assert.match(untilText(-1), /should begin now/);
  assert.match(untilText(1), /less than a minute/);
  assert.equal(untilText(5 * minute), "Begins in 5 min");
  assert.equal(untilText(125 * minute), "Begins in 2 h 5 min");
  assert.equal(untilText(72 * 60 * minute), "Begins in 3 days");
});
