/** Comparing: its address, where things lie, how much it shows, and pairs that are always equal. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, gainSteps, held, MODES, readComparison, wholeOffset, writeComparison } from "../../static/js/compare/state.js";
import { asSquares, fromLine, otherSide, shareAt, sideBySide, wipeLine } from "../../static/js/compare/geometry.js";
import { draftChoices, draftSide, nearestVersion } from "../../static/js/compare/sides.js";
import { Drafts } from "../../static/js/cuts/feed.js";
import { usual } from "../../static/js/cuts/compare.js";
import { Timing } from "../../static/js/cuts/timing.js";
import { besideFrame, composePair, PairFeed, releasePair } from "../../static/js/cuts/pair-feed.js";

const rate = { n: 24, d: 1 };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const plain = new Timing([{ first: 0, last: 10, frames: 10, rate, join: "cut", join_frames: 0 }], rate);

test("what an address says comes back as it was, and what is as usual is not said", () => {
  const how = { ...begun("d2"), mode: "wipe", offset: -3, amounts: { ...begun("d2").amounts, wipe: 0.25, angle: -30 } };
  assert.equal(writeComparison(how), "&with=d2&mode=wipe&offset=-3&wipe=0.25&angle=-30");
  assert.deepEqual(readComparison(`?draft=d1${writeComparison(how)}`), how);
  assert.equal(writeComparison(begun("c.3")), "&with=c.3&mode=side");
  const free = { ...begun("d2"), together: false };
  assert.deepEqual(readComparison(writeComparison(free)), free);
  for (const mode of MODES) assert.equal(readComparison(writeComparison({ ...begun("x"), mode })).mode, mode);
});

test("how far one has gone into each side is said, once where both go together", () => {
  const near = { scale: 2.5, u: 0.25, v: 0.75 };
  const far = { scale: 40, u: 0.1234, v: 0.5 };
  const both = { ...begun("d2"), views: [near, near] };
  assert.equal(writeComparison(both), "&with=d2&mode=side&near=2.50_0.250_0.750");
  assert.deepEqual(readComparison(writeComparison(both)), both);
  const free = { ...begun("d2"), together: false, views: [null, far] };
  assert.equal(writeComparison(free), "&with=d2&mode=side&zoom=free&near2=40.00_0.1234_0.5000");
  assert.deepEqual(readComparison(writeComparison(free)), free);
  for (const wrong of ["near=x", "near=0.5_1_1", "near=2_NaN_1", "near="]) {
    assert.deepEqual(readComparison(`?with=x&${wrong}`).views, [null, null], wrong);
  }
});

test("an address that asks wrongly is answered as usual, within what may be", () => {
  assert.equal(readComparison("?draft=d1&mode=wipe"), null);
  const found = readComparison("?with=x&mode=sideways&offset=1e99&gain=900&rate=no&opacity=-2");
  assert.deepEqual([found.mode, found.offset, found.amounts.gain, found.amounts.rate, found.amounts.opacity], ["side", 1_000_000, 16, 2, 0]);
  assert.deepEqual([wholeOffset(NaN), wholeOffset(-2.4), held("wipe", 0.1 + 0.2)], [0, -2, 0.3]);
});

test("a difference is shown as often as asked, exactly, and stops at white", () => {
  for (let gain = 1; gain <= 16; gain += 1) {
    for (let plainly = 0; plainly < 256; plainly += 1) {
      const shown = gainSteps(gain).reduce((sum, step) => Math.min(255, sum + (step === 2 ? sum : plainly)), plainly);
      assert.equal(shown, Math.min(255, plainly * gain), `${plainly} × ${gain}`);
    }
  }
});

test("two pictures lie where they are largest", () => {
  const [left, right] = sideBySide({ width: 1002, height: 500 }, 9 / 16);
  assert.deepEqual([left.width, right.left, right.top], [500, 502, 0]);
  const [above, below] = sideBySide({ width: 390, height: 700 }, 9 / 16);
  assert.deepEqual([above.width, above.height, below.left, below.top], [390, 349, 0, 351]);
});

test("a wipe's line goes through the place it is drawn to, at any angle", () => {
  const stage = { width: 800, height: 450 };
  for (const angle of [-90, -30, 0, 45, 90]) {
    for (const spot of [{ x: 400, y: 225 }, { x: 250, y: 100 }, { x: 700, y: 400 }]) {
      const line = wipeLine(stage, shareAt(stage, angle, spot), angle);
      assert.ok(Math.abs(fromLine(line, spot)) < 1e-9, `${angle}°`);
    }
  }
  assert.equal(shareAt(stage, 0, { x: 900, y: 0 }), 1);
});

test("beyond the line lies the other side, and nothing else", () => {
  const area = (corners) => Math.abs(corners.reduce((sum, { x, y }, at) => sum + x * corners[(at + 1) % corners.length].y - corners[(at + 1) % corners.length].x * y, 0)) / 2;
  const stage = { width: 800, height: 450 };
  assert.deepEqual(otherSide(stage, 0.25, 0).toSorted((a, b) => a.x - b.x || a.y - b.y), [{ x: 200, y: 0 }, { x: 200, y: 450 }, { x: 800, y: 0 }, { x: 800, y: 450 }]);
  for (const angle of [-60, 0, 30, 90]) {
    assert.equal(Math.round(area(otherSide(stage, 0, angle))), 800 * 450);
    assert.ok(Math.abs(area(otherSide(stage, 0.5, angle)) - 400 * 450) < 1e-6, `${angle}°`);
    assert.ok(area(otherSide(stage, 1, angle)) < 1e-6);
  }
});

test("pixels are squares above twice their size", () => {
  assert.deepEqual([asSquares(2560, 1280), asSquares(2561, 1280)], [false, true]);
});

test("an offset leads to the other side's frame, or to none", () => {
  assert.deepEqual([besideFrame(0, 0, 10), besideFrame(0, -1, 10), besideFrame(8, 2, 10), besideFrame(7, 2, 10)], [0, null, null, 9]);
});

/** A side whose pictures say what they are, and come late if they are told to. */
function side(name, slow = 1, timing = plain) {
  const about = { alive: 0 };
  const opener = async () => {
    let latest = 0;
    return {
      close() {},
      picture: async (frame) => {
        latest += 1;
        const mine = latest;
        for (let wait = 0; wait < slow; wait += 1) await turn();
        if (mine !== latest) return null;
        about.alive += 1;
        return { says: `${name}${frame}`, close: () => (about.alive -= 1) };
      },
    };
  };
  return { timing, about, drafts: new Drafts(opener, () => name) };
}

async function pairs(feed, count) {
  const seen = [];
  while (seen.length < count) {
    if (feed.error) throw feed.error;
    const pair = feed.take();
    if (!pair) {
      await turn();
      continue;
    }
    seen.push([pair.picture.says, pair.beside?.picture.says ?? null]);
    releasePair(pair);
  }
  return seen;
}

for (const [offset, slow] of [[0, [1, 5]], [3, [4, 1]], [-2, [1, 3]]]) {
  test(`played with an offset of ${offset}, every pair is equal, however late a side is`, async () => {
    const [one, other] = [side("a", slow[0]), side("b", slow[1])];
    const feed = new PairFeed({ one, other, offset, first: 0, last: 10, ahead: 3 });
    const wanted = Array.from({ length: 10 }, (_one, frame) => [`a${frame}`, frame + offset >= 0 && frame + offset < 10 ? `b${frame + offset}` : null]);
    assert.deepEqual(await pairs(feed, 10), wanted);
    assert.equal(feed.take(), null);
    feed.stop();
    assert.deepEqual([one.about.alive, other.about.alive], [0, 0]);
  });
}

test("played faster, pairs are equal too", async () => {
  const feed = new PairFeed({ one: side("a"), other: side("b", 3), offset: -3, first: 0, last: 10, step: 2 });
  assert.deepEqual(await pairs(feed, 5), [["a0", null], ["a2", null], ["a4", "b1"], ["a6", "b3"], ["a8", "b5"]]);
});

test("a pair that is overtaken on one side is let go of whole", async () => {
  const [one, other] = [side("a"), side("b", 3)];
  const [first, second] = await Promise.all([composePair(one, other, 1, 3), composePair(one, other, 1, 4)]);
  assert.deepEqual([first, second.picture.says, second.beside.picture.says], [null, "a4", "b5"]);
  releasePair(second);
  assert.deepEqual([one.about.alive, other.about.alive], [0, 0]);
});

const draft = (id, version, more = {}) => ({ id, shot: "s1", version, name: `S01_SH010_v00${version}`, frames: 48, rate: "24", width: 1280, height: 720, proxy: `p${id}`, waveform: null, ...more });
const media = (digest) => `/media/${digest}`;

test("a draft of another rate is matched by time, and of another shape said", () => {
  const slow = draftSide(draft("b", 2, { rate: "12", frames: 24, width: 720, height: 720 }), media, draft("a", 1));
  assert.deepEqual([slow.cut.timing.frames, slow.at(0), slow.at(1), slow.at(2), slow.at(47)], [48, "0", "0", "1", "23"]);
  assert.deepEqual(slow.said, ["S01_SH010_v002 has 12 frames a second: its frame at the same time is shown.", "S01_SH010_v002 is 720 × 720: shown with bars."]);
  const same = draftSide(draft("b", 2), media, draft("a", 1));
  assert.deepEqual([same.said, same.at(47), same.cut.draft(0).url], [[], "47", "/media/pb"]);
});

test("first the version before, and one's own shot before all others", () => {
  const drafts = [draft("a", 1), draft("b", 2), draft("x", 1, { shot: "s0", name: "S00_v001" })];
  assert.deepEqual([nearestVersion(drafts.slice(0, 2), "b"), nearestVersion(drafts.slice(0, 2), "a"), nearestVersion([drafts[2]], "x")], ["a", "b", ""]);
  const shots = new Map([["s1", { name: "S01" }], ["s0", { name: "S00" }]]);
  const offered = draftChoices(drafts, shots, "s1");
  assert.deepEqual(offered.map(({ label, options }) => [label, options.map(({ value }) => value)]), [["S01", ["b", "a"]], ["S00", ["x"]]]);
});

test("a cut is compared with its version before, else as it is saved, else with another", () => {
  const cuts = [{ id: "c", title: "A", versions: [3, 2, 1] }, { id: "d", title: "B", versions: [1] }];
  assert.equal(usual({ cut: { id: "c" }, cuts, version: 3 }), "c.2");
  assert.equal(usual({ cut: { id: "c" }, cuts, version: 1 }), "c.3");
  assert.equal(usual({ cut: { id: "new" }, cuts, version: 0 }), "c.3");
  assert.equal(usual({ cut: { id: "new" }, cuts: [], version: 0 }), "");
});
