/** What the room says above a locked shot. */

import { day } from "../shared/dates.js";
import { t } from "../shared/i18n.js";

/**
 * @param {{locked_at: string | null, locked_by?: string | null}} shot
 * @param {(actor: string) => string} nameOf
 * @returns {string} empty while it is not locked
 */
export function lockedWords({ locked_at: at, locked_by: by }, nameOf) {
  if (!at) return "";
  const date = day(new Date(at));
  const rest = t("Nothing in this shot can change any more.");
  if (!by) return `${t("Locked on %(date)s.", { date })} ${rest}`;
  return `${t("Locked by %(name)s on %(date)s.", { name: nameOf(by), date })} ${rest}`;
}
