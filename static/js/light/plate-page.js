/** The page of light before the machine: its picture is lit with the room's own tools, its form sends that. */

import { NO_LIGHT } from "./between.js";
import { PlateDesk } from "./plate-desk.js";

/** @typedef {import("./between.js").Light} Light */

const BY_NUMBERS = ["lift", "stops", "across", "down", "reach", "warmth"];

const image = /** @type {HTMLImageElement | null} */ (document.querySelector("img.plate"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".plate-form"));
const data = document.getElementById("plate-keys");

if (image && form && data) void begin(image, form, JSON.parse(data.textContent ?? "{}"));

/**
 * @param {HTMLImageElement} picture
 * @param {HTMLFormElement} sending
 * @param {Record<string, Light>} keys the lights that may be taken over
 */
async function begin(picture, sending, keys) {
  const back = document.querySelector(".head a.button");
  const desk = new PlateDesk(() => location.assign(back instanceof HTMLAnchorElement ? back.href : "."));
  if (!desk.available || !(await picture.decode().then(() => true, () => false))) return; // the numbers stay
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (sending.elements.namedItem(name));
  for (const name of BY_NUMBERS) field(name).closest(".field")?.setAttribute("hidden", "");
  picture.replaceWith(desk.element);
  desk.open(picture);
  const key = field("key");
  key.addEventListener("change", () => desk.take({ ...(keys[key.value] ?? NO_LIGHT), follow: null }));
  sending.addEventListener("submit", () => (field("drawn").value = JSON.stringify(desk.light)));
}
