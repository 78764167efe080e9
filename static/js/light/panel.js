/**
 * The instrument beside the picture: curve, tools, looks and scopes. It shows what it is told and
 * says what is asked for; what it means is the desk's.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { penIcon } from "../ink/pen-icons.js";
import { choice, onOff, plain, slider, whileHeld } from "./controls.js";
import { CurveEditor, signed } from "./curve-editor.js";
import { maskChoice, PeoplePart } from "./people-part.js";
import { paintWaveform, waveform } from "./scopes.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {"luma" | "r" | "g" | "b"} Channel */
/** @typedef {"tone" | "brush" | "lamp" | "gradient" | "path"} Tool */
/** @typedef {{stops: number, width: number, softness: number, erase: boolean, mask: import("./between.js").Mask, who: number}} Brush */
/** @typedef {"lit" | "false" | "clipping" | "before"} Look */

/**
 * @typedef {object} Asked
 * @property {(channel: Channel) => void} channel
 * @property {() => void} straight the curve as it was born
 * @property {(tool: Tool) => void} tool
 * @property {() => void} brush
 * @property {import("./people-part.js").Asked} people
 * @property {(change: Record<string, number | string | boolean>, done: boolean) => void} lamp of the one that is chosen
 * @property {() => void} dropLamp
 * @property {(look: Look) => void} look
 * @property {(on: boolean) => void} wipe
 * @property {(qualifier: import("./between.js").Qualifier | null, done: boolean) => void} qualifier
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} close
 */

const SIDE = "slowfilm-light-side";
const percent = (/** @type {number} */ value) => `${Math.round(value * 100)} %`;
const tenths = (/** @type {number} */ value) => signed(value * 10).replace(/\.0$/, "");
const degrees = (/** @type {number} */ value) => `${Math.round(value)}°`;

export class LightPanel {
  element = element("section", { className: "light-panel", ariaLabel: t("Light"), hidden: true });
  editor = new CurveEditor();
  /** @type {Brush} */
  brush = { stops: 1, width: 0.12, softness: 0.6, erase: false, mask: "", who: 0 };
  #asked;
  #said = element("p", { className: "light-said", role: "status", hidden: true });
  #others = element("p", { className: "light-others", hidden: true });
  #wave = element("canvas", { className: "light-wave", role: "img", ariaLabel: t("Waveform") });
  #channels;
  #tools;
  /** @type {Record<string, HTMLElement>} */
  #settings = {};
  #straight;
  #undo;
  #redo;
  #lampSliders;
  #noLamp = element("p", { className: "light-hint" });
  people;
  #masks = {
    brush: maskChoice((masked) => {
      Object.assign(this.brush, masked);
      this.#masks.brush.show(masked, true, this.#names);
    }),
    lamp: maskChoice((masked) => this.#asked.lamp(masked, true)),
  };
  #fixed = onOff(t("Stands still"), (fixed) => this.#asked.lamp({ fixed }, true));
  #lampParts;
  #qualifier;
  /** @type {string[]} of people who are told apart */
  #names = [];
  /** What the picture shows: it stands at the picture's foot. */
  looks;

  /** @param {Asked} acts @param {HTMLElement} foot what asks for the light pass */
  constructor(acts, foot) {
    this.#asked = acts;
    this.#undo = iconButton(penIcon("undo"), t("Undo"), acts.undo);
    this.#redo = iconButton(penIcon("redo"), t("Redo"), acts.redo);
    this.#channels = choice(t("Curve"), { luma: t("Luma"), r: "R", g: "G", b: "B" }, acts.channel);
    this.#straight = plain(t("Straighten"), acts.straight);
    const tools = { tone: t("Tone"), brush: t("Brush"), lamp: t("Lamps"), gradient: t("Gradient") };
    this.#tools = choice(t("Tool"), /** @type {Record<Exclude<Tool, "path">, string>} */ (tools), acts.tool);
    this.#lampSliders = this.#slidersOfLamp();
    this.#lampParts = element("div", { className: "light-settings" }, ...this.#lampSliders.map((row) => row.slider.element), this.#masks.lamp.element, this.#fixed, plain(t("Remove"), acts.dropLamp));
    this.people = new PeoplePart(acts.people);
    this.#settings = { tone: this.#toneHint(), brush: this.#brushSettings(), lamp: element("div", {}, this.#noLamp, this.#lampParts) };
    this.looks = this.#lookRow();
    this.#qualifier = new QualifierPart(acts.qualifier);
    this.element.append(
      element("div", { className: "light-head" }, element("h2", { textContent: t("Light") }), this.#undo, this.#redo, this.#side(), closing(acts.close)),
      this.#said,
      this.#others,
      element("div", { className: "light-row light-channels" }, this.#channels.element, this.#straight),
      this.editor.element,
      this.#tools.element,
      ...Object.values(this.#settings),
      this.#qualifier.element,
      this.people.element,
      this.#wave,
      foot,
    );
    this.tool = "tone";
  }

  /**
   * @param {object} now
   * @param {Light} now.light
   * @param {Channel} now.channel
   * @param {import("./between.js").Lamp | import("./between.js").Gradient | null} now.lamp
   * @param {import("./figures.js").Figures | null} now.figures who was traced
   * @param {string[]} now.spared the tags of the performances that light may not cross
   * @param {number} now.frame
   * @param {boolean} now.drawing
   * @param {boolean} now.writable
   * @param {boolean} now.canUndo
   * @param {boolean} now.canRedo
   */
  show({ light, channel, lamp, figures, spared, frame, drawing, writable, canUndo, canRedo }) {
    const tracing = figures?.traced ?? false;
    const names = figures?.names ?? [];
    this.#names = figures?.apart ? names : [];
    this.#channels.show(channel);
    this.editor.channel = channel;
    this.editor.beside = channel === "luma" ? [] : ["r", "g", "b"].filter((name) => name !== channel).map((name) => /** @type {const} */ ([name, light[/** @type {"r"} */ (name)]]));
    this.editor.disabled = !writable;
    this.element.classList.toggle("reading", !writable);
    this.#straight.disabled = !writable || light[channel].length === 0;
    this.#undo.disabled = !canUndo;
    this.#redo.disabled = !canRedo;
    this.#qualifier.show(light.qualifier, tracing, this.#names);
    this.#lampParts.hidden = lamp === null;
    this.#masks.brush.show(this.brush, tracing, this.#names);
    this.#masks.lamp.show(lamp, tracing, this.#names);
    this.#fixed.hidden = !light.follow;
    this.#fixed.ariaPressed = String(lamp?.fixed ?? false);
    this.people.show({ traced: figures?.state ?? null, names, spared, follow: light.follow, frame, writable, drawing });
    this.#noLamp.hidden = lamp !== null;
    for (const { name, slider: control } of this.#lampSliders) {
      control.element.hidden = lamp?.kind === "gradient" && name === "softness";
      const value = /** @type {any} */ (lamp)?.[name];
      if (value !== undefined) control.show(value);
    }
  }

  /** @param {Tool} tool */
  set tool(tool) {
    this.#tools.show(tool);
    const shown = tool === "gradient" ? "lamp" : tool;
    for (const [name, part] of Object.entries(this.#settings)) part.hidden = name !== shown;
    this.#noLamp.textContent = tool === "gradient" ? t("Draw on the picture: full light where you begin, none where you end.") : t("Touch the picture to set a lamp there.");
  }

  /** @param {string} text */
  say(text) {
    this.#said.textContent = text;
    this.#said.hidden = text === "";
  }

  /** @param {string} name who else sets light here just now */
  set other(name) {
    this.#others.textContent = name ? t("%(name)s is setting this light.", { name }) : "";
    this.#others.hidden = name === "";
  }

  /** @param {import("./scopes.js").Sample} sample */
  set scopes(sample) {
    paintWaveform(this.#wave, waveform(sample), sample.height);
  }

  /** @param {boolean} available whether the picture can be drawn at all */
  set drawable(available) {
    for (const part of [this.#tools.element, ...Object.values(this.#settings), this.looks, this.#wave]) part.classList.toggle("light-off", !available);
  }

  #toneHint() {
    return element("p", { className: "light-hint", textContent: t("Touch the picture and its tone lights up on the curve; drag up or down to lift or lower it.") });
  }

  #brushSettings() {
    const { brush } = this;
    const part = (/** @type {"stops" | "width" | "softness"} */ name, /** @type {string} */ words, /** @type {number} */ min, /** @type {number} */ max, /** @type {(value: number) => string} */ text, step = 0.01) =>
      slider(words, { min, max, step, value: brush[name], text }, {
        held: (value) => {
          brush[name] = value;
          this.#asked.brush();
        },
      }).element;
    const erase = onOff(t("Erase light"), (on) => (brush.erase = on));
    return element(
      "div",
      { className: "light-settings" },
      part("stops", t("Stops"), -4, 4, signed, 0.1),
      part("width", t("Width"), 0.01, 0.6, percent),
      part("softness", t("Softness"), 0, 1, percent),
      this.#masks.brush.element,
      erase,
    );
  }

  #slidersOfLamp() {
    const part = (/** @type {string} */ name, /** @type {string} */ words, /** @type {Parameters<typeof slider>[1]} */ how) => {
      const tell = (/** @type {boolean} */ done) => (/** @type {number} */ value) => this.#asked.lamp({ [name]: value }, done);
      return { name, slider: slider(words, how, { held: tell(false), done: tell(true) }) };
    };
    return [
      part("stops", t("Stops"), { min: -4, max: 4, step: 0.1, value: 0, text: signed }),
      part("warmth", t("Warmth"), { min: -1, max: 1, step: 0.1, value: 0, text: tenths }),
      part("softness", t("Softness"), { min: 0, max: 1, value: 1, text: percent }),
    ];
  }

  #lookRow() {
    /** @type {HTMLButtonElement[]} */
    const others = [];
    const look = (/** @type {string} */ words, /** @type {Look} */ name) => {
      const toggle = onOff(words, (on) => {
        for (const other of others) if (other !== toggle) other.ariaPressed = "false";
        this.#asked.look(on ? name : "lit");
      });
      others.push(toggle);
      return toggle;
    };
    const [clipping, colours] = [look(t("Clipping"), "clipping"), look(t("False colour"), "false")];
    const currentLook = () => (clipping.ariaPressed === "true" ? "clipping" : colours.ariaPressed === "true" ? "false" : "lit");
    const before = whileHeld(t("Before"), (down) => this.#asked.look(down ? "before" : currentLook()));
    before.title = t("Hold to see before");
    const wipe = onOff(t("Wipe"), (on) => this.#asked.wipe(on));
    return element("div", { className: "light-row light-looks", role: "group", ariaLabel: t("What the picture shows") }, before, wipe, clipping, colours);
  }

  /** On a tablet the instrument stands at the hand that does not hold the pen. */
  #side() {
    standAt(localStorage.getItem(SIDE) === "left");
    const swap = iconButton(icon("swap"), t("To the other side"), () => {
      const left = !document.documentElement.classList.contains("light-left");
      localStorage.setItem(SIDE, left ? "left" : "right");
      standAt(left);
    });
    swap.classList.add("light-side");
    return swap;
  }
}

/** Which tones and hues the curve concerns, and whether it is kept on people or off them. */
class QualifierPart {
  element = element("details", { className: "light-qualifier" });
  #told;
  /** @type {{part: "tone" | "hue", at: number, slider: ReturnType<typeof slider>}[]} */
  #sliders = [];
  /** @type {Record<"tone" | "hue", HTMLButtonElement>} */
  #on;
  #summary = element("summary", { textContent: t("Only some tones, hues or people") });
  /** @type {{tone: [number, number, number], hue: [number, number, number]}} */
  #values = { tone: [-3, 1, 1], hue: [30, 25, 15] };
  #masked = { mask: /** @type {import("./between.js").Mask} */ (""), who: 0 };
  #mask = maskChoice((masked) => {
    this.#masked = masked;
    this.#tell(true);
  });

  /** @param {Asked["qualifier"]} report */
  constructor(report) {
    this.#told = report;
    this.#on = { tone: onOff(t("Tones"), () => this.#tell(true)), hue: onOff(t("Hues"), () => this.#tell(true)) };
    const tone = this.#group("tone", [
      [t("From"), { min: -10, max: 6, step: 0.1, value: -3, text: signed }],
      [t("To"), { min: -10, max: 6, step: 0.1, value: 1, text: signed }],
      [t("Softness"), { min: 0.1, max: 6, step: 0.1, value: 1, text: (value) => value.toFixed(1) }],
    ]);
    const hue = this.#group("hue", [
      [t("Hue"), { min: 0, max: 360, step: 1, value: 30, text: degrees }],
      [t("Spread"), { min: 1, max: 180, step: 1, value: 25, text: degrees }],
      [t("Softness"), { min: 1, max: 90, step: 1, value: 15, text: degrees }],
    ]);
    this.element.append(this.#summary, this.#on.tone, tone, this.#on.hue, hue, this.#mask.element);
  }

  /** @param {"tone" | "hue"} part @param {[string, Parameters<typeof slider>[1]][]} sliders */
  #group(part, sliders) {
    const controls = sliders.map(([words, how], at) => {
      const report = (/** @type {boolean} */ done) => (/** @type {number} */ value) => {
        this.#values[part][at] = value;
        this.#on[part].ariaPressed = "true";
        this.#tell(done);
      };
      const control = slider(words, how, { held: report(false), done: report(true) });
      this.#sliders.push({ part, at, slider: control });
      return control.element;
    });
    return element("div", { className: `light-settings light-${part}` }, ...controls);
  }

  /** @param {import("./between.js").Qualifier | null} qualifier @param {boolean} tracing whether people are traced @param {string[]} names */
  show(qualifier, tracing, names) {
    this.#masked = { mask: qualifier?.mask ?? "", who: qualifier?.who ?? 0 };
    this.#mask.show(this.#masked, tracing, names);
    for (const part of /** @type {const} */ (["tone", "hue"])) {
      const now = qualifier?.[part];
      this.#on[part].ariaPressed = String(Boolean(now));
      if (now) this.#values[part] = /** @type {[number, number, number]} */ ([...now]);
    }
    this.#summary.classList.toggle("some", qualifier !== null);
    for (const { part, at, slider: control } of this.#sliders) control.show(this.#values[part][at]);
  }

  /** @param {boolean} done */
  #tell(done) {
    const on = (/** @type {"tone" | "hue"} */ part) => this.#on[part].ariaPressed === "true";
    const [low, high, soft] = this.#values.tone;
    const tone = on("tone") ? /** @type {[number, number, number]} */ ([Math.min(low, high), Math.max(low, high), soft]) : null;
    const hue = on("hue") ? /** @type {[number, number, number]} */ ([...this.#values.hue]) : null;
    const { mask, who } = this.#masked;
    const masked = mask ? { mask, ...(who ? { who } : {}) } : {};
    this.#told(tone || hue || mask ? { tone, hue, ...masked } : null, done);
  }
}

/** @param {boolean} left */
function standAt(left) {
  document.documentElement.classList.toggle("light-left", left);
}

/** @param {SVGElement} sign @param {string} words @param {() => void} act */
function iconButton(sign, words, act) {
  const control = plain("", act);
  control.classList.add("light-icon");
  Object.assign(control, { ariaLabel: words, title: words });
  control.append(sign);
  return control;
}

/** @param {() => void} act */
function closing(act) {
  return iconButton(icon("whole"), t("Put light away"), act);
}
