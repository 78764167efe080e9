/** How long it is until something begins, in words. */

import { t } from "../shared/i18n.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** @param {number} ms until it begins; less than nothing once it should have */
export function untilText(ms) {
  if (ms <= 0) return t("It should begin now. Waiting for somebody to open it.");
  if (ms < MINUTE) return t("Begins in less than a minute");
  if (ms <= HOUR - MINUTE) return t("Begins in %(minutes)s min", { minutes: Math.ceil(ms / MINUTE) });
  if (ms < 48 * HOUR) {
    const minutes = Math.ceil(ms / MINUTE);
    return t("Begins in %(hours)s h %(minutes)s min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  return t("Begins in %(days)s days", { days: Math.floor(ms / (24 * HOUR)) });
}
