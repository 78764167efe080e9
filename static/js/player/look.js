/**
 * How one looks at a picture, as the address says it: its guides, the onion skin, and how far one has
 * gone into it. Pure.
 */

import { GUIDES } from "./guides.js";
import { FARTHEST } from "../ink/onion.js";

/** @typedef {import("./view.js").Into} Into */

/**
 * @typedef {object} Look
 * @property {import("./guides.js").Guide[]} guides
 * @property {number} onion frames each way
 * @property {Into | null} into null: the whole picture
 */

/**
 * What an address asks for. What it says wrongly it does not ask for.
 * @param {string} search
 * @returns {Look}
 */
export function readLook(search) {
  const query = new URLSearchParams(search);
  const named = (query.get("guides") ?? "").split(".");
  const onion = Math.round(Number(query.get("onion"))) || 0;
  return {
    guides: GUIDES.filter((guide) => named.includes(guide)),
    onion: Math.min(FARTHEST, Math.max(0, onion)),
    into: readInto(query.get("into")),
  };
}

/** How far into a picture, as an address says it; null: all of it. @param {string | null} text @returns {Into | null} */
export function readInto(text) {
  const [scale, u, v] = (text ?? "").split("_").map(Number);
  return scale > 1 && [scale, u, v].every(Number.isFinite) ? { scale, u, v } : null;
}

/** The same as text. Of a picture that is seen far larger than it fits, a thousandth is too coarse. @param {Into} into */
export function writeInto({ scale, u, v }) {
  const places = scale > 12 ? 4 : 3;
  return [scale.toFixed(2), u.toFixed(places), v.toFixed(places)].join("_");
}

/**
 * The same as a part of an address, beginning with "&"; "" for a plain look.
 * @param {Look} look
 */
export function writeLook({ guides, onion, into }) {
  const query = new URLSearchParams();
  if (guides.length) query.set("guides", guides.join("."));
  if (onion) query.set("onion", String(onion));
  if (into) query.set("into", writeInto(into));
  return query.size ? `&${query}` : "";
}
