/**
 * The bytes of a clip, fetched in ranges, for who jumps about in it over a slow line.
 *
 * One request at a time runs forwards from what was asked for last. Bytes that it would not come to
 * soon get a request of their own at once, and the running one is aborted, so that the line carries
 * only what is wanted now. What has come is kept.
 */

/** @typedef {{start: number, end: number, resolve: (bytes: Uint8Array) => void, reject: (error: unknown) => void}} Read */
/** @typedef {{at: number, end: number, aborter: AbortController}} Run where it is, and where it ends, in bytes */

const BLOCK = 2 ** 15; // bytes that are kept or forgotten together
const KEPT = 1024; // blocks: 32 MiB
const FIRST = 2 ** 18; // bytes of a request that begins somewhere new: about a group of frames
const MOST = 2 ** 20; // of one that goes on where the last one ended
const NEAR = 2 ** 17; // bytes ahead of the running request that are waited for: less than a round trip
const TRIES = 5; // of a request that finds no connection
const PAUSE_MS = 250; // before the second try; twice as long before each further one

export class Ranges {
  #url;
  /** @type {Map<number, Uint8Array>} by number, the one used last at the end */
  #blocks = new Map();
  /** @type {Read[]} the latest at the end */
  #reads = [];
  /** @type {Run | null} */
  #run = null;
  /** @type {number | null} bytes of the whole clip; null until the first answer */
  #size = null;
  #reached = -1; // where the last request ended
  #length = FIRST;

  /** @param {string | URL} url answered in ranges (206); an answer may be shorter than what was asked */
  constructor(url) {
    this.#url = url;
  }

  /**
   * How many bytes the clip has.
   * @returns {Promise<number>}
   * @throws {Error} when it can't be fetched
   */
  async size() {
    if (this.#size === null) await this.read(0, 1);
    return this.#size ?? 0;
  }

  /**
   * The bytes from `start` up to `end`, which must lie in the clip.
   * @param {number} start
   * @param {number} end
   * @returns {Promise<Uint8Array>}
   * @throws {Error} when they can't be fetched, or were given up by `drop`
   */
  read(start, end) {
    return new Promise((resolve, reject) => {
      this.#reads.push({ start, end, resolve, reject });
      this.#answer();
      this.#go();
    });
  }

  /** Gives up all that is waited for: those reads are rejected, and nothing more is fetched. */
  drop() {
    this.#halt();
    for (const read of this.#reads.splice(0)) read.reject(new Error("given up"));
  }

  /** Forgets everything. */
  close() {
    this.drop();
    this.#blocks.clear();
  }

  /** Resolves the reads whose bytes are here. */
  #answer() {
    const done = this.#reads.filter((read) => this.#missing(read) === null);
    this.#reads = this.#reads.filter((read) => !done.includes(read));
    for (const read of done) read.resolve(this.#gathered(read));
  }

  /**
   * The first block that a read still lacks.
   * @param {Read} read
   */
  #missing({ start, end }) {
    for (let block = Math.floor(start / BLOCK); block * BLOCK < end; block += 1) if (!this.#blocks.has(block)) return block;
    return null;
  }

  /** @param {Read} read */
  #gathered({ start, end }) {
    const bytes = new Uint8Array(end - start);
    for (let block = Math.floor(start / BLOCK); block * BLOCK < end; block += 1) {
      const kept = /** @type {Uint8Array} */ (this.#blocks.get(block));
      this.#blocks.delete(block);
      this.#blocks.set(block, kept);
      const from = Math.max(0, start - block * BLOCK);
      bytes.set(kept.subarray(from, end - block * BLOCK), block * BLOCK + from - start);
    }
    return bytes;
  }

  /** Sees to it that what was asked for last is coming. */
  #go() {
    const latest = this.#reads.at(-1);
    const block = latest ? this.#missing(latest) : null;
    if (!latest || block === null) return;
    const from = block * BLOCK;
    const run = this.#run;
    if (run && from >= run.at && from < run.end && from - run.at <= NEAR) return;
    this.#halt();
    this.#length = from === this.#reached ? Math.min(MOST, this.#length * 2) : FIRST;
    const end = Math.min(this.#unknown(block), Math.max(from + this.#length, upTo(latest.end)), this.#size ?? Infinity);
    this.#run = { at: from, end, aborter: new AbortController() };
    void this.#fetch(this.#run);
  }

  /**
   * Where the next block that is kept begins after one that is not.
   * @param {number} block
   */
  #unknown(block) {
    for (let next = block + 1; next <= block + MOST / BLOCK; next += 1) if (this.#blocks.has(next)) return next * BLOCK;
    return Infinity;
  }

  #halt() {
    this.#run?.aborter.abort();
    this.#run = null;
  }

  /** @param {Run} run */
  async #fetch(run) {
    try {
      while (run.at < run.end && run === this.#run) await this.#take(run, await this.#asked(run));
    } catch (error) {
      if (run !== this.#run) return;
      this.#run = null;
      for (const read of this.#reads.splice(0)) read.reject(error);
      return;
    }
    if (run !== this.#run) return;
    this.#run = null;
    this.#reached = run.end;
    this.#go();
  }

  /**
   * @param {Run} run
   * @returns {Promise<Response>}
   */
  async #asked({ at, end, aborter: { signal } }) {
    const headers = { Range: `bytes=${at}-${end - 1}` };
    for (let tried = 1; ; tried += 1) {
      try {
        // Kept by the browser it would wait for whatever else is fetching the clip: a `<video>`.
        return await fetch(this.#url, { headers, signal, cache: "no-store" });
      } catch (error) {
        if (signal.aborted || tried === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** (tried - 1)));
      }
    }
  }

  /**
   * Keeps what an answer brings, block by block.
   * @param {Run} run
   * @param {Response} answer
   */
  async #take(run, answer) {
    const whole = /\/(\d+)$/.exec(answer.headers.get("Content-Range") ?? "");
    if (answer.status !== 206 || !whole || !answer.body) throw new Error(`no range of ${this.#url}: ${answer.status}`);
    this.#size = Number(whole[1]);
    run.end = Math.min(run.end, this.#size);
    const began = run.at;
    /** @type {Uint8Array} */
    let rest = new Uint8Array(0);
    for (const reader = answer.body.getReader(); run === this.#run; ) {
      const { done, value } = await reader.read();
      if (run !== this.#run) return;
      if (value) rest = joined(rest, value);
      while (rest.length >= BLOCK || (rest.length > 0 && run.at + rest.length >= this.#size)) {
        this.#keep(run.at / BLOCK, rest.slice(0, BLOCK));
        run.at += Math.min(BLOCK, rest.length);
        rest = rest.subarray(BLOCK);
      }
      this.#answer();
      if (done || run.at >= run.end) break;
    }
    if (run === this.#run && run.at === began) throw new Error(`an empty range of ${this.#url}`);
  }

  /**
   * @param {number} block
   * @param {Uint8Array} bytes
   */
  #keep(block, bytes) {
    this.#blocks.set(block, bytes);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > KEPT) this.#blocks.delete(oldest);
  }
}

/** @param {number} byte */
function upTo(byte) {
  return Math.ceil(byte / BLOCK) * BLOCK;
}

/**
 * @param {Uint8Array} first
 * @param {Uint8Array} second
 */
function joined(first, second) {
  if (!first.length) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
