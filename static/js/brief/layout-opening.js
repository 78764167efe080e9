/**
 * Where everything will stand: the engine's guess drawn on the plate, and what a hand has set right.
 * A brief whose layout nobody has touched sends none, so that the engine guesses.
 */

import { button, byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import * as layouts from "./layout.js";
import { LayoutGuess } from "./layout-guess.js";
import { LayoutPanel, STRONGEST } from "./layout-panel.js";
import { LayoutView } from "./layout-view.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./cited.js").Cast} Cast */
/** @typedef {import("./cited.js").Cited} Cited */
/** @typedef {import("./lines.js").BriefLines} BriefLines */
/** @typedef {import("./brief.js").Engine} Engine */

const STRENGTH_STEP = 0.1;

export class BriefLayout {
  #root = byId("layout");
  #field = /** @type {HTMLInputElement} */ (byId("id_layout"));
  #said = element("p", { className: "help", role: "status" });
  #order = element("ol", { className: "layout-order", ariaLabel: t("Who speaks when") });
  #stage = element("div", { className: "layout-stage" });
  #again = button("", t("Guess again"), () => this.#guessing.ask(true));
  #back = button("", t("Back to the guess"), () => this.#put(this.#guess));
  #lamp = button("", t("Add a lamp"), () => this.#change(layouts.withOneMoreLamp));
  #screen = button("", t("Add a screen"), () => this.#change(layouts.withOrWithoutScreen));
  #street = button("", t("Add a vanishing point"), () => this.#change(layouts.deepOrFlat));
  #thing = button("", t("Draw a foreground"), () => {});
  #buttons = element("div", { className: "layout-buttons" }, this.#again, this.#back, this.#lamp, this.#screen, this.#street, this.#thing);
  #view;
  #panel;
  #guessing;
  #parts;
  /** @type {Layout | null} what the engine guessed */
  #guess = null;
  /** @type {Layout | null} */
  #layout;
  /** @type {Cited[]} */
  #cited = [];
  #asked = "";
  #plate = "";
  #item = "";

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {Cast} parts.cast
   * @param {BriefLines} parts.lines
   * @param {() => Engine} parts.engine
   */
  constructor(parts) {
    this.#parts = parts;
    this.#layout = this.#field.value ? layouts.read(JSON.parse(this.#field.value)) : null;
    const panel = element("div", { className: "layout-panel" });
    byId("layout-stage").append(this.#said, this.#stage, panel, this.#order, this.#buttons);
    this.#view = new LayoutView(this.#stage);
    this.#panel = new LayoutPanel(panel);
    this.#guessing = new LayoutGuess(this.#root.dataset.endpoint ?? "", parts.form);
    this.#listen();
    parts.form.addEventListener("change", () => this.refresh());
    this.refresh();
  }

  #listen() {
    on(this.#view, "take", ({ name }) => this.#take(name));
    on(this.#view, "move", ({ name, to }) => this.#change((layout) => layouts.moved(layout, name, to, this.#view.aspect)));
    on(this.#view, "drop", () => this.#show());
    on(this.#view, "restore", () => this.#restore(this.#item));
    on(this.#view, "wheel", ({ name, by }) => this.#strengthen(Number(name.split(" ")[1]), by));
    on(this.#view, "size", () => this.#show());
    this.#thing.addEventListener("click", (event) => this.#draw(event));
    on(this.#view, "drawn", ({ points }) => this.#takeDrawn(points));
    addEventListener("keydown", ({ key }) => key === "Escape" && this.#view.drawing && this.#stopDrawing());
    on(this.#panel, "change", ({ change }) => this.#change(change));
    on(this.#panel, "restore", ({ item }) => this.#restore(item));
    on(this.#guessing, "guess", ({ layout }) => this.#receive(layouts.read(layout)));
    on(this.#guessing, "said", ({ words, failed }) => {
      this.#said.textContent = words;
      this.#said.classList.toggle("refusal", failed);
    });
    on(this.#parts.lines, "change", () => this.#show());
  }

  /** What is cited, the engine or a measure has changed: the guess may be another. */
  refresh() {
    const engine = this.#parts.engine();
    this.#root.hidden = this.#field.disabled = !engine.layout;
    if (!engine.layout) return this.#forget();
    this.#rename(this.#parts.cast.tagged);
    const plate = this.#cited.find(({ role }) => role === "plate");
    const roles = new Set(this.#cited.map(({ role }) => role));
    const whole = engine.needs.every((need) => need.roles.some((role) => roles.has(role)));
    this.#stage.hidden = !plate || !whole;
    if (!plate || !whole) {
      this.#forget();
      this.#said.textContent = t("Cite a plate and a subject, and the engine shows here where it would place everything.");
      return this.#show();
    }
    this.#view.showPlate(plate.choice, plate.start);
    const question = this.#question();
    if (question !== this.#asked) {
      this.#asked = question;
      this.#guessing.askSoon();
    }
    this.#show();
  }

  /** Nothing is waited for: what comes next is asked anew. */
  #forget() {
    this.#guessing.stop();
    this.#asked = "";
    this.#said.classList.remove("refusal");
  }

  /** All that a guess is made from, as a text. */
  #question() {
    const { form } = this.#parts;
    const pictures = this.#cited.filter(({ choice }) => choice.kind !== "sound");
    const measures = ["engine", "size", "seconds", "rate"].map((name) => new FormData(form).get(name));
    return JSON.stringify([measures, pictures.map(({ choice, role, start, end }) => [choice.id, role, start, end])]);
  }

  /** Figures follow their references, whatever these are called now. @param {Cited[]} cited */
  #rename(cited) {
    /** @type {Map<string, string | null>} */
    const renamed = new Map();
    for (const { tag, choice, role } of this.#cited) {
      const now = cited.find((citation) => citation.choice.id === choice.id && citation.role === role);
      if (now?.tag !== tag) renamed.set(tag, now?.tag ?? null);
    }
    this.#cited = cited;
    if (renamed.size === 0) return;
    if (this.#guess) this.#guess = layouts.retagged(this.#guess, renamed);
    if (this.#layout) this.#layout = layouts.retagged(this.#layout, renamed);
    this.#item = "";
  }

  /** @param {Layout} guess */
  #receive(guess) {
    const plate = this.#cited.find(({ role }) => role === "plate")?.choice.id ?? "";
    // What came with an earlier brief was set right from this very guess, as far as one can tell.
    if (this.#layout) {
      const before = this.#guess ?? guess;
      this.#layout = layouts.carried(this.#layout, before, guess, this.#plate === "" || this.#plate === plate);
    }
    this.#guess = guess;
    this.#plate = plate;
    this.#put(this.#layout ?? guess);
  }

  /** A hand draws around something; the keyboard sets a post in the middle, to be moved. @param {MouseEvent} event */
  #draw(event) {
    if (this.#view.drawing) return this.#stopDrawing();
    if (event.detail === 0) return this.#takeDrawn();
    this.#view.drawing = true;
    this.#thing.ariaPressed = "true";
    this.#said.textContent = t("Draw around what stands before people: a post, a bicycle, a door frame. Escape stops.");
  }

  #stopDrawing() {
    this.#view.drawing = false;
    this.#thing.ariaPressed = "false";
    this.#said.textContent = "";
  }

  /** @param {import("./layout.js").Point[]} [points] */
  #takeDrawn(points) {
    this.#stopDrawing();
    const before = this.#layout?.occluders.length ?? 0;
    this.#change((layout) => layouts.withOneMoreOccluder(layout, points));
    if ((this.#layout?.occluders.length ?? 0) > before) this.#take(`occluder ${before} all`);
  }

  /** @param {string} name of a handle */
  #take(name) {
    const item = layouts.itemOf(name);
    if (item === this.#item) return;
    this.#item = item;
    this.#show();
  }

  /** @param {(layout: Layout) => Layout} change */
  #change(change) {
    if (this.#layout) this.#put(change(this.#layout));
  }

  /** @param {string} item */
  #restore(item) {
    const guess = this.#guess;
    if (guess && item) this.#change((layout) => layouts.restored(layout, guess, item));
  }

  /** @param {number} number of a lamp @param {number} by */
  #strengthen(number, by) {
    this.#change((layout) =>
      layouts.withLamp(layout, number, (lamp) => {
        const strength = lamp.strength + by * STRENGTH_STEP;
        return { ...lamp, strength: Math.min(STRONGEST, Math.max(0, Math.round(strength * 100) / 100)) };
      }),
    );
  }

  /** @param {Layout | null} layout */
  #put(layout) {
    this.#layout = layout;
    const own = layout && this.#guess && layouts.changedAtAll(layout, this.#guess);
    this.#field.value = own ? layouts.written(layout) : "";
    this.#show();
  }

  #show() {
    const [layout, guess] = [this.#layout, this.#guess];
    const ready = layout !== null && guess !== null && !this.#stage.hidden;
    this.#buttons.hidden = this.#stage.hidden;
    this.#order.hidden = !ready;
    this.#root.querySelector(".layout-panel")?.toggleAttribute("hidden", !ready);
    if (!ready) return this.#view.show(null);
    if (!layouts.items(layout).includes(this.#item)) this.#item = "";
    const scene = {
      layout,
      guess,
      aspect: this.#view.aspect,
      frame: this.#frame(),
      item: this.#item,
      nameOf: (/** @type {string} */ tag) => this.#nameOf(tag),
      turnOf: (/** @type {string} */ tag) => this.#turnOf(tag),
    };
    this.#view.show(scene);
    this.#panel.show(scene);
    this.#back.disabled = !layouts.changedAtAll(layout, guess);
    this.#screen.hidden = layout.screen !== null;
    this.#street.hidden = layout.vanishing !== null;
    this.#showOrder();
  }

  #frame() {
    const [width, height] = String(new FormData(this.#parts.form).get("size") ?? "16x9").split("x").map(Number);
    return width / height || 16 / 9;
  }

  /** @param {string} tag */
  #nameOf(tag) {
    const cited = this.#cited.find((citation) => citation.tag === tag);
    return cited?.character || cited?.choice.name || `@${tag}`;
  }

  /** When whoever stands there speaks, counted by the lines. @param {string} tag */
  #turnOf(tag) {
    const who = this.#cited.find((citation) => citation.tag === tag)?.character;
    const turns = this.#parts.lines.said.flatMap(({ title }, place) => (title === who ? [place + 1] : []));
    return turns.join(", ");
  }

  #showOrder() {
    const { lines } = this.#parts;
    const rows = lines.said.map(({ title, words }, place) => {
      const caption = element("span", { textContent: `${place + 1} · ${title}` });
      const row = element("li", { title: words }, caption);
      if (place > 0) {
        const swap = button("plain", "⇄", () => lines.swap(place - 1));
        swap.ariaLabel = t("%(second)s before %(first)s", { first: place, second: place + 1 });
        swap.title = swap.ariaLabel;
        row.prepend(swap);
      }
      return row;
    });
    this.#order.hidden = rows.length < 2;
    this.#order.replaceChildren(...rows);
  }
}

/**
 * @param {EventTarget} part
 * @param {string} name
 * @param {(detail: any) => void} hear
 */
function on(part, name, hear) {
  part.addEventListener(name, (event) => hear(/** @type {CustomEvent} */ (event).detail));
}
