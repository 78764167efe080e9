/** The vectors that the server's timing passes too, and the way back from a draft's frame. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sourceFrame, Timing } from "../../static/js/cuts/timing.js";
import { parseRate } from "../../static/js/timeline/timecode.js";

const vectors = JSON.parse(readFileSync(new URL("../cut_vectors.json", import.meta.url), "utf8"));

/** @param {string} text of a fraction */
function number(text) {
  const [over, under = "1"] = text.split("/");
  return Number(over) / Number(under);
}

for (const { name, rate, clips, frames, starts, faults, shown } of vectors) {
  const timed = clips.map((clip) => Object.assign(clip, { rate: parseRate(clip.rate) }));
  const timing = new Timing(timed, parseRate(rate));

  test(`${name}: the same as on the server`, () => {
    assert.deepEqual([timing.frames, timing.starts], [frames, starts]);
    assert.deepEqual(timing.faults.map(({ clip, code, need, have }) => [clip, code, need, have]), faults);
    for (const [frame, clip, source, under, share, light] of shown) {
      const one = timing.at(frame);
      assert.deepEqual([one.clip, one.frame], [clip, source], `frame ${frame}`);
      assert.deepEqual(one.under && [one.under.clip, one.under.frame], under);
      assert.equal(one.share, number(share));
      assert.ok(Math.abs(one.light - number(light)) < 1e-12);
    }
  });

  test(`${name}: every draft's frame is found at the first of the cut that shows it`, () => {
    if (faults.length > 0) return;
    for (const [index, clip] of timed.entries()) {
      for (let frame = clip.first; frame < clip.last; frame += 1) {
        const found = timing.cutFrame(index, frame) - timing.starts[index];
        const last = timing.lengths[index] - 1;
        const shows = sourceFrame(clip, found, timing.rate);
        assert.ok(shows >= frame || found === last, `${frame} at ${found} shows ${shows}`);
        if (found > 0) assert.ok(sourceFrame(clip, found - 1, timing.rate) < frame);
      }
    }
  });
}
