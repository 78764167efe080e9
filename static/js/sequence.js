/** The order of entries: each once, none left out. Pure. */

export class Sequence {
  #asked = false;

  /** @param {number} since the last entry one has */
  constructor(since) {
    this.seq = since;
  }

  /**
   * Where an entry stands: the "next" one, to be folded in now; "old", had already; the first after
   * a "gap", for which all that is missing must be asked; or "early", while that is being answered.
   * @param {number} seq
   * @returns {"next" | "old" | "gap" | "early"}
   */
  place(seq) {
    if (seq <= this.seq) return "old";
    if (seq === this.seq + 1) {
      this.seq = seq;
      return "next";
    }
    if (this.#asked) return "early";
    this.#asked = true;
    return "gap";
  }

  /** What was missing is being told from here on. */
  welcome() {
    this.#asked = false;
  }
}
