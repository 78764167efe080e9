/** The page on which a brief is written. */

import { Cast } from "./cited.js";
import { LightBefore } from "./light-before.js";
import { BriefLines } from "./lines.js";
import { Citations } from "./citations.js";
import { takeDrafts } from "../room/draft-upload.js";
import { button, byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { BriefLayout } from "./layout-opening.js";
import { BriefLevels } from "./level-curves.js";
import { offerSketch } from "./sketch.js";
import { keep, rowsOf } from "../shared/kept-words.js";
import { TagList } from "./tag-list.js";
import { retagged } from "./tags.js";

/**
 * @typedef {object} Choice a reference of the film
 * @property {string} id
 * @property {string} name
 * @property {string} kind picture, video or sound; or character
 * @property {string} poster address, empty for a sound
 * @property {number | null} seconds
 * @property {[number, number] | null} copy width and height of what an engine is given of it
 * @property {string} proxy address of the copy
 * @property {string} waveform address, empty where it has no sound
 * @property {string} about its origin
 * @property {string} why_not a sentence, empty if it may be used
 * @property {string[]} forbids what its people have forbidden, in their words
 */

/**
 * @typedef {object} Engine
 * @property {string[]} sizes
 * @property {string[]} rates
 * @property {number} shortest seconds
 * @property {number} longest
 * @property {Record<string, number>} limits by kind
 * @property {number} all how many references of all kinds it takes
 * @property {boolean} layout whether where things stand can be set by hand
 * @property {boolean} levels whether it keeps to level curves
 * @property {boolean} labels whether it burns in what is on screen
 * @property {{roles: string[], sentence: string}[]} needs the roles of which one must be there, and what to say else
 * @property {Record<string, Record<string, string>>} treats by kind and role
 */

/**
 * @typedef {object} BriefData
 * @property {string} film
 * @property {string} shot
 * @property {number} seq where the ledger stood
 * @property {{id: string, filename: string}[]} preparing drafts made elsewhere that are being prepared
 * @property {boolean} may_clear
 * @property {string} member who writes
 * @property {boolean} chosen whether a hand has chosen the engine already
 * @property {Choice[]} references
 * @property {import("./citations.js").Typed[]} rows
 * @property {import("./cast.js").Character[]} characters
 * @property {import("./lines.js").Line[]} lines of the film
 * @property {import("./lines.js").TypedLine[]} said
 * @property {Record<string, Engine>} engines
 * @property {Record<string, [string, string][]>} roles by kind: value and label
 * @property {Record<string, string>} names what a tag of each kind begins with
 * @property {Record<string, string>} treatments
 * @property {Record<string, string>} failures of uploaded drafts, by code
 */

const SEED_BITS = 63;

const form = document.getElementById("brief");
if (form) begin(withKept(JSON.parse(byId("brief-data").textContent ?? "{}")));

/**
 * The page's data, with the rows that were left here unsent.
 * @param {BriefData} data
 * @returns {BriefData}
 */
function withKept(data) {
  const values = keep(/** @type {HTMLFormElement} */ (form));
  if (!values) return data;
  const rows = rowsOf(values, "cite").map(({ reference = "", role = "", start = "", end = "", frame = "", light_crosses = "" }) => {
    return { reference, role, start, end, frame, light_crosses: light_crosses ? "True" : "", errors: {} };
  });
  const lineRows = rowsOf(values, "line").map(({ line = "", pause = "" }) => ({ line, pause, errors: {} }));
  return { ...data, rows, said: lineRows, chosen: true };
}

/** @param {BriefData} data */
function begin(data) {
  const text = /** @type {HTMLTextAreaElement} */ (byId("id_text"));
  const engine = /** @type {HTMLSelectElement} */ (byId("id_engine"));
  const size = /** @type {HTMLSelectElement} */ (byId("id_size"));
  const citations = new Citations(byId("citations"), data, () => engine.value, () => size.value);
  const chosen = () => data.engines[engine.value];
  const cast = new Cast(text, citations, data, () => engine.value);
  const choices = [...data.characters.map(asChoice), ...data.references];
  const list = new TagList(text, choices, (choice) => whyNot(choice, cast, chosen()));
  const lines = new BriefLines(byId("said"), byId("say"), data.lines, data.said);
  /** @type {{refresh: () => void}[]} */
  const byHand = [];
  const show = () => {
    cast.show();
    showCounts(cast, chosen());
    for (const part of byHand) part.refresh();
  };
  let byThem = data.chosen; // the engine was chosen by a hand, and stays
  const choose = () => {
    const fit = byThem ? engine.value : fitting(cast, data.engines);
    if (fit === engine.value) return;
    engine.value = fit;
    fitEngine(fit, chosen());
    citations.judge();
  };

  list.addEventListener("pick", (event) => {
    const { choice, start, end } = /** @type {CustomEvent} */ (event).detail;
    const tag = choice.kind === "character" ? `@${choice.name}` : `@${citations.cite(choice)}`;
    const after = text.value[end];
    text.setRangeText(after === undefined || /[A-Za-z0-9]/.test(after) ? `${tag} ` : tag, start, end, "end");
    show();
  });
  citations.addEventListener("retag", (event) => {
    const { renamed, name } = /** @type {CustomEvent} */ (event).detail;
    text.value = retagged(text.value, renamed, () => name);
  });
  const turn = () => {
    choose();
    show();
  };
  citations.addEventListener("change", turn);
  text.addEventListener("input", turn);
  engine.addEventListener("change", () => {
    byThem = true;
    fitEngine(engine.value, chosen());
    citations.judge();
    show();
  });

  size.addEventListener("change", () => citations.judge());

  byId("cite").append(button("", t("Cite a reference"), () => list.open()));
  offerSeed();
  fitEngine(engine.value, chosen());
  const parts = { form: /** @type {HTMLFormElement} */ (form), cast, lines, engine: chosen };
  byHand.push(new BriefLayout(parts), new BriefLevels(parts));
  offerSketch({ form: parts.form, cast, data, size: () => size.value, cite: (choice, role) => {
    data.references.push(choice);
    choices.push(choice);
    citations.cite(choice, role);
  } });
  const before = new LightBefore({ form: parts.form, data, size: () => size.value, cite: (choice, instead) => {
    data.references.push(choice);
    choices.push(choice);
    citations.instead(choice, instead);
  } });
  citations.addEventListener("light", (event) => void before.open(/** @type {CustomEvent} */ (event).detail.choice));
  byId("cite").append(button("", t("Light an empty frame"), () => void before.open(null)));
  turn();
  takeDrafts(byId("draft-upload"), data);
}

/**
 * @param {import("./cast.js").Character} character
 * @returns {Choice}
 */
function asChoice({ id, title, about, poster }) {
  return { id, name: title, kind: "character", poster, seconds: null, copy: null, proxy: "", waveform: "", about, why_not: "", forbids: [] };
}

/**
 * @param {Choice} choice
 * @param {Cast} cast
 * @param {Engine} engine
 */
function whyNot(choice, cast, engine) {
  if (choice.why_not) return choice.why_not;
  if (choice.kind === "character" || cast.has(choice.id)) return "";
  if (cast.count(choice.kind) >= engine.limits[choice.kind]) return t("No more of this kind can be cited.");
  return cast.all.length < engine.all ? "" : t("No more can be cited.");
}

/**
 * The engine for what is cited: one that can't do without some of it and has that, else the first.
 * @param {Cast} cast
 * @param {Record<string, Engine>} engines
 */
function fitting(cast, engines) {
  const roles = new Set(cast.all.map(({ role }) => role));
  const names = Object.keys(engines);
  const has = (/** @type {string} */ name) => engines[name].needs.every((need) => need.roles.some((role) => roles.has(role)));
  return names.find((name) => engines[name].needs.length > 0 && has(name)) ?? names[0];
}

/**
 * How many of each kind and in all, and what the engine can't do without.
 * @param {Cast} cast
 * @param {Engine} engine
 */
function showCounts(cast, engine) {
  byId("counts").replaceChildren(
    counted(t("Pictures"), cast.count("picture"), engine.limits.picture),
    counted(t("Videos"), cast.count("video"), engine.limits.video),
    counted(t("Sounds"), cast.count("sound"), engine.limits.sound),
    counted(t("In all"), cast.all.length, engine.all),
  );
  const castRoles = cast.rolesTaken();
  const missing = engine.needs.filter(({ roles }) => !roles.some((role) => castRoles.has(role)));
  byId("needs").textContent = missing.map(({ sentence }) => sentence).join(" ");
  byId("needs").hidden = missing.length === 0;
}

/**
 * @param {string} name
 * @param {number} count
 * @param {number} limit
 */
function counted(name, count, limit) {
  const counter = element("span", { textContent: `${name} ${count} / ${limit}` });
  counter.classList.toggle("over", count > limit);
  return counter;
}

/**
 * Shows what the chosen engine does, and offers its sizes, rates and lengths only.
 * @param {string} name
 * @param {Engine} engine
 */
function fitEngine(name, engine) {
  for (const section of document.querySelectorAll(".engine")) {
    const shown = /** @type {HTMLElement} */ (section);
    shown.hidden = shown.dataset.engine !== name;
  }
  for (const [field, offered] of Object.entries({ id_size: engine.sizes, id_rate: engine.rates })) {
    for (const option of /** @type {HTMLSelectElement} */ (byId(field)).options) {
      option.hidden = option.disabled = !offered.includes(option.value);
    }
  }
  const labels = /** @type {HTMLInputElement} */ (byId("id_labels"));
  labels.disabled = !engine.labels;
  const seconds = /** @type {HTMLInputElement} */ (byId("id_seconds"));
  seconds.min = String(engine.shortest);
  seconds.max = String(engine.longest);
}

function offerSeed() {
  const seed = /** @type {HTMLInputElement} */ (byId("id_seed"));
  const row = element("div", { className: "seed" });
  seed.replaceWith(row);
  row.append(
    seed,
    button("", t("Another"), () => {
      const [number] = crypto.getRandomValues(new BigUint64Array(1));
      seed.value = String(BigInt.asUintN(SEED_BITS, number));
    }),
  );
}
