/** The master's own pixels by frame, as the site gives them: planes G, B, R of ten bits. Latest wins. */

/** @typedef {{width: number, height: number, planes: Uint16Array<ArrayBuffer>[]}} Frame */

const KEPT = 6; // a 720p frame is 5.5 MB

export class MasterFrames {
  #base;
  /** @type {Map<string, Frame>} */
  #kept = new Map();
  #asked = new AbortController();

  /** @param {string} base the film's own part of every address */
  constructor(base) {
    this.#base = base;
  }

  /** @param {{id: string}} draft @param {number} frame @returns {Frame | null} if it is here already */
  known({ id }, frame) {
    return this.#kept.get(this.#path(id, frame)) ?? null;
  }

  /** @param {string} id @param {number} frame */
  #path(id, frame) {
    return `${this.#base}drafts/${id}/frames/${frame}.rgb10`;
  }

  /**
   * @param {{id: string, width: number, height: number}} draft
   * @param {number} frame
   * @returns {Promise<Frame | null>} null when it was overtaken, or the site has it not for this member
   */
  async frame({ id, width, height }, frame) {
    this.#asked.abort();
    const request = (this.#asked = new AbortController());
    const path = this.#path(id, frame);
    const master = this.#kept.get(path);
    if (master) return master;
    const answer = await fetch(path, { signal: request.signal }).catch(() => null);
    const bytes = answer?.ok ? await answer.arrayBuffer().catch(() => null) : null;
    const size = width * height;
    if (request.signal.aborted || bytes?.byteLength !== size * 6) return null;
    const planes = [0, 1, 2].map((at) => new Uint16Array(bytes, at * size * 2, size));
    const pixels = { width, height, planes };
    this.#kept.set(path, pixels);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return pixels;
  }
}
