/** Copies a field's text; where the browser does not allow it (plain http), it is only selected. */

import { t } from "./i18n.js";

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (button instanceof HTMLButtonElement) offer(button);
}

/** @param {HTMLButtonElement} button */
function offer(button) {
  const field = document.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    button.textContent = t("Copied");
  });
}
