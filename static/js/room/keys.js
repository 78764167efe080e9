/** The review room's keys: J K L, space, arrows, I O X, comma and full stop, Home and End. */

import { dialogOpen } from "../shared/elements.js";

/**
 * @typedef {"backwards" | "stop" | "forwards" | "toggle" | "back" | "forward" | "backTen" |
 *   "forwardTen" | "markIn" | "markOut" | "whole" | "previousMark" | "nextMark" | "first" | "last"} Act
 */

/** @type {Record<string, Act>} */
const ACTS = {
  j: "backwards",
  k: "stop",
  l: "forwards",
  " ": "toggle",
  ArrowLeft: "back",
  ArrowRight: "forward",
  i: "markIn",
  o: "markOut",
  x: "whole",
  ",": "previousMark",
  ".": "nextMark",
  // The same two keys under Chinese punctuation.
  "，": "previousMark",
  "。": "nextMark",
  Home: "first",
  End: "last",
};

/** @type {Record<string, Act>} */
const SHIFTED = { ArrowLeft: "backTen", ArrowRight: "forwardTen" };

const WRITING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED_BY_SPACE = "button, summary, input, [role=button]";
const MOVED_BY_ARROWS = "input[type=range], input[type=radio], [role=slider], [role=listbox], [role=menu]";

/**
 * What a key press asks of the player, or null when it is meant for something else: for words being
 * written, for an input method's composition, for the control that has the focus.
 * @param {KeyboardEvent} event
 * @returns {Act | null}
 */
export function actFor(event) {
  const { key, target } = event;
  // Some input methods say only by keyCode 229 that the key is theirs.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const focus = target && "closest" in target ? /** @type {Element} */ (target) : null;
  if (focus?.closest(WRITING)) return null;
  if (key === " " && focus?.closest(PRESSED_BY_SPACE)) return null;
  if (/^(Arrow|Home|End)/.test(key) && focus?.closest(MOVED_BY_ARROWS)) return null;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return (event.shiftKey && SHIFTED[plain]) || ACTS[plain] || null;
}

/**
 * Lets the keys move a player until the returned function is called.
 * @param {import("../player/player.js").Playing} player
 * @param {() => {first: number}[]} marks asked at each press, in any order
 * @param {EventTarget} [where]
 * @param {(frame: number) => void} [reached] told to which mark a key led
 * @returns {() => void}
 */
export function bindKeys(player, marks, where = document, reached = () => {}) {
  const press = (/** @type {Event} */ event) => {
    const act = dialogOpen() ? null : actFor(/** @type {KeyboardEvent} */ (event));
    if (!act) return;
    event.preventDefault();
    perform(act, player, marks, reached);
  };
  where.addEventListener("keydown", press);
  return () => where.removeEventListener("keydown", press);
}

/**
 * @param {Act} act
 * @param {import("../player/player.js").Playing} player
 * @param {() => {first: number}[]} marks
 * @param {(frame: number) => void} reached
 */
function perform(act, player, marks, reached) {
  const toMark = (/** @type {number | null} */ frame) => {
    goTo(frame, player);
    if (frame !== null) reached(frame);
  };
  /** @type {Record<Act, () => unknown>} */
  const acts = {
    backwards: () => player.shuttle(-1),
    stop: () => player.shuttle(0),
    forwards: () => player.shuttle(1),
    toggle: () => player.toggle(),
    back: () => player.step(-1),
    forward: () => player.step(1),
    backTen: () => player.step(-10),
    forwardTen: () => player.step(10),
    markIn: () => player.loop.markIn(player.frame),
    markOut: () => player.loop.markOut(player.frame),
    whole: () => player.loop.clear(),
    previousMark: () => toMark(previousMark(marks(), player.position)),
    nextMark: () => toMark(nextMark(marks(), player.position)),
    first: () => player.seek(0),
    last: () => player.seek(player.frames - 1),
  };
  acts[act]();
}

/**
 * @param {number | null} frame
 * @param {import("../player/player.js").Playing} player
 */
function goTo(frame, player) {
  if (frame === null) return;
  player.pause();
  player.seek(frame);
}

/**
 * Where the nearest mark before a frame begins, or null.
 * @param {{first: number}[]} marks
 * @param {number} frame
 */
export function previousMark(marks, frame) {
  const before = marks.map(({ first }) => first).filter((first) => first < frame);
  return before.length ? Math.max(...before) : null;
}

/**
 * Where the nearest mark after a frame begins, or null.
 * @param {{first: number}[]} marks
 * @param {number} frame
 */
export function nextMark(marks, frame) {
  const after = marks.map(({ first }) => first).filter((first) => first > frame);
  return after.length ? Math.min(...after) : null;
}
