/**
 * A part of a page kept as the film stands: fetched anew when an entry touches it.
 *
 *   const socket = keepFresh(byId("stand"), ["archive-asked"]);
 *   await refresh(byId("stand"));
 *
 * The part carries data-film, data-seq (the last entry it shows) and data-from (its own address).
 */

import { Outbox } from "../room/outbox.js";
import { RoomSocket } from "../room/socket.js";

/** @type {WeakMap<HTMLElement, number>} */
const turns = new WeakMap();

/**
 * @param {HTMLElement} part
 * @param {string[]} verbs
 */
export function keepFresh(part, verbs) {
  const url = `${location.origin.replace(/^http/, "ws")}/ws/films/${part.dataset.film}/`;
  const outbox = new Outbox("", null, []); // nothing is said here, it is only heard
  const socket = new RoomSocket({ url, since: Number(part.dataset.seq), outbox });
  socket.addEventListener("entry", (event) => {
    if (verbs.includes(/** @type {CustomEvent} */ (event).detail.verb)) refresh(part);
  });
  socket.open();
  return socket;
}

/**
 * What is typed into the part's fields stays.
 * @param {HTMLElement} part
 */
export async function refresh(part) {
  const turn = (turns.get(part) ?? 0) + 1;
  turns.set(part, turn);
  const answer = await fetch(part.dataset.from ?? "").catch(() => null);
  const text = answer?.ok ? await answer.text() : null;
  if (text === null || turn !== turns.get(part)) return; // without a line it stays as it was
  replaceKeeping(part, text);
}

/**
 * Shows a part anew; what is typed into its fields stays, and the field that had the focus has it.
 * @param {HTMLElement} part
 * @param {string} html our own server's: templates escape what people wrote
 */
export function replaceKeeping(part, html) {
  const typed = [...fields(part)].filter((field) => field.value).map(({ id, value }) => ({ id, value }));
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : "";
  part.innerHTML = html;
  for (const field of fields(part)) field.value = typed.find(({ id }) => id === field.id)?.value ?? field.value;
  if (focused) [...fields(part)].find(({ id }) => id === focused)?.focus();
}

/**
 * @param {HTMLElement} part
 * @returns {NodeListOf<HTMLInputElement>}
 */
function fields(part) {
  return part.querySelectorAll("input[id]");
}
