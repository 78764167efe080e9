/** What a worker is doing that has told, with `waits`, that it found no room on the studio's disk. */

import { t } from "./i18n.js";

export function noRoom() {
  return t("The studio's disk is full. This goes on by itself when there is room.");
}
