/**
 * What is compared, and how: kept in the address, so that a link leads a colleague to the same sight.
 * Pure.
 */

import { readInto, writeInto } from "../player/look.js";

/** @typedef {typeof MODES[number]} Mode */
/** @typedef {import("../player/view.js").Into} Into */
/** @typedef {keyof typeof AMOUNTS} Amount */

/** In the order of their keys, shift and 1 to 5. */
export const MODES = /** @type {const} */ (["side", "wipe", "overlay", "difference", "blink"]);

/** What a mode can be set to. A blink changes sides so often a second: three flashes at most. */
export const AMOUNTS = {
  wipe: { least: 0, most: 1, step: 0.05, usual: 0.5 }, // where the line is, across the picture
  angle: { least: -90, most: 90, step: 5, usual: 0 }, // degrees by which the line leans
  opacity: { least: 0, most: 1, step: 0.05, usual: 0.5 },
  gain: { least: 1, most: 16, step: 1, usual: 1 },
  rate: { least: 1, most: 6, step: 1, usual: 2 },
};

/** @type {Record<Mode, Amount[]>} */
export const AMOUNTS_OF = { side: [], wipe: ["wipe", "angle"], overlay: ["opacity"], difference: ["gain"], blink: ["rate"] };

const FARTHEST = 1_000_000; // frames of offset

/**
 * @typedef {object} Comparison
 * @property {string} other what is compared with: a draft's id, or a cut's and the number of its version
 * @property {Mode} mode
 * @property {number} offset frames by which the other side is ahead
 * @property {boolean} together whether both sides are zoomed as one
 * @property {Record<Amount, number>} amounts
 * @property {(Into | null)[]} views how far one has gone into each side; null: all of it is seen
 */

/** @param {string} other @returns {Comparison} */
export function begun(other) {
  const usual = Object.entries(AMOUNTS).map(([name, amount]) => [name, amount.usual]);
  return { other, mode: "side", offset: 0, together: true, amounts: Object.fromEntries(usual), views: [null, null] };
}

/**
 * The comparison an address asks for; null where it asks for none. What it says wrongly is as usual.
 * @param {string} search
 * @returns {Comparison | null}
 */
export function readComparison(search) {
  const query = new URLSearchParams(search);
  const other = query.get("with");
  if (!other) return null;
  const plain = begun(other);
  const mode = MODES.find((name) => name === query.get("mode")) ?? plain.mode;
  const amounts = { ...plain.amounts };
  for (const name of /** @type {Amount[]} */ (Object.keys(AMOUNTS))) {
    if (query.has(name)) amounts[name] = held(name, Number(query.get(name)));
  }
  const together = query.get("zoom") !== "free";
  const view = readInto(query.get("near"));
  const views = together ? [view, view] : [view, readInto(query.get("near2"))];
  return { other, mode, offset: wholeOffset(Number(query.get("offset"))), together, amounts, views };
}

/**
 * The same for an address, beginning with "&"; nothing for what is as usual.
 * @param {Comparison | null} comparison
 */
export function writeComparison(comparison) {
  if (!comparison) return "";
  const { other, mode, offset, together, amounts, views } = comparison;
  const query = new URLSearchParams({ with: other, mode });
  if (offset) query.set("offset", String(offset));
  if (!together) query.set("zoom", "free");
  for (const name of AMOUNTS_OF[mode]) {
    if (amounts[name] !== AMOUNTS[name].usual) query.set(name, String(amounts[name]));
  }
  const [first, second] = views;
  if (first) query.set("near", writeInto(first));
  if (second && !together) query.set("near2", writeInto(second));
  return `&${query}`;
}

/** @param {number} offset */
export function wholeOffset(offset) {
  return Math.max(-FARTHEST, Math.min(FARTHEST, Math.round(offset) || 0));
}

/**
 * A value within what its kind allows, without the dust of adding parts.
 * @param {Amount} name
 * @param {number} value
 */
export function held(name, value) {
  const { least, most, usual } = AMOUNTS[name];
  if (!Number.isFinite(value)) return usual;
  return Math.round(Math.max(least, Math.min(most, value)) * 1000) / 1000;
}

/**
 * How often what lies on the canvas is to be doubled (2) or the plain difference added (1), so that it is
 * `gain` times the plain one. Sums stop at white, as the product does.
 * @param {number} gain whole, 1 or more
 * @returns {number[]}
 */
export function gainSteps(gain) {
  return Array.from(gain.toString(2).slice(1), (bit) => (bit === "1" ? [2, 1] : [2])).flat();
}
