/** The film's scenes and shots, slid over the room: go to a shot, add, rename or move one. */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./first-paint.js").Scene} Scene */
/** @typedef {import("./first-paint.js").Shot} Shot */
/** @typedef {import("./first-paint.js").Draft} Draft */

/**
 * @typedef {object} Shown
 * @property {Scene[]} scenes
 * @property {Shot[]} shots
 * @property {(shot: Shot) => Draft[]} draftsOf the first one first
 * @property {(shot: Shot) => Draft | null} standsFor
 * @property {string} [current] the shot one stands at
 * @property {boolean} changeable
 */

/**
 * Events: "open" {id of a shot}, "add-scene" {title}, "add-shot" {scene, title}, "rename-shot" {shot,
 * title}, "move-shot" {shot, after: the one it is to follow, or null}.
 */
export class Scenes extends EventTarget {
  #dialog;
  #base;
  /** @type {Shown | null} */
  #shown = null;
  /** The shot whose fields are open. */
  #changing = "";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {string} base the film's own part of every address
   */
  constructor(dialog, base) {
    super();
    this.#dialog = dialog;
    this.#base = base;
    // A press beside it closes it.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open() {
    this.#dialog.showModal();
    const current =
      this.#dialog.querySelector("[aria-current]") ?? this.#dialog.querySelector("input");
    current?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (current)?.focus();
  }

  close() {
    this.#dialog.close();
  }

  /** @param {Shown} shown */
  show(shown) {
    this.#shown = shown;
    const title = element("h2", { textContent: t("Scenes and shots") });
    const head = element(
      "div",
      { className: "scenes-head" },
      title,
      button("quiet", t("Close"), () => this.close()),
    );
    const scenes = shown.scenes.toSorted((a, b) => a.number - b.number);
    const parts = scenes.map((scene) => this.#scene(scene, shown));
    if (parts.length === 0)
      parts.push(
        element("p", { className: "scenes-nothing", textContent: t("There is no scene yet.") }),
      );
    const entries = this.#unfinished();
    this.#dialog.replaceChildren(head, ...parts, ...(shown.changeable ? [this.#addScene()] : []));
    this.#restore(entries);
  }

  /**
   * @param {Scene} scene
   * @param {Shown} shown
   */
  #scene(scene, { shots, changeable }) {
    const title = element(
      "h3",
      {},
      element("span", { className: "number", textContent: scene.name }),
      " ",
      scene.title,
    );
    const sceneShots = shots
      .filter((shot) => shot.scene === scene.id)
      .toSorted((a, b) => a.number - b.number);
    const list = element("ol", { className: "shot-list" }, ...sceneShots.map((shot) => this.#shot(shot, sceneShots)));
    const add = changeable ? [this.#addShot(scene)] : [];
    return element("section", { className: "scene" }, title, list, ...add);
  }

  /** @param {Shot} shot @param {Shot[]} sceneShots all of its scene, in order */
  #shot(shot, sceneShots) {
    const { current, standsFor, changeable } = /** @type {Shown} */ (this.#shown);
    const draft = standsFor(shot);
    const picture = draft
      ? element("img", {
          src: `${this.#base}media/${draft.poster}`,
          alt: "",
          width: 96,
          height: 54,
        })
      : element("span", { className: "shot-blank" });
    const name = element("b", { className: "number", textContent: shot.name });
    const title = element("span", { className: "shot-title", textContent: shot.title });
    const state = element("span", { className: "shot-state", textContent: this.#state(shot) });
    const open = element(
      "button",
      { type: "button", className: "shot" },
      picture,
      element("span", {}, name, title, state),
    );
    if (shot.id === current) open.ariaCurrent = "true";
    open.addEventListener("click", () => {
      this.close();
      this.#say("open", { id: shot.id });
    });
    return element("li", {}, open, ...(changeable && !shot.locked_at ? [this.#fields(shot, sceneShots)] : []));
  }

  /** What of a shot can be changed here. @param {Shot} shot @param {Shot[]} sceneShots */
  #fields(shot, sceneShots) {
    const { id: own, name, title } = shot;
    const at = sceneShots.indexOf(shot);
    const input = element("input", { name: `title-${own}`, defaultValue: title, maxLength: 200, autocomplete: "off" });
    input.ariaLabel = t("Title of %(shot)s", { shot: name });
    const form = element("form", { className: "adding" }, input, element("button", { textContent: t("Rename") }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim() !== title) this.#say("rename-shot", { shot: own, title: input.value.trim() });
    });
    const move = (/** @type {string} */ word, /** @type {string} */ key, /** @type {Shot | undefined} */ past, /** @type {string | null} */ after) => {
      const control = button("quiet", word, () => this.#say("move-shot", { shot: own, after }));
      control.name = `${key}-${own}`;
      control.disabled = !past;
      return control;
    };
    const earlier = move(t("Earlier"), "earlier", sceneShots[at - 1], sceneShots[at - 2]?.id ?? null);
    const later = move(t("Later"), "later", sceneShots[at + 1], sceneShots[at + 1]?.id ?? null);
    const summary = element("summary", { textContent: t("Change") });
    summary.ariaLabel = t("Change %(shot)s", { shot: name });
    const moves = element("div", { className: "shot-moves" }, earlier, later);
    const details = element("details", { className: "shot-change", open: own === this.#changing }, summary, form, moves);
    details.addEventListener("toggle", () => {
      if (details.open) this.#changing = own;
      else if (this.#changing === own && details.isConnected) this.#changing = "";
    });
    return details;
  }

  /** @param {Shot} shot */
  #state(shot) {
    if (shot.locked_at) return t("Locked");
    const { draftsOf } = /** @type {Shown} */ (this.#shown);
    const drafts = draftsOf(shot);
    if (drafts.length === 0) return t("No draft yet");
    const selected = drafts.find(({ id }) => id === shot.selected);
    if (selected)
      return t("v%(version)s selected", { version: String(selected.version).padStart(3, "0") });
    return drafts.length === 1 ? t("1 draft") : t("%(count)s drafts", { count: drafts.length });
  }

  #addScene() {
    return adding("scene-new", t("Add a scene"), t("What happens in it"), (title) =>
      this.#say("add-scene", { title }),
    );
  }

  /** @param {Scene} scene */
  #addShot(scene) {
    const label = t("Add a shot to %(scene)s", { scene: scene.name });
    return adding(scene.id, label, t("What is seen"), (title) =>
      this.#say("add-shot", { scene: scene.id, title }),
    );
  }

  /** What is being typed while somebody else's scene comes in. */
  #unfinished() {
    const inputs = [...this.#dialog.querySelectorAll("input")].filter((input) => input.value !== input.defaultValue);
    const focused = this.#dialog.contains(document.activeElement) ? document.activeElement : null;
    return { values: inputs.map((input) => [input.name, input.value]), focus: focused?.getAttribute("name") };
  }

  /** @param {{values: string[][], focus: string | null | undefined}} kept */
  #restore({ values, focus }) {
    for (const [name, value] of values) {
      const input = /** @type {HTMLInputElement | null} */ (
        this.#dialog.querySelector(`[name="${name}"]`)
      );
      if (input) input.value = value;
    }
    if (!focus) return;
    const field = /** @type {HTMLButtonElement | null} */ (this.#dialog.querySelector(`[name="${focus}"]`));
    // At the end of its scene a shot goes no further that way.
    const others = [...(field?.parentElement?.querySelectorAll("button") ?? [])];
    (field?.disabled ? others.find((other) => !other.disabled) : field)?.focus();
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/**
 * A form of one line.
 * @param {string} name
 * @param {string} label
 * @param {string} hint
 * @param {(title: string) => void} add
 */
function adding(name, label, hint, add) {
  const input = element("input", { name, maxLength: 200, placeholder: hint, autocomplete: "off" });
  input.ariaLabel = label;
  const form = element(
    "form",
    { className: "adding" },
    input,
    element("button", { textContent: label }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(input.value.trim());
    input.value = "";
  });
  return form;
}
