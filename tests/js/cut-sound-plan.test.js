/** What is heard of a cut, when, and how loud: parts meet where pictures do. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { gain, loudness, ofDrafts, ofTracks } from "../../static/js/cuts/sound-plan.js";
import { Timing } from "../../static/js/cuts/timing.js";

const rate = { n: 24, d: 1 };
const clip = (first, last, join = "cut", join_frames = 0) => ({ first, last, frames: 480, rate, join, join_frames });
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

test("a draft's sound is as long as its picture and begins with it", () => {
  const timing = new Timing([clip(24, 48), clip(0, 12), clip(0, 24)], rate);
  const parts = ofDrafts(timing, (at) => (at === 1 ? null : `/${at}`), () => 0);
  assert.deepEqual(parts.map(({ url, start, from, seconds }) => [url, start, from, seconds]), [
    ["/0", 0, 1, 1],
    ["/2", 1.5, 0, 1],
  ]);
  near(loudness(parts[0], 0.5), 1);
  assert.deepEqual(ofDrafts(timing, (at) => `/${at}`, () => -60), []);
});

test("across a dissolve both are heard, together as loud as one", () => {
  const timing = new Timing([clip(0, 24), clip(0, 48, "dissolve", 12)], rate);
  const [one, other] = ofDrafts(timing, (at) => `/${at}`, () => 0);
  near(one.seconds, 1.5);
  for (const second of [1, 1.1, 1.25, 1.4, 1.5]) near(loudness(one, second) + loudness(other, second - 1), 1);
});

test("in a dip it falls and rises", () => {
  const timing = new Timing([clip(0, 24), clip(0, 48, "dip", 12)], rate);
  const [one, other] = ofDrafts(timing, (at) => `/${at}`, () => -6);
  near(loudness(one, 0.75), gain(-6));
  near(loudness(one, 1), 0);
  near(loudness(other, 0), 0);
  near(loudness(other, 0.25), gain(-6));
});

test("a sound on a track has its curve and its fades, which never cross", () => {
  const sound = { track: 1, reference: "r", at: 48, start_ms: 500, end_ms: 2500, levels: [[0, -12], [2, 0]], fade_in_ms: 1000, fade_out_ms: 3000 };
  const [part] = ofTracks([sound, { ...sound, reference: "gone" }], rate, (id) => (id === "r" ? "/r" : null));
  assert.deepEqual([part.start, part.from, part.seconds], [2, 0.5, 2]);
  near(loudness(part, 0), 0);
  near(loudness(part, 0.5), gain(-9));
  near(loudness(part, 2), 0);
  assert.equal(gain(-60), 0);
});
