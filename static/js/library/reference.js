/** One reference's page: how its preparation stands, and what others do to it meanwhile. */

import { byId } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { followLine } from "./reference-line.js";
import { drawWaveforms } from "../timeline/waveforms.js";

const page = byId("reference");
const referenceId = page.dataset.reference;
let written = false; // something is typed that is not saved

page.addEventListener("input", () => (written = true));
drawWaveforms(page);
showUses(byId("uses"));
followLine(page, {
  onReference: (id, verb) => {
    if (id !== referenceId) return;
    if (verb === "reference-removed") location.assign("../");
    else if (!written) location.reload();
    else tellOfChange();
  },
  onShare: (id, percent, words) => {
    const bar = page.querySelector("progress");
    const label = page.querySelector("[data-share]");
    if (id !== referenceId || !bar || !label) return;
    bar.value = percent;
    label.textContent = words;
  },
});

/**
 * Where it is used is known to the shots, so it comes from their address.
 * @param {HTMLElement} section
 */
async function showUses(section) {
  const answer = await fetch(section.dataset.from ?? "").catch(() => null);
  if (!answer?.ok) return;
  section.innerHTML = await answer.text(); // our own server's: templates escape what people wrote
  section.hidden = false;
}

function tellOfChange() {
  const notice = byId("notice");
  notice.textContent = t("Somebody has changed this reference. Your words are still here; saving puts them in its place.");
  notice.hidden = false;
}
