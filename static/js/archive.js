/** A film's archive page: what is asked for, written or could not be is shown as it happens. */

import { byId } from "./elements.js";
import { t } from "./i18n.js";
import { Outbox } from "./outbox.js";
import { RoomSocket } from "./socket.js";

const VERBS = new Set(["archive-asked", "film-taken-out", "archive-failed"]);

const stand = byId("stand");
const url = `${location.origin.replace(/^http/, "ws")}/ws/films/${stand.dataset.film}/`;
const socket = new RoomSocket({ url, since: Number(stand.dataset.seq), outbox: new Outbox("", null, []) });
let turn = 0; // an answer that was overtaken by a later one comes too late

socket.addEventListener("entry", (event) => {
  if (VERBS.has(/** @type {CustomEvent} */ (event).detail.verb)) fetchStand();
});
socket.addEventListener("passing", (event) => {
  const word = /** @type {CustomEvent} */ (event).detail;
  if (word.type === "progress" && word.kind === "take-out") show(word.share);
});
socket.open();

async function fetchStand() {
  turn += 1;
  const mine = turn;
  const answer = await fetch(stand.dataset.from ?? "").catch(() => null);
  if (mine !== turn || !answer?.ok) return; // without a line it stays as it was
  stand.innerHTML = await answer.text(); // our own server's: templates escape what people wrote
}

/** @param {number} share */
function show(share) {
  const bar = stand.querySelector("progress");
  const said = stand.querySelector("[data-share]");
  if (!bar) return; // it was asked for elsewhere, and the entry that says so is on its way
  if (!said) return fetchStand(); // it waited, and a worker has begun
  const percent = Math.round(share * 100);
  bar.value = percent;
  said.textContent = t("Being written, %(percent)s %", { percent });
}
