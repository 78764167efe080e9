/** The grey around the picture: a member's own choice, kept in this browser. */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

const KEPT = "slowfilm-surround";
/** From nearly black to the grey that film people expose for. */
const GREYS = [
  { grey: "#1a1a1a", name: t("Dark surround") },
  { grey: "#3d3d3d", name: t("Middle surround") },
  { grey: "#767676", name: t("Light surround") },
];

/**
 * @param {HTMLElement} root where to choose
 * @param {HTMLElement} stage whose surround it is
 */
export function chooseSurround(root, stage) {
  const choice = localStorage.getItem(KEPT);
  const buttons = GREYS.map(({ grey, name }) => {
    const choose = element("button", {
      type: "button",
      className: "grey",
      title: name,
      ariaLabel: name,
    });
    choose.style.setProperty("--grey", grey);
    choose.addEventListener("click", () => apply(grey));
    return choose;
  });
  const apply = (/** @type {string} */ grey) => {
    stage.style.setProperty("--surround", grey);
    localStorage.setItem(KEPT, grey);
    for (const [place, swatch] of buttons.entries())
      swatch.ariaPressed = String(GREYS[place].grey === grey);
  };
  root.role = "group";
  root.ariaLabel = t("Surround");
  root.append(...buttons);
  apply(GREYS.find(({ grey }) => grey === choice)?.grey ?? GREYS[0].grey);
}
