/** The foot of the instrument: asks for the light pass, says how far it is and what came of it. */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { plain } from "./controls.js";

/** @typedef {{job: string, state: string, progress: number} | {draft: string, name: string} | null} Rendering */

export class LightPass {
  element = element("div", { className: "light-foot" });
  #bar = element("progress", { max: 1, hidden: true, ariaLabel: t("Light pass") });
  #words = element("span", { className: "light-foot-words", role: "status" });
  #open;
  #render;
  /** @type {Rendering} */
  #now = null;
  #asked = false;

  /** @param {{render: () => void, open: (draft: string) => void}} told */
  constructor({ render, open }) {
    this.#render = plain(t("Render the light"), () => {
      this.#asked = true;
      render();
    });
    this.#render.classList.add("primary");
    this.#open = plain("", () => this.#now && "draft" in this.#now && open(this.#now.draft));
    this.#open.hidden = true;
    this.element.append(this.#words, this.#bar, this.#open, this.#render);
  }

  /** Another draft. */
  clear() {
    this.#asked = false;
    this.#words.textContent = "";
    this.show(null, false);
  }

  /** @param {Rendering} rendering @param {boolean} may whether there is light to render, and a right to */
  show(rendering, may) {
    this.#now = rendering;
    const under = rendering !== null && "job" in rendering;
    const done = rendering !== null && "draft" in rendering;
    this.#bar.hidden = !under;
    if (under) this.#bar.value = Math.max(rendering.progress, this.#bar.hidden ? 0 : this.#bar.value || 0);
    else this.#bar.value = 0;
    this.#render.hidden = under || done;
    this.#render.disabled = !may;
    this.#open.hidden = !done;
    if (done) {
      this.#open.textContent = t("Open %(draft)s", { draft: rendering.name });
      this.#words.textContent = t("This light is rendered.");
      this.#asked = false;
    } else if (under) this.#words.textContent = t("Rendering the light…");
    else if (!this.#asked) this.#words.textContent = "";
  }

  /** @param {number} share 0 to 1 */
  progress(share) {
    this.#bar.hidden = false;
    this.#bar.value = share;
    this.#words.textContent = t("Rendering the light: %(share)s %", { share: Math.round(share * 100) });
    this.#render.hidden = true;
  }

  failed() {
    this.#asked = true; // what is said stays
    this.#bar.hidden = true;
    this.#render.hidden = false;
    this.#words.textContent = t("The light could not be rendered. Try again.");
  }
}
