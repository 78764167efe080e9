/**
 * Moments in the reader's own time: `<time data-local datetime="…">`, or data-local="time" where only
 * the time of day is meant. Without this they stand in the studio's.
 */

import { moment, time } from "./dates.js";

/** @param {ParentNode} root */
export function showLocalTimes(root = document) {
  for (const node of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-local]"))) {
    const date = new Date(node.dateTime);
    if (Number.isNaN(date.valueOf())) continue;
    node.title = node.textContent ?? "";
    node.textContent = node.dataset.local === "time" ? time(date) : moment(date);
  }
}

showLocalTimes();
