/** The page of a light space: a pen, and light that answers it at once. */

import { byId } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { LightDrawing } from "./draw.js";
import { LightSpaceState, stateAt } from "./state.js";

/** @typedef {import("./state.js").Space} Space */

const LARGER = 1.18; // one step
const page = byId("light-space");
const form = /** @type {HTMLFormElement} */ (byId("tools"));
const canvas = /** @type {HTMLCanvasElement} */ (byId("canvas"));
const beginnings = /** @type {{id: string, space: Space}[]} */ (json("beginnings"));
const light = new LightSpaceState(/** @type {Space | null} */ (json("begun")) ?? beginnings[0].space);
/** @type {{from: [number, number], last: [number, number], points: [number, number][], holds: boolean, moved: boolean} | null} */
let hand = null;
let playing = 0; // when it began, ms; 0: it stands at the key that is edited
let due = false; // a drawing waits for the next frame of the screen

const drawing = begin();
if (drawing) {
  light.addEventListener("change", () => {
    show();
    draw();
  });
  show();
  draw();
  hold();
  controls();
}

function begin() {
  try {
    return new LightDrawing(canvas);
  } catch {
    tell(t("This browser can't draw light: it has no WebGL2."));
    return null;
  }
}

function draw() {
  if (due) return;
  due = true;
  requestAnimationFrame((now) => {
    due = false;
    const { space } = light;
    const share = playing ? (now - playing) / 1000 / space.seconds : light.key === "last" ? 1 : 0;
    drawing?.draw(space, stateAt(space, share));
    if (!playing) return;
    if (share >= 1) playing = 0;
    else draw();
  });
}

/** What the page says of the state. */
function show() {
  const { state, space } = light;
  const options = { air: state.air, veil: state.veil, state };
  for (const input of form.querySelectorAll("input[data-of]")) {
    const { name, dataset } = /** @type {HTMLInputElement} */ (input);
    const from = /** @type {Record<string, number>} */ (/** @type {any} */ (options)[dataset.of ?? "state"]);
    /** @type {HTMLInputElement} */ (input).value = String(from[name]);
  }
  /** @type {HTMLFieldSetElement} */ (byId("part")).disabled = light.chosen === null;
  /** @type {HTMLInputElement} */ (byId("changes")).checked = space.last !== null;
  byId("over-time").hidden = space.last === null;
  ring();
  for (const input of page.querySelectorAll("input[name=key]")) {
    const radio = /** @type {HTMLInputElement} */ (input);
    radio.checked = radio.value === light.key;
  }
}

/** A ring round what is selected. */
function ring() {
  const { part } = light;
  const [x, y] = part?.points?.[0] ?? [part?.x ?? 0, part?.y ?? 0];
  const mark = byId("ring");
  mark.hidden = !part || playing > 0;
  mark.style.left = `${x * 100}%`;
  mark.style.top = `${y * 100}%`;
}

/** The pen on the picture. */
function hold() {
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    playing = 0;
    const at = place(event);
    const holds = tool() === "move" && light.at(...at, aspect()) !== null;
    hand = { from: at, last: at, points: [at], holds, moved: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!hand) return;
    for (const move of event.getCoalescedEvents?.() ?? [event]) hand.points.push(place(move));
    const at = place(event);
    if (hand.holds) {
      if (!hand.moved) light.keep();
      hand.moved = true;
      light.move(at[0] - hand.last[0], at[1] - hand.last[1]);
    }
    hand.last = at;
  });
  canvas.addEventListener("pointerup", () => {
    const was = hand;
    hand = null;
    if (was) put(was);
  });
  canvas.addEventListener("pointercancel", () => (hand = null));
  canvas.addEventListener("keydown", (event) => {
    const steps = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] });
    if (event.key === "Delete" || event.key === "Backspace") light.removeChosen();
    else if (steps[event.key] && light.chosen) {
      event.preventDefault();
      light.keep();
      light.move(...steps[event.key]);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || typing) return;
    event.preventDefault();
    light.undo();
  });
}

/** @param {{from: [number, number], last: [number, number], points: [number, number][]}} was */
function put({ from, last, points }) {
  const width = Number(/** @type {HTMLInputElement} */ (byId("stroke-width")).value) / 100;
  switch (tool()) {
    case "lamp":
      return light.addLamp(...last);
    case "aperture":
      return light.addAperture(from, last, aspect());
    case "light":
      return light.addStroke(points, 1.2, width);
    case "shadow":
      return light.addStroke(points, -2, width);
  }
}

function controls() {
  for (const input of form.querySelectorAll("input[data-of]")) {
    input.addEventListener("pointerdown", () => light.keep());
    input.addEventListener("input", () => {
      const { name, value, dataset } = /** @type {HTMLInputElement} */ (input);
      const { state } = light;
      const into = /** @type {any} */ ({ air: state.air, veil: state.veil, state })[dataset.of ?? "state"];
      into[name] = Number(value);
      draw();
    });
  }
  const acts = /** @type {Record<string, () => void>} */ ({
    brighter: () => light.brighter(0.5),
    dimmer: () => light.brighter(-0.5),
    warmer: () => light.warmer(1),
    cooler: () => light.warmer(-1),
    larger: () => scale(LARGER),
    smaller: () => scale(1 / LARGER),
    remove: () => light.removeChosen(),
  });
  for (const button of form.querySelectorAll("button[data-act]"))
    button.addEventListener("click", () => acts[/** @type {HTMLElement} */ (button).dataset.act ?? ""]());
  for (const button of form.querySelectorAll("button[data-begin]"))
    button.addEventListener("click", () => {
      const beginning = beginnings.find(({ id }) => id === /** @type {HTMLElement} */ (button).dataset.begin);
      if (beginning) light.begin(beginning.space);
    });
  byId("undo").addEventListener("click", () => light.undo());
  overTime();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void make();
  });
}

function overTime() {
  const changes = /** @type {HTMLInputElement} */ (byId("changes"));
  const seconds = /** @type {HTMLInputElement} */ (byId("seconds"));
  seconds.value = String(light.space.seconds);
  changes.addEventListener("change", () => light.setChanging(changes.checked));
  seconds.addEventListener("change", () => (light.space.seconds = Math.min(30, Math.max(1, Number(seconds.value) || 4))));
  for (const input of page.querySelectorAll("input[name=key]"))
    input.addEventListener("change", () => {
      light.key = /** @type {HTMLInputElement} */ (input).value === "first" ? "first" : "last";
      light.changed();
    });
  byId("play").addEventListener("click", () => {
    playing = performance.now();
    draw();
  });
}

/** @param {number} by */
function scale(by) {
  const { part } = light;
  if (!part) return;
  light.keep();
  for (const side of ["radius", "width", "height"]) if (part[side]) part[side] = Math.min(1, Math.max(0.004, part[side] * by));
  light.changed();
}

async function make() {
  const button = /** @type {HTMLButtonElement} */ (byId("make"));
  const name = /** @type {HTMLInputElement} */ (byId("name")).value;
  const token = form.querySelector("input")?.value ?? "";
  const body = { name, space: light.space, made_from: page.dataset.from ?? null };
  button.disabled = true;
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const answer = await fetch(page.dataset.make ?? "", { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  const result = await answer?.json().catch(() => null);
  button.disabled = false;
  if (result?.page) location.assign(result.page);
  else tell(result?.reason ?? t("The studio can't be reached. Try again."));
}

/** @param {string} words */
function tell(words) {
  const notice = byId("notice");
  notice.textContent = words;
  notice.hidden = false;
}

function tool() {
  return String(new FormData(form).get("tool"));
}

function aspect() {
  return canvas.width / canvas.height;
}

/** @param {PointerEvent} event @returns {[number, number]} */
function place(event) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [(event.clientX - left) / width, (event.clientY - top) / height];
}

/** @param {string} id @returns {unknown} */
function json(id) {
  return JSON.parse(byId(id).textContent ?? "null");
}
