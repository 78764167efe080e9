/** Drafts side by side: they play together, and those that were not there yet come in. */

import { byId } from "../shared/elements.js";

const OFTEN = 4000; // ms between two looks while some are still being made
const APART = 0.06; // seconds by which two may be apart before one is set right

const sheet = byId("comparison");
const together = byId("together");

together.addEventListener("click", () => {
  const play = together.getAttribute("aria-pressed") !== "true";
  together.setAttribute("aria-pressed", String(play));
  for (const video of videos()) {
    if (play) start(video);
    else video.pause();
  }
});
sheet.addEventListener("timeupdate", (event) => keepTogether(/** @type {HTMLVideoElement} */ (event.target)), true);
setInterval(look, OFTEN);

/** @returns {HTMLVideoElement[]} */
function videos() {
  return [...sheet.querySelectorAll("video")];
}

/** @param {HTMLVideoElement} video */
function start(video) {
  const [first] = videos();
  if (first !== video && first.readyState > 0) video.currentTime = first.currentTime;
  video.play().catch(() => {}); // it was taken away, or the browser forbids it
}

/**
 * The first one leads.
 * @param {HTMLVideoElement} leading
 */
function keepTogether(leading) {
  const [first, ...others] = videos();
  if (leading !== first || first.paused) return;
  for (const other of others) {
    const apart = Math.abs(other.currentTime - first.currentTime);
    const around = Math.abs(first.duration - apart); // one has begun again a moment before
    if (other.readyState > 1 && !other.seeking && Math.min(apart, around) > APART) other.currentTime = first.currentTime;
  }
}

async function look() {
  if (document.hidden || !sheet.querySelector("[data-pending]")) return;
  const answer = await fetch(sheet.dataset.cells ?? "").catch(() => null);
  if (!answer?.ok) return; // without a line it stays as it was
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  show(page);
}

/**
 * Only what has changed is made anew, so that what plays goes on.
 * @param {Document} page our own server's: templates escape what people wrote
 */
function show(page) {
  const coming = page.querySelector(".cells");
  const list = sheet.querySelector(".cells");
  if (!coming || !list) return;
  list.toggleAttribute("data-pending", coming.hasAttribute("data-pending"));
  for (const cell of page.querySelectorAll(".cell")) {
    const old = document.getElementById(cell.id);
    if (!old || old.dataset.held === contentOf(cell)) continue;
    const had = old.querySelector("video")?.src;
    const fresh = document.importNode(cell, true);
    old.replaceWith(fresh);
    const video = fresh.querySelector("video");
    if (video && video.src !== had && together.getAttribute("aria-pressed") === "true") start(video);
    hold(/** @type {HTMLElement} */ (fresh), contentOf(cell));
  }
}

/**
 * What the server said of a cell, without the form's token, which is another each time.
 * @param {Element} cell
 */
function contentOf(cell) {
  const copy = /** @type {Element} */ (cell.cloneNode(true));
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  return copy.innerHTML;
}

/**
 * @param {HTMLElement} cell
 * @param {string} content
 */
function hold(cell, content) {
  cell.dataset.held = content;
}

for (const cell of sheet.querySelectorAll(".cell")) hold(/** @type {HTMLElement} */ (cell), contentOf(cell));
