/** The order of entries: each once, none left out. Pure. */

export class Sequence {
  /** @param {number} since the last entry one has */
  constructor(since) {
    this.seq = since;
  }

  /**
   * Where an entry stands: the "next" one, to be folded in now; "old", had already; or after a
   * "gap": a line that leaves something out is not to be trusted with the rest.
   * @param {number} seq
   * @returns {"next" | "old" | "gap"}
   */
  place(seq) {
    if (seq <= this.seq) return "old";
    if (seq > this.seq + 1) return "gap";
    this.seq = seq;
    return "next";
  }
}
