/** A film's archive page: what is asked for, written or could not be is shown as it happens. */

import { byId } from "../shared/elements.js";
import { keepFresh, refresh } from "../shared/fresh.js";
import { t } from "../shared/i18n.js";

const stand = byId("stand");
const socket = keepFresh(stand, ["archive-asked", "film-taken-out", "archive-failed"]);

socket.addEventListener("passing", (event) => {
  const word = /** @type {CustomEvent} */ (event).detail;
  if (word.type !== "progress" || word.kind !== "export-archive") return;
  if (word.waits) refresh(stand);
  else show(word.share);
});

/** @param {number} share */
function show(share) {
  const bar = stand.querySelector("progress");
  const label = stand.querySelector("[data-share]");
  if (!bar) return; // it was asked for elsewhere, and the entry that says so is on its way
  if (!label) return refresh(stand); // it waited, and a worker has begun
  const percent = Math.round(share * 100);
  bar.value = percent;
  label.textContent = t("Being written, %(percent)s %", { percent });
}
