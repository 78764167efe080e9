/**
 * Light before the machine: on a brief's page a cited picture, or an empty frame, is lit by hand.
 * A copy in that light becomes a reference and takes its place in the brief.
 */

import { PlateDesk } from "../light/plate-desk.js";
import { isIdentity } from "../light/between.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { prepared, sent } from "./sketch-upload.js";

/** @typedef {import("./brief.js").Choice} Choice */

/**
 * @typedef {object} Parts
 * @property {HTMLFormElement} form
 * @property {import("./brief.js").BriefData} data
 * @property {() => string} size that is asked for, as "1280x720"
 * @property {(choice: Choice, instead: string) => void} cite in the place of a cited reference, or as the plate
 */

const GREY = 125; // the code of middle grey, 0.18, as light by hand reads it

export class LightBefore {
  #parts;
  /** @type {PlateDesk | null} */
  #desk = null;
  #dialog = element("dialog", { className: "sketch light-before", ariaLabel: t("Light before the machine") });
  #nobody = element("input", { type: "checkbox" });
  #said = element("p", { className: "help", role: "status" });
  #save = button("primary", t("Save and cite"), () => void this.#keep());
  /** @type {Choice | null} what is lit; null: an empty frame */
  #choice = null;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const foot = element("div", { className: "sketch-foot" });
    if (parts.data.may_clear) {
      foot.append(element("label", { className: "tick" }, this.#nobody, element("span", { textContent: t("Nobody is seen or heard in it") })));
    }
    foot.append(button("", t("Cancel"), () => this.#dialog.close()), this.#save);
    this.#dialog.append(this.#said, foot);
    document.body.append(this.#dialog);
  }

  /** @param {Choice | null} choice a picture or clip of the film; null: an empty frame */
  async open(choice) {
    this.#choice = choice;
    this.#nobody.checked = choice === null;
    this.#save.disabled = false;
    this.#said.textContent = t("A copy in this light takes its place in the brief. What an engine sets into it takes its light.");
    const picture = choice ? await loaded(choice.kind === "picture" ? choice.proxy : choice.poster) : this.#empty();
    if (!picture) return;
    this.#dialog.showModal();
    if (!this.#desk) {
      this.#desk = new PlateDesk(() => this.#dialog.close());
      this.#dialog.prepend(this.#desk.element);
    }
    this.#desk.open(picture);
  }

  #empty() {
    const [width, height] = this.#parts.size().split("x").map(Number);
    const canvas = element("canvas", { width, height });
    const pen = canvas.getContext("2d");
    if (!pen) return null;
    pen.fillStyle = `rgb(${GREY} ${GREY} ${GREY})`;
    pen.fillRect(0, 0, width, height);
    return canvas;
  }

  async #keep() {
    const light = this.#desk?.light;
    if (!light || isIdentity(light)) {
      this.#said.textContent = t("No light is drawn yet.");
      return;
    }
    const instead = this.#choice?.id ?? "";
    this.#save.disabled = true;
    this.#said.textContent = t("Being prepared");
    try {
      const source = instead || (await this.#uploaded());
      const id = await this.#lit(source, light);
      const choice = await prepared(id, { ...this.#to, nobody: this.#nobody.checked });
      if (!choice) throw new Error("nothing came of it");
      this.#parts.cite(choice, instead);
      this.#dialog.close();
    } catch {
      this.#said.textContent = t("The light could not be kept. Try again in a moment.");
      this.#save.disabled = false;
    }
  }

  get #to() {
    const { uploads = "", references = "" } = document.getElementById("cite")?.dataset ?? {};
    return { endpoint: uploads, references, token: String(new FormData(this.#parts.form).get("csrfmiddlewaretoken")) };
  }

  /** Sends the empty frame as every picture is sent. @returns {Promise<string>} its reference */
  async #uploaded() {
    const blob = await new Promise((resolve) => this.#empty()?.toBlob(resolve, "image/png"));
    const origin = { maker: this.#parts.data.member, year: String(new Date().getFullYear()), rights: t("Drawn here by hand.") };
    const id = await sent(new File([blob], `${t("Empty frame")}.png`, { type: "image/png" }), { ...this.#to, origin });
    if (!(await prepared(id, { ...this.#to, nobody: this.#nobody.checked }))) throw new Error("it was not prepared");
    return id;
  }

  /** @param {string} source @param {import("../light/between.js").Light} light @returns {Promise<string>} the copy in that light */
  async #lit(source, light) {
    const { references, token } = this.#to;
    const name = t("%(name)s, lit", { name: this.#choice?.name ?? t("Empty frame") });
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(`${references}${source}/light`, { method: "POST", headers, body: JSON.stringify({ light, name }) });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).reference;
  }
}

/** @param {string} address @returns {Promise<HTMLImageElement | null>} */
async function loaded(address) {
  const image = element("img", { src: address });
  return image.decode().then(() => image, () => null);
}
