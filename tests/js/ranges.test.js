import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { settled } from "./page.js";
import { Ranges } from "../../static/js/player/ranges.js";

const BLOCK = 2 ** 15;
const SIZE = 100 * BLOCK + 10;
const byte = (at) => (at * 7 + Math.floor(at / BLOCK)) % 251;

/** Requests as a slow server has them: each gives its bytes when the test lets it. */
let requests;
beforeEach(() => {
  requests = [];
  globalThis.fetch = async (_url, { headers, signal }) => {
    const [, first, last] = /bytes=(\d+)-(\d+)/.exec(headers.Range);
    const request = { first: Number(first), end: Math.min(Number(last) + 1, SIZE), aborted: false };
    signal.addEventListener("abort", () => {
      request.aborted = true;
      request.controller.error(new DOMException("aborted", "AbortError"));
    });
    requests.push(request);
    let at = request.first;
    const body = new ReadableStream({ start: (controller) => (request.controller = controller) });
    request.give = async (count) => {
      const end = Math.min(request.end, at + count);
      const bytes = Uint8Array.from({ length: end - at }, (_, n) => byte(at + n));
      at = end;
      request.controller.enqueue(bytes);
      if (at === request.end) request.controller.close();
      await settled();
    };
    return new Response(body, { status: 206, headers: { "Content-Range": `bytes ${first}-${request.end - 1}/${SIZE}` } });
  };
});

test("what is asked for comes, over the borders of what is kept", async () => {
  const ranges = new Ranges("/clip");
  const asked = ranges.read(BLOCK - 3, BLOCK + 5);
  await settled();
  await requests[0].give(2 * BLOCK);
  assert.deepEqual([...(await asked)], [...Array(8).keys()].map((n) => byte(BLOCK - 3 + n)));
  await ranges.read(10, 20);
  assert.equal(requests.length, 1, "the rest was kept");
  ranges.close();
});

test("its size is that of the whole clip, and its last bytes are few", async () => {
  const ranges = new Ranges("/clip");
  const size = ranges.size();
  await settled();
  await requests[0].give(BLOCK);
  assert.equal(await size, SIZE);
  const end = ranges.read(SIZE - 4, SIZE);
  await settled();
  await requests[1].give(BLOCK);
  assert.equal((await end)[3], byte(SIZE - 1));
});

test("what lies far ahead is asked for at once, and the request behind it ends", async () => {
  const ranges = new Ranges("/clip");
  const slow = ranges.read(0, 10);
  slow.catch(() => {});
  await settled();
  const far = ranges.read(60 * BLOCK, 60 * BLOCK + 10);
  await settled();
  assert.equal(requests[0].aborted, true);
  assert.equal(requests[1].first, 60 * BLOCK);
  await requests[1].give(BLOCK);
  assert.equal((await far)[0], byte(60 * BLOCK));
  ranges.close();
});

test("what comes soon is waited for", async () => {
  const ranges = new Ranges("/clip");
  const both = [ranges.read(0, 10), ranges.read(2 * BLOCK, 2 * BLOCK + 10)];
  await settled();
  await requests[0].give(3 * BLOCK);
  await Promise.all(both);
  assert.equal(requests.length, 1);
  ranges.close();
});

test("who goes on where the last request ended asks for more at once", async () => {
  const ranges = new Ranges("/clip");
  for (let at = 0; at < 30; at += 1) {
    const asked = ranges.read(at * BLOCK, (at + 1) * BLOCK);
    await settled();
    await requests.at(-1).give(BLOCK);
    await asked;
  }
  assert.deepEqual(
    requests.map(({ first, end }) => (end - first) / BLOCK),
    [8, 16, 32],
  );
  ranges.close();
});

test("what is given up is refused, and may be asked for anew", async () => {
  const ranges = new Ranges("/clip");
  const asked = ranges.read(0, 10);
  await settled();
  ranges.drop();
  await assert.rejects(asked, /given up/);
  assert.equal(requests[0].aborted, true);
  const again = ranges.read(0, 10);
  await settled();
  await requests[1].give(BLOCK);
  assert.equal((await again).length, 10);
  ranges.close();
});

test("an answer without a range is an error", async () => {
  globalThis.fetch = async () => new Response("gone", { status: 410 });
  await assert.rejects(new Ranges("/clip").read(0, 10), /410/);
});
