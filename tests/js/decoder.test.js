import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { settled } from "./page.js";
import { Decoder } from "../../static/js/player/decoder.js";

const GROUP = 12;
const RATE = { n: 24, d: 1 };
const micro = (frame) => Math.round((frame * 1e6) / 24);

/** A codec as WebCodecs has it: what is put in comes out in order, when the test lets it. */
class Codec {
  static all = [];
  state = "unconfigured";
  waiting = [];
  decoded = [];
  #flushed = null;

  constructor({ output, error }) {
    Object.assign(this, { output, error });
    Codec.all.push(this);
  }

  configure() {
    this.state = "configured";
  }

  decode(chunk) {
    this.waiting.push(chunk.frame);
  }

  flush() {
    return new Promise((resolve, reject) => (this.#flushed = { resolve, reject })).finally(() => (this.#flushed = null));
  }

  reset() {
    this.waiting = [];
    this.state = "unconfigured";
    this.#flushed?.reject(new Error("reset"));
  }

  close() {
    this.state = "closed";
  }

  /** Lets pictures out: all, or so many. */
  async run(count = Infinity) {
    for (const frame of this.waiting.splice(0, count)) {
      this.decoded.push(frame);
      this.output(new Picture(frame));
    }
    if (this.waiting.length === 0) this.#flushed?.resolve();
    await settled();
  }

  break(error) {
    this.state = "closed";
    this.error(error);
    this.#flushed?.reject(error);
  }
}

class Picture {
  static open = 0;
  constructor(frame) {
    this.frame = frame;
    this.timestamp = micro(frame);
    Picture.open += 1;
  }

  clone() {
    return new Picture(this.frame);
  }

  close() {
    Picture.open -= 1;
  }
}

/** A clip of 100 frames in groups of twelve; `lacks` are frames that are missing in the file. */
function clip(lacks = []) {
  const packet = (frame) => ({
    frame,
    type: frame % GROUP === 0 ? "key" : "delta",
    microsecondTimestamp: micro(frame),
    toEncodedVideoChunk: () => ({ frame }),
  });
  const next = (frame) => {
    const there = [...Array(100 - frame).keys()].map((each) => frame + each).find((each) => !lacks.includes(each));
    return there === undefined ? null : packet(there);
  };
  return {
    getKeyPacket: async (seconds) => packet(Math.floor((seconds * 24) / GROUP) * GROUP),
    getNextPacket: async ({ frame }) => next(frame + 1),
  };
}

let disposed;
beforeEach(() => {
  Codec.all = [];
  Picture.open = 0;
  disposed = 0;
  globalThis.VideoDecoder = Codec;
});

function opened(lacks) {
  const decoder = new Decoder({ dispose: () => (disposed += 1) }, clip(lacks), {}, RATE, 100);
  return { decoder, codec: Codec.all[0] };
}

/** Lets everything that waits be decoded, until nothing waits any more. */
async function all(codec) {
  await settled();
  while (codec.waiting.length) await codec.run();
}

const groups = (codec) => [...new Set(codec.decoded.map((frame) => Math.floor(frame / GROUP)))];

test("a frame is decoded with its group, which then costs nothing", async () => {
  const { decoder, codec } = opened();
  const asked = decoder.picture(30);
  await all(codec);
  assert.equal((await asked).frame, 30);
  assert.deepEqual(codec.decoded, [...Array(GROUP).keys()].map((n) => 24 + n));
  assert.equal((await decoder.picture(29)).frame, 29);
  assert.equal(codec.decoded.length, GROUP);
});

test("the picture comes as soon as it is out, not with the end of its group", async () => {
  const { decoder, codec } = opened();
  const asked = decoder.picture(26);
  await settled();
  await codec.run(3);
  assert.equal((await asked).frame, 26);
  assert.equal(codec.waiting.length, GROUP - 3);
});

test("stepping on decodes the next group in its direction in advance, and no more", async () => {
  const { decoder, codec } = opened();
  decoder.picture(34);
  await all(codec);
  decoder.picture(35);
  await all(codec);
  assert.deepEqual(groups(codec), [2, 3, 4], "twenty frames ahead");
  decoder.picture(34);
  await all(codec);
  assert.deepEqual(groups(codec), [2, 3, 4, 1], "and back, when one turns round");
});

test("far seeks prepare nothing", async () => {
  const { decoder, codec } = opened();
  for (const frame of [50, 5, 90]) {
    decoder.picture(frame);
    await all(codec);
  }
  assert.deepEqual(groups(codec), [4, 0, 7]);
});

test("nothing is prepared outside the clip", async () => {
  const { decoder, codec } = opened();
  for (const frame of [50, 2, 1, 98, 99]) {
    decoder.picture(frame);
    await all(codec);
  }
  assert.deepEqual(groups(codec), [4, 0, 8]);
});

test("of many requests the one being decoded and the latest are answered, the others are let go", async () => {
  const { decoder, codec } = opened();
  const asked = [1, 30, 60, 90].map((frame) => decoder.picture(frame));
  await settled();
  await codec.run();
  await all(codec);
  const frames = (await Promise.all(asked)).map((picture) => picture?.frame ?? null);
  assert.deepEqual(frames, [1, null, null, 90]);
  assert.deepEqual(groups(codec), [0, 7]);
});

test("a group whose frame is out is left for a far request, and gone on with for a near one", async () => {
  const { decoder, codec } = opened();
  const first = decoder.picture(24);
  await settled();
  await codec.run(1);
  await first;
  const far = decoder.picture(90);
  await settled();
  await all(codec);
  assert.equal((await far).frame, 90);
  assert.ok(!codec.decoded.includes(30), "the rest of the group was not decoded");
  const again = decoder.picture(48);
  await settled();
  await codec.run(1);
  await again;
  const near = decoder.picture(55);
  await all(codec);
  assert.equal((await near).frame, 55);
  assert.equal(codec.decoded.filter((frame) => frame === 48).length, 1);
});

test("what waits for its bytes is given up for what is wanted now", async () => {
  let drop;
  const sink = clip();
  const slow = new Promise((_, reject) => (drop = () => reject(new Error("given up"))));
  slow.catch(() => {});
  const waiting = { ...sink, getKeyPacket: (seconds) => (seconds < 1 ? slow : sink.getKeyPacket(seconds)) };
  const decoder = new Decoder({ dispose() {} }, waiting, {}, RATE, 100, { drop: () => drop() });
  const first = decoder.picture(5);
  await settled();
  const far = decoder.picture(90);
  assert.equal(await first, null);
  const [codec] = Codec.all;
  while (!codec.waiting.length) await settled();
  await all(codec);
  assert.equal((await far).frame, 90);
});

test("an error refuses what was asked, and the next request begins with a new codec", async () => {
  const { decoder, codec } = opened();
  const asked = decoder.picture(30);
  const refused = assert.rejects(asked, /broken/);
  await settled();
  codec.break(new Error("broken"));
  await refused;
  await settled();
  const again = decoder.picture(31);
  await settled();
  assert.equal(Codec.all.length, 2);
  await all(Codec.all[1]);
  assert.equal((await again).frame, 31);
});

test("a frame that its group lacks is an error, and is not asked for for ever", async () => {
  const { decoder, codec } = opened([30]);
  const refused = assert.rejects(decoder.picture(30), /no frame 30 in the clip/);
  await all(codec);
  await refused;
  const before = codec.decoded.length;
  await all(codec);
  assert.equal(codec.decoded.length, before);
});

test("only so many pictures are kept, and all are closed when it is closed", async () => {
  const { decoder, codec } = opened();
  for (let frame = 0; frame < 100; frame += 1) {
    const asked = decoder.picture(frame);
    await all(codec);
    (await asked).close();
  }
  assert.equal(Picture.open, 48);
  decoder.close();
  assert.deepEqual([Picture.open, codec.state, disposed], [0, "closed", 1]);
});

test("closed, it answers with nothing, also what was under way", async () => {
  const { decoder, codec } = opened();
  const asked = decoder.picture(30);
  const waits = decoder.picture(60);
  await settled();
  decoder.close();
  assert.deepEqual([await asked, await waits, await decoder.picture(3)], [null, null, null]);
  await codec.run();
});

test("without WebCodecs there is none", () => {
  assert.equal(Decoder.available, true);
  delete globalThis.VideoDecoder;
  assert.equal(Decoder.available, false);
});
