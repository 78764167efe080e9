/** The gate's page: as it stands now, and a question before a lock. */

import { askFirst } from "../shared/confirm.js";
import { byId } from "../shared/elements.js";
import { keepFresh, refresh } from "../shared/fresh.js";

const VERBS = [
  "shot-approved",
  "cut-approved",
  "cut-saved",
  "approval-withdrawn",
  "changes-requested",
  "request-withdrawn",
  "never-answered",
  "note-carried",
  "film-changed",
  "shot-locked",
  "cut-locked",
  "note-written",
  "note-resolved",
  "note-reopened",
  "nobody-declared",
  "people-named",
  "scan-done",
  "scan-failed",
  "track-added",
  "tracks-named",
  "tracks-doubted",
  "tracks-dismissed",
  "tracks-restored",
  "release-signed",
  "release-withdrawn",
  "uses-withdrawn",
  "reference-described",
  "policy-changed",
  "roles-changed",
  "member-joined",
  "member-removed",
];

const gate = byId("gate");
const socket = keepFresh(gate, VERBS);

socket.addEventListener("entry", (event) => {
  const { verb, payload } = /** @type {CustomEvent} */ (event).detail;
  if (verb !== "draft-selected" || !payload) return;
  if (payload.shot === gate.dataset.shot) location.reload();
  else if (gate.dataset.cut) refresh(gate); // a shot of the cut may stand in the way now, or no more
});
askFirst(gate);
