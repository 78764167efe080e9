/**
 * Moments in the reader's own time: `<time data-local datetime="…">`, or data-local="time" where only
 * the time of day is meant. Without this they stand in the studio's.
 */

/** @param {ParentNode} root */
export function showLocalTimes(root = document) {
  const { lang } = document.documentElement;
  const whole = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  const time = new Intl.DateTimeFormat(lang, { timeStyle: "short" });
  for (const each of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-local]"))) {
    const moment = new Date(each.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    each.title = each.textContent ?? "";
    each.textContent = (each.dataset.local === "time" ? time : whole).format(moment);
  }
}

showLocalTimes();
