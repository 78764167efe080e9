/** Undo and redo of this hand's own ink, in its own order. Pure. */

/** @typedef {{verb: "erase-stroke" | "restore-stroke", stroke: string}} Step */

const KEPT = 200;

export class History {
  /** @type {{erased: boolean, strokes: string[]}[]} */
  #done = [];
  /** @type {{erased: boolean, strokes: string[]}[]} */
  #undone = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /**
   * This hand drew or erased strokes in one movement.
   * @param {boolean} erased
   * @param {string[]} strokes
   */
  did(erased, strokes) {
    if (strokes.length === 0) return;
    this.#done.push({ erased, strokes });
    if (this.#done.length > KEPT) this.#done.shift();
    this.#undone = [];
  }

  /** @returns {Step[]} what undoes the last movement */
  undo() {
    const last = this.#done.pop();
    if (!last) return [];
    this.#undone.push(last);
    return last.strokes.map((stroke) => step(!last.erased, stroke));
  }

  /** @returns {Step[]} what does it again */
  redo() {
    const last = this.#undone.pop();
    if (!last) return [];
    this.#done.push(last);
    return last.strokes.map((stroke) => step(last.erased, stroke));
  }

  /**
   * A stroke was refused: there is nothing to undo.
   * @param {string} stroke
   */
  drop(stroke) {
    const without = (/** @type {{erased: boolean, strokes: string[]}[]} */ moves) =>
      moves
        .map((move) => ({ ...move, strokes: move.strokes.filter((other) => other !== stroke) }))
        .filter((move) => move.strokes.length > 0);
    this.#done = without(this.#done);
    this.#undone = without(this.#undone);
  }
}

/**
 * @param {boolean} erase
 * @param {string} stroke
 * @returns {Step}
 */
function step(erase, stroke) {
  return { verb: erase ? "erase-stroke" : "restore-stroke", stroke };
}
