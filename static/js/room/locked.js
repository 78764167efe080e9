/** What is said above a locked shot, and above a locked cut. */

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
  const end = t("Nothing in this shot can change any more.");
  if (!by) return `${t("Locked on %(date)s.", { date })} ${end}`;
  return `${t("Locked by %(name)s on %(date)s.", { name: nameOf(by), date })} ${end}`;
}

/**
 * @param {{locked_at: string | null, locked_by: string | null, locked_version: number | null}} cut
 * @param {(actor: string) => string} nameOf
 * @returns {string} empty while it is not locked
 */
export function lockedCutWords({ locked_at: at, locked_by: by, locked_version: number }, nameOf) {
  if (!at) return "";
  const end = t("Nothing in this cut can change any more.");
  const version = `v${String(number ?? 0).padStart(3, "0")}`;
  const date = day(new Date(at));
  return `${t("%(version)s locked by %(name)s on %(date)s.", { version, name: nameOf(by ?? ""), date })} ${end}`;
}
