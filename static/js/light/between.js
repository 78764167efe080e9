/** What light lies on a frame: of the keys around it, how much of each, and the lamps between. Pure. */

import { smooth } from "./field.js";

/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {"hold" | "linear" | "smooth"} How */
/** @typedef {"" | "on" | "off"} Mask light on people alone, or kept off them */

/**
 * @typedef {object} Lamp
 * @property {string} id
 * @property {"lamp"} kind
 * @property {number} x of the picture's width
 * @property {number} y of its height
 * @property {number} rx of its width, as ry
 * @property {number} ry
 * @property {number} turn degrees
 * @property {number} softness 0 to 1
 * @property {number} stops
 * @property {number} warmth -1 to 1
 * @property {Mask} [mask]
 * @property {number} [who] the person it means, by their number from 1; 0: all
 * @property {boolean} [fixed] it stays where the light of its key follows something
 */

/** @typedef {{id: string, kind: "gradient", x1: number, y1: number, x2: number, y2: number, stops: number, warmth: number, mask?: Mask, who?: number, fixed?: boolean}} Gradient */

/**
 * @typedef {object} Qualifier
 * @property {[number, number, number] | null} tone lowest, highest, softness, in stops
 * @property {[number, number, number] | null} hue middle, spread, softness, in degrees
 * @property {Mask} [mask] the curves are kept on people, or off them
 * @property {number} [who]
 */

/**
 * @typedef {object} Light
 * @property {"luma" | "rgb"} mode
 * @property {Spot[]} luma
 * @property {Spot[]} r
 * @property {Spot[]} g
 * @property {Spot[]} b
 * @property {Qualifier | null} qualifier
 * @property {(Lamp | Gradient)[]} lamps
 * @property {import("./follow.js").Follow | null} [follow]
 */

/** @typedef {{id: string, frame: number, how: How, light: Light}} Key */

/** @type {Light} */
export const NO_LIGHT = { mode: "luma", luma: [], r: [], g: [], b: [], qualifier: null, lamps: [] };

/**
 * The two keys whose light a frame has, and the share of the later one.
 * @template {{frame: number, how: How}} K
 * @param {K[]} keys rising by frame
 * @param {number} frame
 * @returns {{a: K, b: K, t: number} | null} null without keys
 */
export function around(keys, frame) {
  if (keys.length === 0) return null;
  const next = keys.findIndex((key) => key.frame > frame);
  if (next <= 0) {
    const only = next === 0 ? keys[0] : keys[keys.length - 1];
    return { a: only, b: only, t: 0 };
  }
  const [a, b] = [keys[next - 1], keys[next]];
  if (a.how === "hold" || a.frame === frame) return { a, b: a, t: 0 };
  const t = (frame - a.frame) / (b.frame - a.frame);
  return { a, b, t: a.how === "smooth" ? smooth(t) : t };
}

/**
 * Lamps between two keys: the numbers of one that both have mix; one that only one has goes out
 * towards the other.
 * @param {(Lamp | Gradient)[]} a
 * @param {(Lamp | Gradient)[]} b
 * @param {number} t
 * @returns {(Lamp | Gradient)[]}
 */
export function lampsBetween(a, b, t) {
  if (t === 0) return a;
  const others = new Map(b.map((lamp) => [lamp.id, lamp]));
  const mixed = a.map((lamp) => {
    const twin = others.get(lamp.id);
    others.delete(lamp.id);
    return twin?.kind === lamp.kind ? mix(lamp, twin, t) : dimmed(lamp, 1 - t);
  });
  return [...mixed, ...Array.from(others.values(), (lamp) => dimmed(lamp, t))];
}

/** @param {Lamp | Gradient} lamp @param {Lamp | Gradient} twin @param {number} t @returns {Lamp | Gradient} */
function mix(lamp, twin, t) {
  /** @type {Record<string, any>} */
  const result = { ...lamp };
  for (const [name, value] of Object.entries(twin)) {
    if (typeof value === "number" && name !== "who") result[name] = result[name] + (value - result[name]) * t;
  }
  return /** @type {Lamp | Gradient} */ (result);
}

/** @template {Lamp | Gradient} L @param {L} lamp @param {number} share @returns {L} */
function dimmed(lamp, share) {
  return { ...lamp, stops: lamp.stops * share, warmth: lamp.warmth * share };
}

/**
 * Whether a light leaves every picture as it is.
 * @param {Light} light
 */
export function isIdentity(light) {
  const curves = light.mode === "luma" ? [light.luma] : [light.r, light.g, light.b];
  const straight = curves.every((points) => points.every(([x, y]) => x === y));
  return straight && light.lamps.every(({ stops, warmth }) => stops === 0 && warmth === 0);
}
