/**
 * What can be said of the thing in hand beside where it stands: how strong a lamp is and its colour,
 * which way somebody faces, whether there is a screen.
 *
 * Events: "change" {change: (layout) => layout}, "restore" {item}.
 */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { changed, deepOrFlat, withFigure, withLamp, withOccluder, withOneLessPoint, withOneMorePoint, withOrWithoutScreen, withoutOccluder } from "./layout.js";
import { fromHex, toHex } from "../light-space/colour.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout-drawing.js").Scene} Scene */

export const STRONGEST = 4; // of a lamp: 1 is as it seems

export class LayoutPanel extends EventTarget {
  #root;
  #item = "";
  #name = element("b", {});
  #controls = element("span", { className: "controls" });
  #back = button("plain", t("Reset this"), () => this.#say("restore", { item: this.#item }));

  /** @param {HTMLElement} root */
  constructor(root) {
    super();
    this.#root = root;
    root.append(this.#name, this.#controls, this.#back);
  }

  /** @param {Scene} scene */
  show(scene) {
    const { layout, guess, item } = scene;
    const [kind, which] = item.split(" ");
    this.#root.classList.toggle("empty", !item);
    this.#name.textContent = item ? nameOf(scene, item) : t("Drag what stands wrong, or move it with the arrow keys.");
    this.#back.hidden = !item || kind === "occluder"; // nobody guessed it: it can only go
    this.#back.disabled = !item || !changed(layout, guess, item);
    if (item !== this.#item) {
      this.#item = item;
      this.#controls.replaceChildren(...this.#make(kind, which));
    }
    this.#fill(layout, kind, which);
  }

  /** @param {string} kind @param {string} which @returns {HTMLElement[]} */
  #make(kind, which) {
    if (kind === "lamp") return this.#ofLamp(Number(which));
    if (kind === "figure") {
      const turn = () => this.#change((layout) => withFigure(layout, which, (figure) => ({ ...figure, mirrored: !figure.mirrored })));
      return [button("turn", t("Mirror"), turn)];
    }
    if (kind === "screen") return [button("", t("No screen"), () => this.#change(withOrWithoutScreen))];
    if (kind === "occluder") return this.#ofOccluder(Number(which));
    if (kind === "vanishing") return [button("", t("Flat picture"), () => this.#change(deepOrFlat))];
    return [];
  }

  /** @param {number} number */
  #ofLamp(number) {
    /** @param {Partial<import("./layout.js").Lamp>} more */
    const put = (more) => this.#change((layout) => withLamp(layout, number, (lamp) => ({ ...lamp, ...more })));
    const on = element("input", { type: "checkbox", className: "on" });
    on.addEventListener("change", () => put({ strength: on.checked ? 1 : 0 }));
    const strength = element("input", { type: "range", className: "strength", min: "0", max: String(STRONGEST), step: "0.05" });
    strength.addEventListener("input", () => put({ strength: Number(strength.value) }));
    const colour = element("input", { type: "color", className: "colour" });
    colour.addEventListener("input", () =>
      this.#change((layout) => withLamp(layout, number, (lamp) => ({ ...lamp, colour: fromHex(colour.value, lamp.colour) }))),
    );
    return [labelled(on, t("On")), labelled(strength, t("Strength")), labelled(colour, t("Colour"))];
  }

  /** @param {number} number */
  #ofOccluder(number) {
    const put = (/** @type {(one: import("./layout.js").Occluder) => import("./layout.js").Occluder} */ change) => this.#change((layout) => withOccluder(layout, number, change));
    const whom = element("select", { className: "whom" });
    const choices = { all: t("everybody"), behind: t("who stands further away") };
    whom.append(...Object.entries(choices).map(([value, textContent]) => element("option", { value, textContent })));
    whom.addEventListener("change", () => put((figure) => ({ ...figure, everybody: whom.value === "all" })));
    return [
      labelled(whom, t("Stands before")),
      button("", t("Add a point"), () => put(withOneMorePoint)),
      button("", t("One point less"), () => put(withOneLessPoint)),
      button("", t("Remove"), () => this.#change((layout) => withoutOccluder(layout, number))),
    ];
  }

  /** @param {Layout} layout @param {string} kind @param {string} which */
  #fill(layout, kind, which) {
    const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (this.#controls.querySelector(`.${name}`));
    if (kind === "figure") {
      const figure = layout.figures.find(({ tag }) => tag === which);
      field("turn").ariaPressed = String(figure?.mirrored ?? false);
    }
    const thing = kind === "occluder" && layout.occluders[Number(which)];
    if (thing) field("whom").value = thing.everybody ? "all" : "behind";
    const lamp = kind === "lamp" && layout.lamps[Number(which)];
    if (!lamp) return;
    field("on").checked = lamp.strength > 0;
    field("strength").value = String(lamp.strength);
    field("colour").value = toHex(lamp.colour);
  }

  /** @param {(layout: Layout) => Layout} change */
  #change(change) {
    this.#say("change", { change });
  }

  /** @param {string} name @param {object} detail */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {Scene} scene @param {string} item */
function nameOf(scene, item) {
  const [kind, which] = item.split(" ");
  if (kind === "lamp") return t("Lamp %(number)s", { number: Number(which) + 1 });
  if (kind === "figure") return scene.nameOf(which);
  if (kind === "screen") return t("Screen");
  if (kind === "occluder") return t("Foreground %(number)s", { number: Number(which) + 1 });
  return kind === "vanishing" ? t("Vanishing point") : t("Horizon");
}

/** @param {HTMLInputElement | HTMLSelectElement} field @param {string} words */
function labelled(field, words) {
  return element("label", {}, element("span", { textContent: words }), field);
}
