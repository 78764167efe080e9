/**
 * Moments in the reader's own time: `<time data-local datetime="…">`, or data-local="time" where only
 * the time of day is meant. Without this they stand in the studio's.
 */

import { moment, time } from "./dates.js";

/** @param {ParentNode} root */
export function showLocalTimes(root = document) {
  for (const each of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-local]"))) {
    const date = new Date(each.dateTime);
    if (Number.isNaN(date.valueOf())) continue;
    each.title = each.textContent ?? "";
    each.textContent = each.dataset.local === "time" ? time(date) : moment(date);
  }
}

showLocalTimes();
