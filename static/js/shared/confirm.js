/** A question before what cannot be taken back. */

import { element } from "./elements.js";
import { t } from "./i18n.js";

/**
 * @param {string} question
 * @param {string} [act] what the button that does it says
 * @returns {Promise<boolean>}
 */
export function confirmed(question, act = t("Yes")) {
  const words = element("p", { textContent: question });
  const no = element("button", { value: "no", textContent: t("Cancel") });
  const yes = element("button", { value: "yes", className: "primary", textContent: act });
  const form = element(
    "form",
    { method: "dialog" },
    words,
    element("div", { className: "confirm-foot" }, no, yes),
  );
  const dialog = element("dialog", { className: "confirm", ariaLabel: question }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/**
 * A form with data-confirm is sent after its question only.
 * @param {HTMLElement} root
 */
export function askFirst(root) {
  root.addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const { confirm: question, confirmYes } = form.dataset;
    if (!question) return;
    event.preventDefault();
    if (!(await confirmed(question, confirmYes))) return;
    form.append(element("input", { type: "hidden", name: "asked", value: "yes" }));
    form.submit();
  });
}
