/** The gate's page: as it stands now, and a question before a lock. */

import { askFirst } from "./confirm.js";
import { byId } from "./elements.js";
import { keepFresh } from "./fresh.js";

const VERBS = [
  "shot-approved",
  "approval-withdrawn",
  "changes-requested",
  "request-withdrawn",
  "never-answered",
  "note-carried",
  "film-changed",
  "shot-locked",
  "note-written",
  "note-resolved",
  "note-reopened",
  "nobody-declared",
  "people-named",
  "release-given",
  "release-withdrawn",
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
  if (verb === "draft-selected" && payload?.shot === gate.dataset.shot) location.reload();
});
askFirst(gate);
