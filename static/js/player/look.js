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
  const asked = new URLSearchParams(search);
  const named = (asked.get("guides") ?? "").split(".");
  const onion = Math.round(Number(asked.get("onion"))) || 0;
  const [scale, u, v] = (asked.get("into") ?? "").split("_").map(Number);
  const into = scale > 1 && [scale, u, v].every(Number.isFinite) ? { scale, u, v } : null;
  return {
    guides: GUIDES.filter((guide) => named.includes(guide)),
    onion: Math.min(FARTHEST, Math.max(0, onion)),
    into,
  };
}

/**
 * The same as a part of an address, beginning with "&"; "" for a plain look.
 * @param {Look} look
 */
export function writeLook({ guides, onion, into }) {
  const said = new URLSearchParams();
  if (guides.length) said.set("guides", guides.join("."));
  if (onion) said.set("onion", String(onion));
  if (into) said.set("into", [into.scale.toFixed(2), into.u.toFixed(3), into.v.toFixed(3)].join("_"));
  return said.size ? `&${said}` : "";
}
