/** The page on which what may not be shown is marked, and light put in its place. */

import { byId, element } from "../shared/elements.js";
import { drawGuards } from "./guard-marks.js";
import { boxOf, Guards } from "./guards.js";
import { t } from "../shared/i18n.js";

const WAIT = 700; // ms between two looks at a preview
const LOOKS = 120; // for a minute and a half
const page = byId("abstracting");
const form = /** @type {HTMLFormElement} */ (byId("tools"));
const rate = readRate(page.dataset.rate ?? "");
const guards = new Guards();
/** @type {{start_ms: number, end_ms: number}[]} */
const spans = [];
let seed = Number(page.dataset.seed);
let frame = 0;
/** @type {{from: [number, number], points: [number, number][]} | null} */
let hand = null;

const picture = document.getElementById("picture");
if (picture) readyToMark(picture);
if (document.getElementById("voices")) readyForSpans();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void make();
});

/** @param {HTMLElement} whole */
function readyToMark(whole) {
  const marks = /** @type {HTMLCanvasElement} */ (byId("marks"));
  const shown = /** @type {HTMLImageElement} */ (byId("shown"));
  const video = whole.querySelector("video");
  const draw = () => {
    const live = hand && toolOf() !== "place" ? [{ of: toolOf(), keys: [{ frame, ...boxOf(hand.from, last(hand.points)) }], dabs: [] }] : [];
    const dab = hand && toolOf() === "place" ? [{ of: toolOf(), keys: [], dabs: [{ radius: radius(), points: hand.points }] }] : [];
    const all = shown.hidden ? [...guards.list, ...live, ...dab] : [];
    drawGuards(marks, all, guards.chosen, frame);
  };
  guards.addEventListener("change", () => {
    shown.hidden = true;
    list();
    draw();
  });
  new ResizeObserver(draw).observe(marks);
  marks.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    marks.setPointerCapture(event.pointerId);
    shown.hidden = true;
    hand = { from: place(event, marks), points: [place(event, marks)] };
    draw();
  });
  marks.addEventListener("pointermove", (event) => {
    if (!hand) return;
    for (const move of event.getCoalescedEvents?.() ?? [event]) hand.points.push(place(move, marks));
    draw();
  });
  for (const ends of ["pointerup", "pointercancel"])
    marks.addEventListener(ends, () => {
      const was = hand;
      hand = null;
      if (!was) return;
      if (toolOf() === "place") guards.dab(radius(), was.points);
      else guards.box(toolOf(), frame, boxOf(was.from, last(was.points)));
      draw();
    });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.isComposing && !(event.target instanceof HTMLInputElement && event.target.type === "text")) {
      event.preventDefault();
      guards.undo();
    }
  });
  byId("whole").addEventListener("click", () => guards.whole());
  byId("other").addEventListener("click", () => {
    seed = (seed + 1) % 65536;
    void look();
  });
  byId("look").addEventListener("click", () => void look());
  if (video) readyToStep(video, draw);
}

/** @param {HTMLVideoElement} video @param {() => void} draw */
function readyToStep(video, draw) {
  const slider = /** @type {HTMLInputElement} */ (byId("frame"));
  slider.addEventListener("input", () => {
    frame = Number(slider.value);
    byId("frame-number").textContent = String(frame);
    video.currentTime = (frame + 0.5) / rate;
    byId("shown").hidden = true;
    draw();
  });
}

/** What is marked, each with a button that takes it away. */
function list() {
  const names = { face: t("Face"), body: t("Body"), place: t("Place") };
  byId("marked").replaceChildren(
    ...guards.list.map((guard, index) => {
      const whole = guard.keys.length + guard.dabs.length === 0;
      const name = whole ? t("The whole picture") : names[guard.of];
      const keys = guard.keys.length > 1 ? t("%(n)s frames", { n: guard.keys.length }) : "";
      const choose = element("button", { type: "button", onclick: () => guards.choose(index) }, [name, keys].filter(Boolean).join(" · "));
      choose.setAttribute("aria-pressed", String(index === guards.chosen));
      const away = element("button", { type: "button", onclick: () => guards.remove(index) }, t("Remove"));
      away.setAttribute("aria-label", t("Remove: %(name)s", { name }));
      return element("li", {}, choose, away);
    }),
  );
}

function readyForSpans() {
  const [start, end] = ["span-start", "span-end"].map((id) => /** @type {HTMLInputElement} */ (byId(id)));
  byId("span-add").addEventListener("click", () => {
    const [from, to] = [start, end].map(({ value }) => Math.round(Number.parseFloat(value.replace(",", ".")) * 1000));
    if (!(from >= 0 && to > from)) return tell(t("A span must end after it begins."));
    spans.push({ start_ms: from, end_ms: to });
    spans.sort((a, b) => a.start_ms - b.start_ms);
    start.value = end.value = "";
    byId("notice").hidden = true;
    listSpans();
  });
}

function listSpans() {
  byId("spans").replaceChildren(
    ...spans.map((span, index) => {
      const label = element("span", { className: "number" }, `${span.start_ms / 1000} – ${span.end_ms / 1000} s`);
      const remove = () => {
        spans.splice(index, 1);
        listSpans();
      };
      return element("li", {}, label, element("button", { type: "button", onclick: remove }, t("Remove")));
    }),
  );
}

function asked() {
  return { guards: guards.told(), spans, look: String(new FormData(form).get("look") ?? "haze"), seed };
}

/** How this frame would look: asked for, then asked again until a worker has made it. */
async function look() {
  if (guards.list.length === 0) return tell(t("Mark what may not be shown."));
  const button = /** @type {HTMLButtonElement} */ (byId("look"));
  button.disabled = true;
  tell(t("A worker is making the preview."));
  const request = { ...asked(), spans: [], frame };
  try {
    for (let tries = 0; tries < LOOKS; tries++) {
      const preview = await send(page.dataset.preview ?? "", request);
      if (preview.reason) return tell(preview.reason);
      if (preview.picture) return show(preview.picture);
      await new Promise((resolve) => setTimeout(resolve, WAIT));
    }
    tell(t("No worker has made the preview yet. Try again later."));
  } finally {
    button.disabled = false;
  }
}

/** @param {string} jpeg in base64 */
function show(jpeg) {
  const shown = /** @type {HTMLImageElement} */ (byId("shown"));
  shown.src = `data:image/jpeg;base64,${jpeg}`;
  shown.hidden = false;
  byId("notice").hidden = true;
  const marks = /** @type {HTMLCanvasElement} */ (byId("marks"));
  drawGuards(marks, [], -1, frame);
}

async function make() {
  const name = /** @type {HTMLInputElement} */ (byId("name")).value;
  const button = /** @type {HTMLButtonElement} */ (byId("make"));
  button.disabled = true;
  const abstraction = await send(page.dataset.make ?? "", { ...asked(), name });
  button.disabled = false;
  if (abstraction.page) location.assign(abstraction.page);
  else tell(abstraction.reason);
}

/** @param {string} to @param {object} body @returns {Promise<{page?: string, state?: string, picture?: string, reason: string}>} */
async function send(to, body) {
  const token = form.querySelector("input")?.value ?? "";
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const failed = { reason: t("The studio can't be reached. Try again.") };
  const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  return answer ? await answer.json().catch(() => failed) : failed;
}

/** @param {string} words */
function tell(words) {
  const notice = byId("notice");
  notice.textContent = words;
  notice.hidden = false;
}

function toolOf() {
  return /** @type {import("./guards.js").Of} */ (String(new FormData(form).get("tool")));
}

function radius() {
  return Number(/** @type {HTMLInputElement} */ (byId("radius")).value) / 100;
}

/** @param {PointerEvent} event @param {HTMLElement} over @returns {[number, number]} */
function place(event, over) {
  const { left, top, width, height } = over.getBoundingClientRect();
  return [(event.clientX - left) / width, (event.clientY - top) / height];
}

/** @param {[number, number][]} points */
function last(points) {
  return points[points.length - 1];
}

/** @param {string} text such as 30000/1001 */
function readRate(text) {
  const [over, under] = text.split("/").map(Number);
  return over ? over / (under || 1) : 24;
}
