/** The film's queue: fetched anew when something happens in it, its progress told in between. */

import { byId } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { unsay } from "./unsay.js";
import { Outbox } from "../room/outbox.js";
import { RoomSocket } from "../room/socket.js";

const queue = byId("queue");
const url = `${location.origin.replace(/^http/, "ws")}/ws/films/${queue.dataset.film}/`;
const socket = new RoomSocket({ url, since: Number(queue.dataset.seq), outbox: new Outbox("", null, []) });

const VERBS = new Set(["generation-queued", "generation-started", "cancel-asked", "generation-ended", "draft-made"]);
let turn = 0; // an answer that was overtaken by a later one comes too late

socket.addEventListener("entry", (event) => {
  const entry = /** @type {CustomEvent} */ (event).detail;
  if (VERBS.has(entry.verb)) fetchRows(queue.dataset.rows ?? "");
  unsay(entry);
});
queue.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  fetchRows(form.action, { method: "POST", body: new FormData(form) });
});
socket.addEventListener("passing", (event) => {
  const word = /** @type {CustomEvent} */ (event).detail;
  if (word.type !== "progress" || word.kind !== "generate") return;
  if (word.waits) fetchRows(queue.dataset.rows ?? "");
  else show(word);
});
socket.open();

/**
 * @param {string} address
 * @param {RequestInit} [how]
 */
async function fetchRows(address, how = {}) {
  turn += 1;
  const request = turn;
  const answer = await fetch(address, how).catch(() => null);
  if (request !== turn || !answer?.ok) return; // without a line it stays as it was
  const rows = await answer.text();
  if (request !== turn) return;
  const stand = standing();
  queue.innerHTML = rows; // our own server's: templates escape what people wrote
  stand();
}

/** All rows are made anew: who stood on one stands there again, on the same button if it is left. */
function standing() {
  const row = document.activeElement?.closest(".generation");
  const address = addressOf(document.activeElement);
  return () => {
    if (!row) return;
    const left = [...queue.querySelectorAll(`[id="${row.id}"] :is(a[href], button)`)];
    const control = left.find((candidate) => addressOf(candidate) === address) ?? left[0];
    if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  };
}

/** @param {Element | null} control a link, or a form's button */
function addressOf(control) {
  return control?.getAttribute("href") ?? control?.closest("form")?.action;
}

/** @param {{subject: string, share: number, eta: number | null, poster?: string}} word */
function show({ subject, share, eta, poster }) {
  const row = document.getElementById(`generation-${subject}`);
  const bar = row?.querySelector("progress");
  if (!row || !bar) return;
  bar.value = share * 100;
  const state = row.querySelector(".state");
  if (state && eta !== null) state.textContent = t("Running, done about %(time)s", { time: timeIn(eta) });
  const look = row.querySelector("img");
  const src = `${queue.dataset.media}${poster}`;
  if (look && poster && look.getAttribute("src") !== src) {
    look.src = src;
    look.hidden = false;
  }
}

/**
 * Waiting is a time of day, not a spinner.
 * @param {number} seconds from now
 */
function timeIn(seconds) {
  const at = new Date(Date.now() + seconds * 1000);
  return at.toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
}
