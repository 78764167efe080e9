/** A sitting shown again from its record: what was shown, in its time, and what was said then. */

import { byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { Session } from "../room/session.js";
import { readSittingPaint } from "./paint.js";
import { SittingScreen } from "./screen.js";
import { stepAt } from "./trail.js";

const paint = readSittingPaint();
const session = await Session.open(paint);
const screen = new SittingScreen(
  /** @type {HTMLCanvasElement} */ (byId("picture").querySelector("canvas")),
  session,
  String(byId("sitting").dataset.base),
  paint.cuts.filter(Boolean),
);
const { player } = screen;
const slider = /** @type {HTMLInputElement} */ (byId("at"));
const run = byId("run");
let at = 0;
let running = false;
let last = 0;

slider.max = String(paint.lasts);
byId("nothing").hidden = paint.steps.length > 0;

/** Shows what was shown at a moment. */
function show() {
  slider.value = String(at);
  byId("time").textContent = `${clock(at)} / ${clock(paint.lasts)}`;
  const step = stepAt(paint.steps, at);
  if (step) void follow(step);
  byId("showing").textContent = screen.name;
  for (const item of byId("moments").querySelectorAll("li")) {
    item.toggleAttribute("data-come", Number(item.dataset.ms) <= at);
  }
}

/** @param {{step: import("./paint.js").Step, since: number}} found */
async function follow({ step, since }) {
  const { draft, version, speed } = step;
  if (!screen.shows({ draft, version })) return void screen.show({ draft, version }, step.frame);
  const fps = player.rate.n / player.rate.d;
  const target = Math.round(step.frame + (since / 1000) * fps * speed);
  const frame = Math.min(Math.max(0, target), player.frames - 1);
  if (running && speed > 0 && frame < player.frames - 1) {
    if (player.speed === speed && Math.abs(player.position - frame) < 12) return;
    if (player.speed !== 0) player.pause();
    void player.seek(frame);
    return player.play(speed);
  }
  if (player.speed !== 0) player.pause();
  if (player.position !== frame) void player.seek(frame);
}

/** @param {number} ms */
function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, "0");
}

/** @param {number} ms */
function go(ms) {
  at = Math.min(Math.max(0, ms), paint.lasts);
  show();
}

function tick() {
  if (!running) return;
  const time = performance.now();
  go(at + time - last);
  last = time;
  if (at >= paint.lasts) return toggle();
  setTimeout(tick, 100);
}

function toggle() {
  running = !running;
  if (running && at >= paint.lasts) at = 0;
  last = performance.now();
  run.textContent = running ? t("Pause") : t("Play");
  if (running) tick();
  else {
    player.pause();
    show();
  }
}

/** The moments at which something else was shown or said. */
const stops = [...new Set([...paint.steps, ...paint.moments].map(({ ms }) => ms))].toSorted((a, b) => a - b);

run.textContent = t("Play");
run.addEventListener("click", toggle);
slider.addEventListener("input", () => go(Number(slider.value)));
byId("step-back").addEventListener("click", () => go(stops.findLast((ms) => ms < at) ?? 0));
byId("step-on").addEventListener("click", () => go(stops.find((ms) => ms > at) ?? paint.lasts));
player.addEventListener("ready", show);

const rows = paint.moments.map(({ ms, label, who, where, words }) => {
  const open = element("button", { type: "button", className: "moment" });
  open.append(
    element("span", { className: "number muted", textContent: clock(ms) }),
    element("strong", { textContent: label }),
    element("span", { textContent: who }),
    element("span", { className: "number muted", textContent: where }),
  );
  open.addEventListener("click", () => go(ms));
  return element("li", { dataset: { ms: String(ms) } }, open, element("p", { className: "desk-words", textContent: words }));
});
const none = element("p", { className: "muted", textContent: t("Nothing was noted.") });
byId("moments").append(rows.length ? element("ol", { className: "desk-list" }, ...rows) : none);
go(paint.steps[0]?.ms ?? 0);
