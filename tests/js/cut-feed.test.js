/** Pictures in order ahead of their time: none wrong, missing or doubled, and all are closed again. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compose, Drafts, Feed, release, takeDue } from "../../static/js/cuts/feed.js";
import { Timing } from "../../static/js/cuts/timing.js";

const rate = { n: 24, d: 1 };
const clip = (first, last, join = "cut", join_frames = 0) => ({ first, last, frames: 100, rate, join, join_frames });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Drafts whose pictures say what they are; the later wish overtakes, as in the decoder. */
function library(names) {
  const about = { opened: [], closed: [], alive: 0 };
  const opener = async (index) => {
    await turn();
    about.opened.push(names[index]);
    let latest = 0;
    return {
      close: () => about.closed.push(names[index]),
      picture: async (frame) => {
        latest += 1;
        const mine = latest;
        await turn();
        if (mine !== latest) return null;
        about.alive += 1;
        return { says: `${names[index]}${frame}`, close: () => (about.alive -= 1) };
      },
    };
  };
  return { about, drafts: new Drafts(opener, (index) => names[index]) };
}

async function played(feed, count = Infinity) {
  const seen = [];
  while (seen.length < count && (feed.ready > 0 || seen.length < feed.last)) {
    const one = feed.take();
    if (!one) {
      await turn();
      continue;
    }
    seen.push(one.under ? `${one.under.says}+${one.picture.says}` : one.picture.says);
    release(one);
  }
  return seen;
}

test("frames come in order over every join", async () => {
  const timing = new Timing([clip(0, 3), clip(5, 7), clip(90, 94)], rate);
  const { about, drafts } = library(["a", "b", "a"]);
  const feed = new Feed({ timing, drafts, first: 0, last: timing.frames, ahead: 2 });
  assert.deepEqual(await played(feed), ["a0", "a1", "a2", "b5", "b6", "a90", "a91", "a92", "a93"]);
  await feed.done;
  assert.equal(about.alive, 0);
  assert.equal(feed.error, null);
});

test("a dissolve has both pictures, of one draft too", async () => {
  const timing = new Timing([clip(0, 2), clip(50, 54, "dissolve", 2)], rate);
  const { about, drafts } = library(["a", "a"]);
  const feed = new Feed({ timing, drafts, first: 0, last: timing.frames });
  assert.deepEqual(await played(feed), ["a0", "a1", "a2+a50", "a3+a51", "a52", "a53"]);
  assert.deepEqual(about.opened, ["a", "a"], "opened twice, so that neither waits for the other");
});

test("the next draft is opened before its time, and few are open at once", async () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
  const timing = new Timing(names.map(() => clip(0, 30)), rate);
  const { about, drafts } = library(names);
  const feed = new Feed({ timing, drafts, first: 0, last: timing.frames, ahead: 4 });
  await played(feed, 16);
  assert.deepEqual(about.opened, ["a", "b"]);
  await played(feed, timing.frames - 16);
  assert.deepEqual(about.opened, names, "each once");
  assert.deepEqual(about.closed, ["a", "b", "c"], "the ones played first");
  drafts.close();
  await turn();
  assert.equal(about.opened.length, about.closed.length);
});

test("of short shots the next three are open before their time, a draft that comes again too", async () => {
  const names = ["a", "b", "a", "c", "b", "d"];
  const timing = new Timing(names.map((_name, at) => clip(at * 4, at * 4 + 4)), rate);
  const { about, drafts } = library(names);
  const feed = new Feed({ timing, drafts, first: 0, last: timing.frames, ahead: 2 });
  await played(feed, 1);
  assert.deepEqual(about.opened, ["a", "b", "a", "c"]);
  assert.equal((await played(feed, timing.frames - 1)).length, timing.frames - 1);
  assert.equal(feed.error, null);
});

test("what is stopped lets everything go, and a picture that fails is said", async () => {
  const timing = new Timing([clip(0, 30)], rate);
  const { about, drafts } = library(["a"]);
  const feed = new Feed({ timing, drafts, first: 0, last: 30, ahead: 5 });
  while (feed.ready < 5) await turn();
  feed.stop();
  await feed.done;
  assert.equal(about.alive, 0);
  const broken = new Drafts(async () => Promise.reject(new Error("frozen")), () => "x");
  const other = new Feed({ timing, drafts: broken, first: 0, last: 30 });
  await other.done;
  assert.match(String(other.error), /frozen/);
});

test("of a frame that is asked for twice the earlier wish is overtaken", async () => {
  const timing = new Timing([clip(0, 30)], rate);
  const { drafts } = library(["a"]);
  const [first, second] = await Promise.all([compose(timing, drafts, 3), compose(timing, drafts, 9)]);
  assert.deepEqual([first, second?.picture.says], [null, "a9"]);
});

test("played faster, every second frame is enough", async () => {
  const timing = new Timing([clip(0, 6), clip(0, 6)], rate);
  const { drafts } = library(["a", "b"]);
  const feed = new Feed({ timing, drafts, first: 1, last: timing.frames, step: 2 });
  const seen = await played(feed, 6);
  assert.deepEqual(seen, ["a1", "a3", "a5", "b1", "b3", "b5"]);
});

test("a picture that comes a little late is seen, one a turn; what comes later than that is passed over", () => {
  const feed = (...frames) => ({
    frames,
    get next() {
      return this.frames.length ? { frame: this.frames[0] } : null;
    },
    take() {
      return { frame: this.frames.shift() };
    },
  });
  const seen = (ready, due, kept) => {
    const { one, passed } = takeDue(ready, due, kept);
    return [one?.frame, passed.map(({ frame }) => frame)];
  };
  const stalled = feed(4, 5, 6, 7, 8);
  assert.deepEqual(seen(stalled, 6, 2), [4, []]);
  assert.deepEqual(seen(stalled, 6, 2), [5, []]);
  assert.deepEqual(seen(stalled, 6, 2), [6, []]);
  assert.deepEqual(seen(stalled, 6, 2), [undefined, []]);
  assert.deepEqual(seen(feed(1, 2, 3, 4, 5, 6), 6, 2), [4, [1, 2, 3]]);
  assert.deepEqual(seen(feed(4, 5, 6), 6, 0), [6, [4, 5]]);
});
