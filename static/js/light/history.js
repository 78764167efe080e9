/** Undo and redo of this hand's own light, step by step. Pure: a step is what to do and what undoes it. */

/** @typedef {{verb: string, fields: Record<string, any>}} Act */

const KEPT = 200;

export class LightHistory {
  /** @type {{undo: Act[], redo: Act[]}[]} */
  #done = [];
  /** @type {{undo: Act[], redo: Act[]}[]} */
  #undone = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {Act[]} undo what takes it back @param {Act[]} redo what does it again */
  did(undo, redo) {
    this.#done.push({ undo, redo });
    if (this.#done.length > KEPT) this.#done.shift();
    this.#undone = [];
  }

  /** @returns {Act[]} */
  undo() {
    const last = this.#done.pop();
    if (last) this.#undone.push(last);
    return last?.undo ?? [];
  }

  /** @returns {Act[]} */
  redo() {
    const last = this.#undone.pop();
    if (last) this.#done.push(last);
    return last?.redo ?? [];
  }

  /** Another draft: what was done there is undone there. */
  clear() {
    this.#done = [];
    this.#undone = [];
  }
}
