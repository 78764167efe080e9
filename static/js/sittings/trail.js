/** What a sitting showed at a moment of it. Pure. */

/**
 * The step that held at a moment, and how long it had.
 * @template {{ms: number}} Step
 * @param {Step[]} steps in their order
 * @param {number} ms
 * @returns {{step: Step, since: number} | null} null before the first
 */
export function stepAt(steps, ms) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle].ms <= ms) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : { step: steps[low - 1], since: ms - steps[low - 1].ms };
}
