/** A sketch of where things stand, drawn in the brief and cited as its composition. */

import { button, byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { Pens } from "../ink/pens.js";
import { SketchSurface } from "./sketch-surface.js";
import { prepared, sent } from "./sketch-upload.js";

/** @typedef {import("./brief.js").Choice} Choice */

/**
 * @typedef {object} Parts
 * @property {HTMLFormElement} form
 * @property {import("./cited.js").Cast} cast
 * @property {import("./brief.js").BriefData} data
 * @property {() => string} size "1280x720"
 * @property {(choice: Choice, role: string) => void} cite
 */

/** Puts the button beside the one that cites. @param {Parts} parts */
export function offerSketch(parts) {
  /** @type {Sketch | null} */
  let sketch = null;
  byId("cite").append(
    button("", t("Sketch"), () => {
      sketch ??= new Sketch(parts);
      sketch.open();
    }),
  );
}

class Sketch {
  #parts;
  #dialog = element("dialog", { className: "sketch", ariaLabel: t("Sketch") });
  #sheet = element("div", { className: "sketch-sheet" });
  #under = element("div", { className: "sketch-under", hidden: true });
  #onPlate = element("input", { type: "checkbox" });
  #nobody = element("input", { type: "checkbox" });
  #said = element("p", { className: "help", role: "status" });
  #save = button("primary", t("Save and cite"), () => void this.#keep());
  #surface;
  #count = 0;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const palette = element("div", {});
    const pens = new Pens(palette, { undo: () => this.#surface.undo(), redo: () => this.#surface.redo() });
    this.#sheet.append(this.#under);
    this.#surface = new SketchSurface(this.#sheet, pens);
    pens.take("pen");
    this.#surface.addEventListener("change", () => (this.#save.disabled = this.#surface.empty));
    this.#onPlate.addEventListener("change", () => (this.#under.hidden = !this.#onPlate.checked));
    this.#dialog.append(
      element("div", { className: "sketch-head" }, palette, ticked(this.#onPlate, t("Over the plate"))),
      this.#sheet,
      this.#said,
      this.#foot(),
    );
    document.body.append(this.#dialog);
  }

  #foot() {
    const foot = element("div", { className: "sketch-foot" });
    if (this.#parts.data.may_clear) foot.append(ticked(this.#nobody, t("Nobody is seen or heard in it")));
    foot.append(button("", t("Cancel"), () => this.#dialog.close()), this.#save);
    return foot;
  }

  open() {
    const [width, height] = this.#measures();
    this.#sheet.style.aspectRatio = `${width} / ${height}`;
    this.#sheet.style.setProperty("--shape", String(width / height));
    const plate = this.#parts.cast.tagged.find(({ role }) => role === "plate")?.choice;
    this.#onPlate.disabled = !plate;
    this.#onPlate.checked = plate !== undefined;
    this.#under.hidden = !plate;
    this.#under.style.backgroundImage = plate ? `url("${plate.poster}")` : "";
    this.#said.textContent = t("Upright strokes are taken for people. The plate is not saved with them.");
    this.#dialog.showModal();
    this.#surface.begin(width, height);
  }

  #measures() {
    return this.#parts.size().split("x").map(Number);
  }

  async #keep() {
    const { data, form, cite } = this.#parts;
    const [width, height] = this.#measures();
    const picture = await this.#surface.picture(width, height);
    if (!picture) return;
    const { uploads = "", references = "" } = byId("cite").dataset;
    const token = String(new FormData(form).get("csrfmiddlewaretoken"));
    const origin = { maker: data.member, year: String(new Date().getFullYear()), rights: t("Drawn here by hand.") };
    this.#save.disabled = true;
    this.#said.textContent = t("Being prepared");
    try {
      const id = await sent(new File([picture], this.#name(), { type: "image/png" }), { endpoint: uploads, token, origin });
      const choice = await prepared(id, { references, token, nobody: this.#nobody.checked });
      if (!choice) throw new Error("nothing came of it");
      cite(choice, "composition");
      this.#dialog.close();
    } catch {
      this.#said.textContent = t("The sketch could not be kept. Try again in a moment.");
      this.#save.disabled = false;
    }
  }

  #name() {
    this.#count += 1;
    const count = this.#parts.data.references.filter(({ name }) => name.startsWith(t("Sketch"))).length;
    return `${t("Sketch")} ${count + this.#count}.png`;
  }
}

/** @param {HTMLInputElement} field @param {string} words */
function ticked(field, words) {
  return element("label", { className: "tick" }, field, element("span", { textContent: words }));
}
